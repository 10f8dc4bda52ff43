import CPoppler
import PageContent

/// A page as people see it, drawn small: one pixel a point, in shades of grey.
struct PagePicture {
  private let width: Int
  private let height: Int
  /// Brightness, 0 to 255, line by line.
  private let pixels: [UInt8]

  /// Pixels beyond which a page is not drawn for this.
  private static let mostPixels = 4e6
  /// Differences in brightness up to this are paper, scanned or printed.
  private static let faintest: UInt8 = 24
  /// Ink is darker than the paper by this much.
  private static let leastInk = 60
  /// Pixels of ink that a line of the picture needs, and the share of paper that a scanned page has at least: a
  /// photograph has no paper.
  private static let fewestInked = 3
  private static let leastPaper = 0.5

  /// Draws a page; nil where it is too large.
  init?(_ page: PDFPage) {
    guard page.width >= 1, page.height >= 1, page.width * page.height <= Self.mostPixels else { return nil }
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(page.width), Int32(page.height))
    defer { cairo_surface_destroy(surface) }
    let context = cairo_create(surface)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    poppler_page_render(page.page, context)
    cairo_destroy(context)
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return nil }
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width {
        // Four bytes, blue first.
        let pixel = data + y * stride + x * 4
        pixels.append(UInt8((Int(pixel[0]) + Int(pixel[1]) + Int(pixel[2])) / 3))
      }
    }
    self.pixels = pixels
  }

  /// Whether nothing is to be seen in a glyph's box: the text of an old layer that lies beside its picture, or a message
  /// that people are not meant to read.
  func isBlank(_ glyph: Glyph) -> Bool {
    let (columns, rows) = box(of: glyph)
    guard !columns.isEmpty, !rows.isEmpty else { return false }
    var darkest: UInt8 = 255
    var brightest: UInt8 = 0
    for y in rows {
      for x in columns {
        darkest = min(darkest, pixels[y * width + x])
        brightest = max(brightest, pixels[y * width + x])
      }
    }
    return brightest - darkest <= Self.faintest
  }

  /// The share of the page's height with ink beside the glyphs; 0 for a picture that is not mostly paper.
  func inkedHeight(beside glyphs: [Glyph]) -> Double {
    var counts = [Int](repeating: 0, count: 256)
    for pixel in pixels { counts[Int(pixel)] += 1 }
    guard let paper = counts.indices.max(by: { counts[$0] < counts[$1] }), height > 0 else { return 0 }
    // Scanned paper has many shades.
    let nearly = max(0, paper - Self.leastInk / 2)...min(255, paper + Self.leastInk / 2)
    guard paper >= 128, Double(counts[nearly].reduce(0, +)) >= Self.leastPaper * Double(pixels.count) else { return 0 }
    var isGlyph = [Bool](repeating: false, count: pixels.count)
    for glyph in glyphs {
      let (columns, rows) = box(of: glyph)
      for y in rows { for x in columns { isGlyph[y * width + x] = true } }
    }
    let inked = (0..<height).count { y in
      let line = y * width
      return (0..<width).count { Int(pixels[line + $0]) <= paper - Self.leastInk && !isGlyph[line + $0] }
        >= Self.fewestInked
    }
    return Double(inked) / Double(height)
  }

  private func box(of glyph: Glyph) -> (columns: Range<Int>, rows: Range<Int>) {
    func pixels(_ from: Float, _ to: Float, of count: Int) -> Range<Int> {
      let limit = Float(count)
      let first = Int(max(0, min(limit, from.rounded(.down))))
      return first..<max(first, Int(max(0, min(limit, to.rounded(.up) + 1))))
    }
    return (pixels(glyph.x0, glyph.x1, of: width), pixels(glyph.y0, glyph.y1, of: height))
  }
}
