import PageContent
import Records

/// One format of text files, from lines to blocks. One file of this folder for each.
protocol TextFormat: Sendable {
  /// What files of the format are called.
  static var mediaType: MediaType { get }

  init()

  /// Finds the blocks of a file and hands them on in its order, many at a time.
  mutating func read(_ file: TextFile, _ take: ([Block]) throws -> Void) throws -> TextSummary
}

extension TextFormat {
  /// Which language a text is in, by its first lines.
  func language(of file: TextFile) -> Language { Language(guessing: file.lines.prefix(2000).joined()) }
}
