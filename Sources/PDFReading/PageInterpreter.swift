import CPoppler
import CPopplerPages
import PageContent
import Records

/// A document's pages, interpreted once each: text, and what is drawn besides it.
///
/// poppler-glib gives no lines, and would lay out a page again for each thing asked of it; this opens the file a second
/// time, through poppler's own interface.
final class PageInterpreter {
  /// Owned; nil where only the other interface could open the file.
  private let pages: OpaquePointer?
  /// What `pages` reads from, and keeps where it is.
  private let bytes: OpaquePointer?

  /// Interprets a file that has been read as a whole.
  init(bytes: OpaquePointer) {
    self.bytes = g_bytes_ref(bytes)
    var count: gsize = 0
    let start = g_bytes_get_data(bytes, &count)
    pages = open_pdf_bytes(start?.assumingMemoryBound(to: CChar.self), Int(count))
  }

  /// Interprets a file that is read page by page.
  init(path: String, password: String?) {
    bytes = nil
    pages = Self.encodings(of: password).lazy.compactMap { open_pdf_file(path, $0) }.first
  }

  deinit {
    if let pages { close_pdf_pages(pages) }
    if let bytes { g_bytes_unref(bytes) }
  }

  /// As poppler-glib tries them: passwords were Latin-1 before they were UTF-8.
  private static func encodings(of password: String?) -> [[CChar]?] {
    guard let password else { return [nil] }
    let latin = password.unicodeScalars.compactMap { $0.value < 0x100 ? CChar(bitPattern: UInt8($0.value)) : nil }
    let isLatin = latin.count == password.unicodeScalars.count
    return (isLatin ? [latin + [0]] : []) + [password.utf8.map { CChar(bitPattern: $0) } + [0]]
  }

  /// Interprets a page, which is then the one that everything else is asked of.
  ///
  /// - Returns: Why it could not be interpreted.
  func interpret(page number: Int) -> PageLoss? {
    guard let pages else { return .unreadable }
    return switch interpret_page(pages, Int32(number)) {
    case PAGE_INTERPRETED: nil
    case PAGE_TOO_LARGE: .tooLarge
    default: .unreadable
    }
  }

  /// The page's characters and what parts them, with the fonts and sizes that they refer to. Borrowed until the next
  /// question.
  func text(fromRight: Bool) -> page_text { pages.map { text_of_page($0, fromRight) } ?? page_text() }

  /// The page's scalars in the order of reading, without the marks of direction that poppler adds: they have no boxes.
  func readingOrder(fromRight: Bool) -> [Unicode.Scalar] {
    guard let pages, let text = read_text_of_page(pages, fromRight) else { return [] }
    defer { free(text) }
    return String(cString: text).unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x200E, 0x200F, 0x202A...0x202E: false
      default: true
      }
    }
  }

  /// What the page draws besides its text. Borrowed until the next page.
  func drawing() -> page_drawing { pages.map { drawing_of_page($0) } ?? page_drawing() }

  /// Degrees by which a page is turned, clockwise.
  func rotation(page number: Int) -> Int { pages.map { Int(rotation_of_page($0, Int32(number))) } ?? 0 }

  /// What people see of annotations on a page that has been interpreted, and nobody has written elsewhere; and whether
  /// there is more of it than is read. Text that was borrowed is overwritten.
  func appearances(page number: Int) -> (found: [Appearance], isCutShort: Bool) {
    guard let pages, begin_appearances(pages, Int32(number)) else { return ([], false) }
    var found: [Appearance] = []
    var appearance = page_appearance()
    while next_appearance(pages, &appearance) {
      let text = Appearance.text(text_of_appearance(pages))
      guard !text.isEmpty else { continue }
      let rect = Rect(
        x0: Double(appearance.x0), y0: Double(appearance.y0), x1: Double(appearance.x1), y1: Double(appearance.y1))
      found.append(Appearance(kind: String(cString: appearance.kind), rect: rect, text: text))
    }
    return (found, are_appearances_cut_short(pages))
  }

  /// The fields on a page that nobody sees there, by the numbers that poppler-glib has for them too.
  func hiddenFields(page number: Int) -> Set<Int> {
    guard let pages else { return [] }
    let hidden = hidden_fields_of_page(pages, Int32(number))
    return Set(UnsafeBufferPointer(start: hidden.numbers, count: hidden.count).map(Int.init))
  }
}
