import CPoppler
import PageContent

extension PDFPage {
  /// Differences in brightness up to this are paper, scanned or printed.
  private static let faintest: Int32 = 24
  /// Pixels beyond which a page is not drawn for this.
  private static let mostPixels = 4e6

  /// Marks glyphs in whose box nothing is to be seen on a drawing of the page, one pixel a point: the text of an old
  /// layer that lies beside its picture, or a message that people are not meant to read.
  func markInvisible(_ glyphs: inout [Glyph]) {
    guard width >= 1, height >= 1, width * height <= Self.mostPixels else { return }
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(surface) }
    let context = cairo_create(surface)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    poppler_page_render(page, context)
    cairo_destroy(context)
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return }
    let drawing = Drawing(
      data: data, width: Int(cairo_image_surface_get_width(surface)),
      height: Int(cairo_image_surface_get_height(surface)), stride: Int(cairo_image_surface_get_stride(surface)))
    for index in glyphs.indices where drawing.contrast(in: glyphs[index]) <= Self.faintest {
      glyphs[index].isInvisible = true
    }
  }

  /// Pixels of four bytes, blue first. Borrowed: lives as long as the surface.
  private struct Drawing {
    let data: UnsafeMutablePointer<UInt8>
    let width: Int
    let height: Int
    let stride: Int

    /// The difference between the brightest and the darkest pixel in a glyph's box.
    func contrast(in glyph: Glyph) -> Int32 {
      let x0 = max(0, Int(glyph.x0.rounded(.down)))
      let x1 = min(width - 1, Int(glyph.x1.rounded(.up)))
      let y0 = max(0, Int(glyph.y0.rounded(.down)))
      let y1 = min(height - 1, Int(glyph.y1.rounded(.up)))
      guard x0 <= x1, y0 <= y1 else { return 255 }
      var darkest: Int32 = 255 * 3
      var brightest: Int32 = 0
      for y in y0...y1 {
        for x in x0...x1 {
          let pixel = data + y * stride + x * 4
          let sum = Int32(pixel[0]) + Int32(pixel[1]) + Int32(pixel[2])
          darkest = min(darkest, sum)
          brightest = max(brightest, sum)
        }
      }
      return (brightest - darkest) / 3
    }
  }
}
