import Foundation
import Records

/// Says from the bytes alone what is wrong with a file that is called `.pdf`.
enum PDFIntegrity {
  /// A header may stand anywhere in the first kilobyte, as in every reader that people use.
  private static let headLength = 1024
  /// Files with some rubbish after the end marker are in use.
  private static let tailLength = 4096

  /// Whether the file begins like a PDF, and whether it ends like one. Nil when it cannot be read.
  static func ends(of url: URL) -> (hasHeader: Bool, hasEnd: Bool)? {
    guard let handle = try? FileHandle(forReadingFrom: url) else { return nil }
    defer { try? handle.close() }
    guard let size = try? handle.seekToEnd() else { return nil }
    let tailStart = size > UInt64(tailLength) ? size - UInt64(tailLength) : 0
    guard (try? handle.seek(toOffset: 0)) != nil, let head = try? handle.read(upToCount: headLength),
      (try? handle.seek(toOffset: tailStart)) != nil, let tail = try? handle.readToEnd()
    else { return nil }
    return (head.range(of: Data("%PDF-".utf8)) != nil, tail.range(of: Data("%%EOF".utf8)) != nil)
  }

  /// Refuses what is no PDF, and what is only the beginning of one: half a document read in silence would be worse
  /// than none, and a copy that is still under way looks the same.
  ///
  /// - Throws: `UnreadableDocument`: `not-a-pdf` or `truncated`.
  static func check(_ url: URL, path: String) throws {
    guard let ends = ends(of: url) else { return }
    guard ends.hasHeader else {
      throw UnreadableDocument(
        path: path, reason: .notAPDF,
        detail: BilingualText(
          en: "the file is called .pdf but is not a PDF; give it its right extension, or export it again",
          ja: "拡張子は .pdf ですが、PDF ではありません。正しい拡張子に直すか、書き出し直してください。"))
    }
    guard ends.hasEnd else {
      throw UnreadableDocument(
        path: path, reason: .truncated,
        detail: BilingualText(
          en: "the PDF breaks off before its end; copy or download it again",
          ja: "PDF が途中で切れています。コピーまたはダウンロードし直してください。"))
    }
  }
}

extension UnreadableDocument {
  /// A PDF that could not be opened although it begins and ends like one, or does not even do that.
  init(damagedPDF url: URL, path: String, message: BilingualText) {
    do {
      try PDFIntegrity.check(url, path: path)
      self.init(
        path: path, reason: .damaged,
        detail: BilingualText(
          en: "the PDF is damaged (\(message.en)); export it again from its source",
          ja: "PDF が壊れています（\(message.ja)）。元の文書から書き出し直してください。"))
    } catch let error as UnreadableDocument {
      self = error
    } catch {
      self.init(path: path, reason: .damaged, detail: message)
    }
  }
}
