import CDrawing
import CPoppler
import PageContent

/// Collects straight lines, filled rectangles and the places of pictures while a page is being drawn.
final class DrawingCollector {
  /// Borrowed: lives as long as the drawing.
  private let context: OpaquePointer?
  private let scale: Double
  private let page: RuleBox
  private var found = PageRules()
  /// Where pictures lie.
  private(set) var pictures: [RuleBox] = []
  private var elements = 0

  /// Lines and areas beyond which a page is a drawing, and no table can be found among them.
  private static let mostLines = 6_000
  /// Path elements that are looked at.
  private static let mostElements = 200_000
  /// Points: a filled rectangle is a line up to this thickness, and a stroke no area up to it.
  private static let thickestLine: Float = 3
  /// Pictures whose places are kept.
  private static let mostPictures = 10_000
  /// Points that a line leans at most.
  private static let slant: Float = 0.6
  /// Points that a bullet is wide and high, and how many are kept: a chart or map may have more.
  private static let bullet: ClosedRange<Float> = 1.2...9
  private static let mostDots = 1_000
  /// Points below which an area or line is a dot.
  private static let shortest: Float = 2

  init(context: OpaquePointer?, scale: Double, width: Double, height: Double) {
    self.context = context
    self.scale = scale
    page = RuleBox(x0: 0, y0: 0, x1: Float(width), y1: Float(height))
  }

  /// Nil where there is too much of it, or nothing.
  var rules: PageRules? { isFull || count == 0 ? nil : found }

  private var count: Int { found.lines.count + found.areas.count + found.dots.count }
  private var isFull: Bool { elements > Self.mostElements || count > Self.mostLines }

  static func at(_ pointer: UnsafeMutableRawPointer) -> DrawingCollector {
    Unmanaged<DrawingCollector>.fromOpaque(pointer).takeUnretainedValue()
  }

  /// Fills of other contexts than the page's make masks, which are not seen themselves.
  func fill(_ context: OpaquePointer?) {
    guard context == self.context, !isFull else { return }
    let isWhite = isSourceWhite
    for path in subpaths() {
      if !isWhite { addDot(path) }
      guard let box = Self.rectangle(path), let seen = clipped(box) else { continue }
      if min(seen.width, seen.height) <= Self.thickestLine {
        if !isWhite || isOnArea(seen) { addLine(seen) }
      } else if !isWhite {
        found.areas.append(seen)
      }
    }
  }

  func stroke(_ context: OpaquePointer?) {
    guard context == self.context, !isFull else { return }
    let isWhite = isSourceWhite
    let half = Float(cairo_get_line_width(context)) / 2
    guard half * 2 <= 2 * Self.thickestLine else { return }
    for path in subpaths() {
      if !isWhite, path.contains(where: \.isCurve) { addDot(path) }
      for (from, to) in zip(path, path.dropFirst()) {
        guard let to = to.isCurve ? nil : to, abs(from.x - to.x) <= Self.slant || abs(from.y - to.y) <= Self.slant
        else {
          continue
        }
        let line = RuleBox(x0: from.x, y0: from.y, x1: to.x, y1: to.y)
        let isHorizontal = line.width >= line.height
        let thick = RuleBox(
          x0: line.x0 - (isHorizontal ? 0 : half), y0: line.y0 - (isHorizontal ? half : 0),
          x1: line.x1 + (isHorizontal ? 0 : half), y1: line.y1 + (isHorizontal ? half : 0))
        guard let seen = clipped(thick), !isWhite || isOnArea(seen) else { continue }
        addLine(seen)
      }
    }
  }

  /// A picture fills the unit square of what is the coordinate system when it is drawn.
  func picture() {
    guard pictures.count < Self.mostPictures else { return }
    let corners = [onPage(0, 0), onPage(1, 0), onPage(0, 1), onPage(1, 1)]
    var box = RuleBox(x0: corners[0].x, y0: corners[0].y, x1: corners[0].x, y1: corners[0].y)
    for corner in corners where corner.x.isFinite && corner.y.isFinite {
      box = RuleBox(
        x0: min(box.x0, corner.x), y0: min(box.y0, corner.y), x1: max(box.x1, corner.x), y1: max(box.y1, corner.y))
    }
    pictures.append(box)
  }

