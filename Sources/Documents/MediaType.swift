public import Foundation

/// The formats that can be read.
public enum MediaType: String, Codable, Sendable, CaseIterable {
  case pdf = "application/pdf"
  case markdown = "text/markdown"
  case plainText = "text/plain"
  case csv = "text/csv"

  /// Names a file's format by its extension; a file with none is looked into. Nil: a format that cannot be read.
  ///
  /// The extension is taken at its word, so that a text file called `.pdf` is reported and not read in silence.
  public static func detect(_ url: URL) -> MediaType? {
    switch url.pathExtension.lowercased() {
    case "pdf": .pdf
    case "md", "markdown", "mdown", "mkd": .markdown
    case "txt", "text": .plainText
    case "csv", "tsv", "tab": .csv
    case "": sniff(url)
    default: nil
    }
  }

  private static func sniff(_ url: URL) -> MediaType? {
    guard let handle = try? FileHandle(forReadingFrom: url) else { return nil }
    defer { try? handle.close() }
    guard let start = try? handle.read(upToCount: 1024), !start.isEmpty else { return nil }
    if start.starts(with: Array("%PDF-".utf8)) { return .pdf }
    return start.contains(0) ? nil : .plainText
  }
}
