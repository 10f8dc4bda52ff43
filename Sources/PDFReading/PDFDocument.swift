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
  /// Shared by the document's pages.
  var looks = FontLooks()

  /// Opens the file at an absolute path.
  ///
  /// - Throws: `ReaderFailure`: `encrypted` when a password is missing or wrong, `damaged` or `cannot-open`.
  public init(path: String, password: String? = nil) throws(ReaderFailure) {
    var error: UnsafeMutablePointer<GError>?
    guard let uri = g_filename_to_uri(path, nil, &error) else { throw Self.failure(error) }
    defer { g_free(uri) }
    guard let document = poppler_document_new_from_file(uri, password, &error) else { throw Self.failure(error) }
    self.document = document
    var status = stat()
    let pages = max(1, Int(poppler_document_get_n_pages(document)))
    mayBeScanned = stat(path, &status) == 0 && Int(status.st_size) / pages >= Self.scannedPageBytes
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
