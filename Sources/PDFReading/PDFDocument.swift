import CPoppler
import Glibc
public import PageContent
import Records

/// An open PDF. One document belongs to one thread: poppler shares state inside a document.
public final class PDFDocument {
  /// Owned (+1).
  let document: OpaquePointer
  /// Whether the file is so large for its pages that pictures may cover them: a scanned page takes this much, text does
  /// not.
  let mayBeScanned: Bool
  private static let scannedPageBytes = 40_000
  /// What gives the pages' text and lines.
  let interpreter: PageInterpreter
  /// Shared by the document's pages.
  var looks = FontLooks()
  /// Files up to this size are read as a whole, which spares poppler a call of the kernel every 256 bytes.
  private static let mostBytesAtOnce = 8 << 20

  /// Opens the file at an absolute path.
  ///
  /// - Throws: `ReaderFailure`: `encrypted` when a password is missing or wrong, `damaged` or `cannot-open`.
  public init(path: String, password: String? = nil) throws(ReaderFailure) {
    _ = Self.alwaysOpen
    var status = stat()
    let size = stat(path, &status) == 0 ? Int(status.st_size) : 0
    // With a wrong password the library frees a file in memory twice.
    let isReadAtOnce = password == nil && size <= Self.mostBytesAtOnce
    if isReadAtOnce {
      let bytes = try Self.bytes(of: path)
      defer { g_bytes_unref(bytes) }
      document = try Self.opened(bytes)
      interpreter = PageInterpreter(bytes: bytes)
    } else {
      document = try Self.opened(path, password)
      interpreter = PageInterpreter(path: path, password: password)
    }
    mayBeScanned = size / max(1, Int(poppler_document_get_n_pages(document))) >= Self.scannedPageBytes
  }

  /// poppler reads its tables of encodings when the first document is opened and forgets them with the last one. Kept
  /// open, an empty document spares the others that.
  nonisolated(unsafe) private static let alwaysOpen: OpaquePointer? = {
    let empty =
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n"
    return empty.withCString { poppler_document_new_from_bytes(g_bytes_new($0, gsize(empty.utf8.count)), nil, nil) }
  }()

  /// Owned (+1).
  private static func bytes(of path: String) throws(ReaderFailure) -> OpaquePointer {
    var error: UnsafeMutablePointer<GError>?
    var contents: UnsafeMutablePointer<CChar>?
    var count: gsize = 0
    guard g_file_get_contents(path, &contents, &count, &error) != 0 else { throw failure(error) }
    // Takes the contents over.
    return g_bytes_new_take(contents, count)
  }

  private static func opened(_ bytes: OpaquePointer) throws(ReaderFailure) -> OpaquePointer {
    var error: UnsafeMutablePointer<GError>?
    guard let document = poppler_document_new_from_bytes(bytes, nil, &error) else { throw failure(error) }
    return document
  }

  private static func opened(_ path: String, _ password: String?) throws(ReaderFailure) -> OpaquePointer {
    var error: UnsafeMutablePointer<GError>?
    guard let uri = g_filename_to_uri(path, nil, &error) else { throw failure(error) }
    defer { g_free(uri) }
    guard let document = poppler_document_new_from_file(uri, password, &error) else { throw failure(error) }
    return document
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(document)) }

  /// What the file says about itself.
  public var info: DocumentInfo {
    let permissions = poppler_document_get_permissions(document)
    let outline = outline()
    return DocumentInfo(
      pageCount: Int(poppler_document_get_n_pages(document)), title: Self.taken(poppler_document_get_title(document)),
      producer: Self.taken(poppler_document_get_producer(document)),
      permitsCopying: permissions.rawValue & POPPLER_PERMISSIONS_OK_TO_COPY.rawValue != 0,
      outline: outline, headings: outline.isEmpty ? taggedHeadings() : [])
  }

  /// One page, from 1.
  ///
  /// - Throws: `ReaderFailure`: `no-such-page`.
  public func page(_ number: Int) throws(ReaderFailure) -> PDFPage {
    guard number >= 1, number <= Int(poppler_document_get_n_pages(document)),
      let page = poppler_document_get_page(document, Int32(number - 1))
    else {
      throw ReaderFailure(
        code: .noSuchPage,
        message: BilingualText(
          en: "there is no page \(number), or it cannot be read", ja: "\(number) ページ目がないか、読み取れません"))
    }
    return PDFPage(page, number: number, of: self)
  }

  /// Takes over a string that poppler allocated.
  static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String? {
    guard let text else { return nil }
    defer { g_free(text) }
    let value = String(cString: text)
    return value.isEmpty ? nil : value
  }

  /// Takes over an error that glib allocated.
  private static func failure(_ error: UnsafeMutablePointer<GError>?) -> ReaderFailure {
    let unknown = BilingualText(en: "the PDF cannot be opened", ja: "PDF を開けません")
    guard let error else { return ReaderFailure(code: .cannotOpen, message: unknown) }
    defer { g_error_free(error) }
    var message = error.pointee.message.map { BilingualText(en: String(cString: $0), ja: unknown.ja) } ?? unknown
    guard error.pointee.domain == poppler_error_quark() else {
      return ReaderFailure(code: .cannotOpen, message: message)
    }
    switch UInt32(bitPattern: error.pointee.code) {
    case POPPLER_ERROR_ENCRYPTED.rawValue:
      message.ja = "PDF が暗号化されています"
      return ReaderFailure(code: .encrypted, message: message)
    case POPPLER_ERROR_OPEN_FILE.rawValue: return ReaderFailure(code: .cannotOpen, message: message)
    default:
      message.ja = "PDF の構造が正しくありません"
      return ReaderFailure(code: .damaged, message: message)
    }
  }
}

/// One page of an open PDF. All its text comes from one page object, which keeps what it has interpreted.
public final class PDFPage {
  /// Owned (+1).
  let page: OpaquePointer
  /// From 1.
  public let number: Int
  /// Points, as the page is shown: after the rotation that the file asks for.
  public let width: Double
  /// Points, as the page is shown: after the rotation that the file asks for.
  public let height: Double
  /// Keeps the document open as long as one of its pages is in use.
  let document: PDFDocument

  init(_ page: OpaquePointer, number: Int, of document: PDFDocument) {
    self.page = page
    self.number = number
    self.document = document
    var width = 0.0
    var height = 0.0
    poppler_page_get_size(page, &width, &height)
    (self.width, self.height) = (width, height)
  }

  deinit { g_object_unref(UnsafeMutableRawPointer(page)) }
}
