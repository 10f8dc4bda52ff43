import CPopplerPages
import PageContent

/// Collects straight lines, filled rectangles and dots among what a page draws.
struct RuleCollector {
  private let page: RuleBox
  private var found = PageRules()
  /// How many areas white shapes were looked for on.
  private var comparisons = 0

  /// Lines and areas beyond which a page is a drawing, and no table can be found among them.
  private static let mostLines = 6_000
  /// A table of 1,000 coloured cells with 2,000 white lines between them; more white on more colour is a drawing too.
  private static let mostComparisons = 2_000_000
  /// Points: a filled rectangle is a line up to this thickness, and a stroke no area up to it.
  private static let thickestLine: Float = 3
  /// Points that a line leans at most.
  private static let slant: Float = 0.6
  /// Points that a bullet is wide and high, and how many are kept: a chart or map may have more.
  private static let bullet: ClosedRange<Float> = 1.2...9
  private static let mostDots = 1_000
  /// Points below which an area or line is a dot.
  private static let shortest: Float = 2

  private init(width: Double, height: Double) {
    page = RuleBox(x0: 0, y0: 0, x1: Float(width), y1: Float(height))
  }

  /// What a drawing holds of them on a page of this size in points; nil where there is too much of it, or nothing.
  static func rules(in drawing: page_drawing, width: Double, height: Double) -> PageRules? {
    guard !drawing.is_cut_short else { return nil }
    var collector = RuleCollector(width: width, height: height)
    let points = UnsafeBufferPointer(start: drawing.points, count: drawing.pointCount)
    for path in UnsafeBufferPointer(start: drawing.paths, count: drawing.path_count) {
      guard collector.count <= mostLines, collector.comparisons <= mostComparisons else { return nil }
      let corners = UnsafeBufferPointer(rebasing: points[path.first_point..<path.first_point + path.point_count])
      if path.line_width < 0 { collector.fill(path, corners) } else { collector.stroke(path, corners) }
    }
    return collector.count == 0 || collector.count > mostLines ? nil : collector.found
  }

  private typealias Corners = UnsafeBufferPointer<page_point>

  private var count: Int { found.lines.count + found.areas.count + found.dots.count }

  private mutating func fill(_ path: page_path, _ corners: Corners) {
    addDot(path, corners)
    guard let box = Self.rectangle(corners), let seen = clipped(box, path) else { return }
    if min(seen.width, seen.height) <= Self.thickestLine {
      if !path.is_white || isOnArea(seen) { addLine(seen) }
    } else if !path.is_white {
      found.areas.append(seen)
    }
  }

  private mutating func stroke(_ path: page_path, _ corners: Corners) {
    let half = path.line_width / 2
    guard half <= Self.thickestLine else { return }
    if corners.contains(where: \.ends_curve) { addDot(path, corners) }
    for (from, to) in zip(corners, corners.dropFirst()) {
      guard !to.ends_curve, abs(from.x - to.x) <= Self.slant || abs(from.y - to.y) <= Self.slant else { continue }
      let line = RuleBox(x0: from.x, y0: from.y, x1: to.x, y1: to.y)
      let isHorizontal = line.width >= line.height
      let thick = RuleBox(
        x0: line.x0 - (isHorizontal ? 0 : half), y0: line.y0 - (isHorizontal ? half : 0),
        x1: line.x1 + (isHorizontal ? 0 : half), y1: line.y1 + (isHorizontal ? half : 0))
      guard let seen = clipped(thick, path), !path.is_white || isOnArea(seen) else { continue }
      addLine(seen)
    }
  }

  /// Keeps a closed shape that is as high as it is wide, and as small as a bullet.
  private mutating func addDot(_ path: page_path, _ corners: Corners) {
    guard found.dots.count < Self.mostDots, (4...40).contains(corners.count), let first = corners.first,
      let last = corners.last, abs(first.x - last.x) < Self.slant, abs(first.y - last.y) < Self.slant
    else { return }
    let box = Self.bounds(corners, first)
    guard Self.bullet.contains(box.width), Self.bullet.contains(box.height),
      abs(box.width - box.height) < 0.3 * box.width,
      let seen = clipped(box, path), !path.is_white || isOnArea(seen)
    else { return }
    found.dots.append(seen)
  }

  private mutating func addLine(_ box: RuleBox) {
    if max(box.width, box.height) >= Self.shortest { found.lines.append(box) }
  }

  /// White lines part coloured cells; on white they are not seen.
  private mutating func isOnArea(_ box: RuleBox) -> Bool {
    let x = (box.x0 + box.x1) / 2
    let y = (box.y0 + box.y1) / 2
    comparisons += found.areas.count
    return found.areas.contains { $0.x0 <= x && x <= $0.x1 && $0.y0 <= y && y <= $0.y1 }
  }

  /// The part that is seen: inside of the page and of the clip.
  private func clipped(_ box: RuleBox, _ path: page_path) -> RuleBox? {
    let (x0, x1) = (max(box.x0, path.clip_x0, page.x0), min(box.x1, path.clip_x1, page.x1))
    let (y0, y1) = (max(box.y0, path.clip_y0, page.y0), min(box.y1, path.clip_y1, page.y1))
    return x0 <= x1 && y0 <= y1 ? RuleBox(x0: x0, y0: y0, x1: x1, y1: y1) : nil
  }

  /// The rectangle that a path goes round, where it is one.
  private static func rectangle(_ corners: Corners) -> RuleBox? {
    guard corners.count >= 4, corners.count <= 6, let first = corners.first,
      !corners.contains(where: \.ends_curve),
      zip(corners, corners.dropFirst()).allSatisfy({ abs($0.x - $1.x) <= slant || abs($0.y - $1.y) <= slant })
    else { return nil }
    return bounds(corners, first)
  }

  private static func bounds(_ corners: Corners, _ first: page_point) -> RuleBox {
    var box = RuleBox(x0: first.x, y0: first.y, x1: first.x, y1: first.y)
    for point in corners {
      box = RuleBox(
        x0: min(box.x0, point.x), y0: min(box.y0, point.y), x1: max(box.x1, point.x), y1: max(box.y1, point.y))
    }
    return box
  }
}

extension page_drawing {
  fileprivate var pointCount: Int {
    guard path_count > 0 else { return 0 }
    let last = paths[path_count - 1]
    return last.first_point + last.point_count
  }
}
