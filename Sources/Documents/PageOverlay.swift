public import Foundation
import PageContent
public import Records

/// Pictures of a document's pages with its blocks drawn over them: what was taken for what, and in which order.
public enum PageOverlay {
  /// Pixels a point: letters of a footnote can be read.
  private static let scale = 1.5

  /// Draws every page that has a size, and hands it on as PNG with its number (from 1).
  ///
  /// - Throws: `UnreadableDocument`; `ReaderStartFailure`; what `take` throws.
  public static func draw(
    _ document: Document, at url: URL, through pool: ReaderPool, password: String? = nil,
    _ take: (_ page: Int, _ png: Data) throws -> Void
  ) async throws {
    var marks: [Int: [PageMark]] = [:]
    var order: [Int: Int] = [:]
    for block in document.blocks {
      var rects = block.rects
      // The lines on later pages have no rectangles of their own.
      let others = Set(block.boxes.map(\.page)).subtracting([block.page])
      for page in [block.page] + others.sorted() {
        order[page, default: 0] += 1
        if page != block.page { rects = block.boxes.filter { $0.page == page }.map(\.rect) }
        let number = order[page] ?? 0
        marks[page, default: []].append(
          PageMark(rects: rects, color: color(of: block.kind), label: label(of: block, number: number)))
      }
    }
    for page in document.pages where page.width > 0 {
      let png = try await pool.renderPage(
        of: url, path: document.source.path, page: page.number, scale: scale, marks: marks[page.number] ?? [],
        password: password)
      try take(page.number, png)
    }
  }

  private static func label(of block: Block, number: Int) -> String {
    let level = block.level.map(String.init) ?? ""
    return "\(number) \(block.mark?.rawValue ?? block.kind.rawValue)\(level)"
  }

  private static func color(of kind: Block.Kind) -> [Double] {
    switch kind {
    case .heading: [0.80, 0.15, 0.10]
    case .paragraph: [0.10, 0.35, 0.75]
    case .listItem: [0.05, 0.50, 0.30]
    case .table: [0.55, 0.20, 0.65]
    case .caption: [0.75, 0.45, 0.00]
    case .footnote: [0.35, 0.35, 0.35]
    case .header, .footer: [0.60, 0.60, 0.60]
    case .code: [0.00, 0.50, 0.60]
    case .formula: [0.70, 0.10, 0.45]
    }
  }
}
