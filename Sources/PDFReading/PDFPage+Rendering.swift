import CPoppler
public import PageContent
import Records

extension PDFPage {
  /// No picture has more pixels, 64 MB of memory: a page of A1 at two pixels a point.
  private static let mostPixels = 16e6
  /// No picture is longer on a side, which is what cairo can draw.
  private static let longestSide = 32_000.0

  /// Draws the page as PNG on white, `scale` pixels a point, with marks over it; a page that would be too large for a picture is drawn
  /// smaller.
  ///
  /// - Throws: `ReaderFailure`: `rendering-failed`.
  public func png(scale: Double, marks: [PageMark] = []) throws(ReaderFailure) -> [UInt8] {
    let scale = min(
      scale, (Self.mostPixels / (width * height)).squareRoot(), Self.longestSide / width, Self.longestSide / height)
    let pixelWidth = (width * scale).rounded(.up)
    let pixelHeight = (height * scale).rounded(.up)
    guard scale > 0, (1...Self.longestSide).contains(pixelWidth), (1...Self.longestSide).contains(pixelHeight) else {
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
    for mark in marks { Self.draw(mark, context) }
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS else {
      throw ReaderFailure(
        code: .renderingFailed,
        message: BilingualText(en: "page \(number) cannot be drawn", ja: "\(number) ページ目を描画できません"))
    }
    return try Self.encode(surface)
  }

  private static func draw(_ mark: PageMark, _ context: OpaquePointer?) {
    guard mark.color.count == 3, let first = mark.rects.first else { return }
    let (red, green, blue) = (mark.color[0], mark.color[1], mark.color[2])
    for rect in mark.rects {
      cairo_rectangle(context, rect.x0, rect.y0, rect.width, rect.height)
      cairo_set_source_rgba(context, red, green, blue, 0.10)
      cairo_fill_preserve(context)
      cairo_set_source_rgba(context, red, green, blue, 0.8)
      cairo_set_line_width(context, 0.6)
      cairo_stroke(context)
    }
    cairo_select_font_face(context, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD)
    cairo_set_font_size(context, 6)
    cairo_set_source_rgb(context, red, green, blue)
    cairo_move_to(context, max(0, first.x0), max(6, first.y0 - 1))
    cairo_show_text(context, mark.label)
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
