public import Foundation

/// Texts that are no documents, such as lists of names and tables of pairs, in whatever encoding people have them.
public enum TextDecoding {
  /// The text of a file, without a mark at its beginning; nil when it is no text in any of the encodings that documents may
  /// have.
  public static func text(of data: Data) -> String? {
    guard var text = TextEncoding.decode(data)?.text else { return nil }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text
  }
}
