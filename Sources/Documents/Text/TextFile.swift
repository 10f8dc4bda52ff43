import Foundation
import PageContent
import Records

/// The lines of a text file, whatever its encoding and line ends.
struct TextFile {
  var lines: [String]
  var warnings: [DocumentWarning] = []

  /// Reads a file.
  ///
  /// - Throws: `ReaderFailure` when it cannot be read or is no text.
  init(contentsOf url: URL) throws(ReaderFailure) {
    let data: Data
    do {
      data = try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      throw ReaderFailure(code: .cannotOpen, message: BilingualText(reasonOf: error))
    }
    guard data.holdsLines(atMost: Self.mostLines) else { throw Self.tooManyLines }
    guard let decoded = TextEncoding.decode(data) else {
      throw ReaderFailure(
        code: .noText,
        message: BilingualText(
          en: "the file holds bytes that are no text in any known encoding; save it as UTF-8",
          ja: "どの文字コードとしても読めないバイトが含まれています。UTF-8 で保存し直してください。"))
    }
    lines = Self.lines(of: decoded.text)
    warnings = TextWarnings.about(decoded)
    warnings += repairMojibake()
  }

  /// As many lines as a spreadsheet has rows, or 20,000 pages: what is longer is no document.
  static let mostLines = 1 << 20

  private static var tooManyLines: ReaderFailure {
    ReaderFailure(
      code: .tooLarge,
      message: BilingualText(
        en: "the file has more than \(mostLines) lines, and no more are read of one; split it",
        ja: "\(mostLines) 行を超えています。一つのファイルから読み取れるのはそこまでです。分割してください。"))
  }

  /// Puts right what was read in a wrong encoding before, and says so.
  private mutating func repairMojibake() -> [DocumentWarning] {
    var repaired = 0
    var garbled = 0
    for (index, line) in lines.enumerated() {
      if let text = Mojibake.repaired(line) {
        lines[index] = text
        repaired += 1
      } else if Mojibake.isGarbled(line) {
        garbled += 1
      }
    }
    return TextWarnings.aboutMojibake(repaired: repaired, garbled: garbled)
  }

  init(_ text: String) { lines = Self.lines(of: text) }

  /// Lines end with LF, CR LF or CR.
  static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\r", "\u{0C}":
        lines.append(String(line))
        line = String.UnicodeScalarView()
      case "\n":
        if previous != "\r" {
          lines.append(String(line))
          line = String.UnicodeScalarView()
        }
      case "\u{FEFF}", "\0": break
      default: line.append(scalar)
      }
      previous = scalar
    }
    if !line.isEmpty { lines.append(String(line)) }
    return lines
  }

  /// A page of size zero, which is what a text file has.
  static let page = Page(number: 1, width: 0, height: 0)
}

extension Data {
  /// Whether there are no more line ends than that, in any encoding: CR LF is one.
  fileprivate func holdsLines(atMost most: Int) -> Bool {
    withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      var lines = 0
      var previous: UInt8 = 0
      for byte in bytes where byte != 0 {
        if byte == 0x0A && previous != 0x0D || byte == 0x0D { lines += 1 }
        previous = byte
      }
      return lines <= most
    }
  }
}

extension String {
  /// Without white space at both ends, the ideographic space included.
  var trimmed: String { mayBeginOrEndWithSpace ? trimmingCharacters(in: .whitespaces) : self }

  /// Whether it is worth a closer look: nearly all texts show by their first and last byte that there is nothing to do.
  private var mayBeginOrEndWithSpace: Bool {
    var bytes = utf8.makeIterator()
    guard let first = bytes.next(), let last = utf8.last else { return false }
    switch first {
    case 0x09, 0x20, 0xC2, 0xE1, 0xE2: return true
    // U+3000, but no kana.
    case 0xE3 where bytes.next() == 0x80: return true
    default: break
    }
    // The last bytes of U+0009, U+0020, U+00A0, U+1680, U+2000 to U+200A, U+202F, U+205F and U+3000.
    return last == 0x09 || last == 0x20 || (0x80...0x8A).contains(last) || [0x9F, 0xA0, 0xAF].contains(last)
  }
}