  /// Keeps a closed shape that is as high as it is wide, and as small as a bullet.
  private func addDot(_ path: [Point]) {
    guard found.dots.count < Self.mostDots, (4...40).contains(path.count), let first = path.first, let last = path.last,
      abs(first.x - last.x) < Self.slant, abs(first.y - last.y) < Self.slant
    else { return }
    var box = RuleBox(x0: first.x, y0: first.y, x1: first.x, y1: first.y)
    for point in path {
      box = RuleBox(
        x0: min(box.x0, point.x), y0: min(box.y0, point.y), x1: max(box.x1, point.x), y1: max(box.y1, point.y))
    }
    guard Self.bullet.contains(box.width), Self.bullet.contains(box.height),
      abs(box.width - box.height) < 0.3 * box.width,
      let seen = clipped(box)
    else { return }
    found.dots.append(seen)
  }

  private func addLine(_ box: RuleBox) {
    if max(box.width, box.height) >= Self.shortest { found.lines.append(box) }
  }

  /// White lines part coloured cells; on white they are not seen.
  private func isOnArea(_ box: RuleBox) -> Bool {
    let x = (box.x0 + box.x1) / 2
    let y = (box.y0 + box.y1) / 2
    return found.areas.contains { $0.x0 <= x && x <= $0.x1 && $0.y0 <= y && y <= $0.y1 }
  }

  /// The part that is seen: inside of the page and of the clip.
  private func clipped(_ box: RuleBox) -> RuleBox? {
    var (left, top, right, bottom) = (0.0, 0.0, 0.0, 0.0)
    cairo_clip_extents(context, &left, &top, &right, &bottom)
    let from = onPage(left, top)
    let to = onPage(right, bottom)
    let clip = RuleBox(x0: from.x, y0: from.y, x1: to.x, y1: to.y)
    let (x0, x1) = (max(box.x0, clip.x0, page.x0), min(box.x1, clip.x1, page.x1))
    let (y0, y1) = (max(box.y0, clip.y0, page.y0), min(box.y1, clip.y1, page.y1))
    return x0 <= x1 && y0 <= y1 ? RuleBox(x0: x0, y0: y0, x1: x1, y1: y1) : nil
  }

  private var isSourceWhite: Bool {
    var (red, green, blue, alpha) = (0.0, 0.0, 0.0, 0.0)
    guard let source = cairo_get_source(context),
      cairo_pattern_get_rgba(source, &red, &green, &blue, &alpha) == CAIRO_STATUS_SUCCESS
    else { return false }
    return alpha < 0.05 || min(red, green, blue) > 0.98
  }

  private struct Point {
    var x: Float
    var y: Float
    /// Whether a curve leads here.
    var isCurve = false
  }

  private func onPage(_ x: Double, _ y: Double) -> Point {
    var (x, y) = (x, y)
    cairo_user_to_device(context, &x, &y)
    return Point(x: Float(x / scale), y: Float(y / scale))
  }

  /// The current path's points on the page; a closed subpath ends where it began.
  private func subpaths() -> [[Point]] {
    guard let path = cairo_copy_path(context) else { return [] }
    defer { cairo_path_destroy(path) }
    guard path.pointee.status == CAIRO_STATUS_SUCCESS, let data = path.pointee.data else { return [] }
    var result: [[Point]] = []
    var position = 0
    let count = Int(path.pointee.num_data)
    while position < count {
      let header = data[position].header
      let length = max(1, Int(header.length))
      elements += 1
      switch header.type {
      case CAIRO_PATH_CLOSE_PATH:
        if let last = result.indices.last, let first = result[last].first { result[last].append(first) }
      case CAIRO_PATH_MOVE_TO:
        result.append([onPage(data[position + 1].point.x, data[position + 1].point.y)])
      default:
        let end = data[position + length - 1].point
        var point = onPage(end.x, end.y)
        point.isCurve = header.type == CAIRO_PATH_CURVE_TO
        if result.isEmpty { result.append([]) }
        result[result.count - 1].append(point)
      }
      position += length
    }
    return result
  }

  /// The rectangle that a path goes round, where it is one.
  private static func rectangle(_ path: [Point]) -> RuleBox? {
    guard path.count >= 4, path.count <= 6, let first = path.first, !path.contains(where: \.isCurve) else { return nil }
    var box = RuleBox(x0: first.x, y0: first.y, x1: first.x, y1: first.y)
    for (from, to) in zip(path, path.dropFirst()) {
      guard abs(from.x - to.x) <= slant || abs(from.y - to.y) <= slant else { return nil }
      box = RuleBox(x0: min(box.x0, to.x), y0: min(box.y0, to.y), x1: max(box.x1, to.x), y1: max(box.y1, to.y))
    }
    return box
  }
}
