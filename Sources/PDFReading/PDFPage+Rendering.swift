import CPoppler
public import PageContent
import Records

extension PDFPage {
  /// Pixels beyond which no page is drawn: 40 million are 160 MB.
  private static let mostPixels = 40e6

  /// Draws the page as PNG on white, `scale` pixels a point.
  ///
  /// - Throws: `ReaderFailure`: `rendering-failed`.
  public func png(scale: Double) throws(ReaderFailure) -> [UInt8] {
    let pixelWidth = (width * scale).rounded(.up)
    let pixelHeight = (height * scale).rounded(.up)
    guard scale > 0, pixelWidth >= 1, pixelHeight >= 1, pixelWidth * pixelHeight <= Self.mostPixels else {
      throw ReaderFailure(
        code: .renderingFailed,
        message: BilingualText(
          en: "a picture of \(pixelWidth) × \(pixelHeight) pixels cannot be made",
          ja: "\(pixelWidth) × \(pixelHeight) 画素の画像は作れません"))
    }
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(pixelWidth), Int32(pixelHeight))
    defer { cairo_surface_destroy(surface) }
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_scale(context, scale, scale)
    poppler_page_render(page, context)
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS else {
      throw ReaderFailure(
        code: .renderingFailed,
        message: BilingualText(en: "page \(number) cannot be drawn", ja: "\(number) ページ目を描画できません"))
    }
    return try Self.encode(surface)
  }

  private final class Sink {
    var bytes: [UInt8] = []
  }

  private static func encode(_ surface: OpaquePointer?) throws(ReaderFailure) -> [UInt8] {
    let sink = Sink()
    let status = withExtendedLifetime(sink) {
      cairo_surface_write_to_png_stream(
        surface,
        { closure, data, length in
          guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
          let sink = Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue()
          sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(sink).toOpaque())
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw ReaderFailure(
        code: .renderingFailed,
        message: BilingualText(en: "the picture cannot be encoded", ja: "画像を書き出せません"))
    }
    return sink.bytes
  }
}
