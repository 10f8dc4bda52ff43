import CDrawing
import CPoppler
import PageContent

/// What a page draws besides its text.
struct PageDrawing {
  /// Lines and filled areas; nil where there is too much of it.
  var rules: PageRules?
  /// Where pictures lie; parts of them may be off the page or clipped away.
  var pictures: [RuleBox]
}

extension PDFPage {
  /// Most pixels a point of the surface, most pixels in all and along a side. Nothing is drawn on it, but poppler moves
  /// thin lines to whole pixels, and makes masks as large as the surface.
  private static let finest = (scale: 3.0, pixels: 4e6, side: 8_000.0)

  /// Lets poppler draw the page and listens, which takes a fifth to a third more than reading its text.
  ///
  /// poppler-glib does not give lines, but it draws through cairo, and a listener in cairo's place is told of every fill
  /// and stroke while the path is still at hand. The text comes along: poppler lays it out while it draws, and asks for
  /// it afterwards find it done. Texts of annotations are then among it.
  func drawing() -> PageDrawing {
    let scale = min(
      Self.finest.scale, (Self.finest.pixels / (width * height)).squareRoot(), Self.finest.side / max(width, height))
    var extents = cairo_rectangle_t(x: 0, y: 0, width: width * scale, height: height * scale)
    let surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents)
    defer { cairo_surface_destroy(surface) }
    let context = cairo_create(surface)
    defer { cairo_destroy(context) }
    cairo_scale(context, scale, scale)
    let collector = DrawingCollector(context: context, scale: scale, width: width, height: height)
    withExtendedLifetime(collector) {
      listen_to_drawing(
        drawing_listeners(
          fill: { context, data in if let data { DrawingCollector.at(data).fill(context) } },
          stroke: { context, data in if let data { DrawingCollector.at(data).stroke(context) } },
          picture: { data in if let data { DrawingCollector.at(data).picture() } },
          data: Unmanaged.passUnretained(collector).toOpaque()))
      poppler_page_render(page, context)
      stop_listening_to_drawing()
    }
    return PageDrawing(rules: collector.rules, pictures: collector.pictures)
  }
}
