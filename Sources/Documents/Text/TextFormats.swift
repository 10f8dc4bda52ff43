public import Foundation
public import PageContent
public import Records

/// All formats of text files, as the reader process reads them: a text may be made to take any time and memory, too.
public enum TextFormats {
  static let all: [any TextFormat.Type] = [MarkdownFormat.self, PlainTextFormat.self, CSVFormat.self]

  /// Reads a file and hands on its blocks, many at a time, numbered throughout.
  ///
  /// - Throws: `ReaderFailure`; what `take` throws.
  public static func read(
    _ url: URL, mediaType: String, _ take: ([Block]) throws -> Void
  ) throws -> TextSummary {
    guard let format = all.first(where: { $0.mediaType.rawValue == mediaType }) else {
      throw ReaderFailure(
        code: .badRequest,
        message: BilingualText(en: "\(mediaType) is no format of texts", ja: "\(mediaType) はテキスト形式ではありません"))
    }
    var reading = format.init()
    return try reading.read(TextFile(contentsOf: url), take)
  }
}
