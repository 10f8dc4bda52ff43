import PageContent
import Records

/// Makes blocks in reading order out of pages of line segments.
struct DocumentLayout {
  private let pages: [PageLines]
  private let watermarks: [[Row]]
  private let outline: [OutlineEntry]
  private let tagged: [TaggedHeading]

  init(_ pages: [PageLines], outline: [OutlineEntry] = [], tagged: [TaggedHeading] = []) {
    let marks = Watermarks(pages)
    var pages = pages
    watermarks = pages.indices.map { pages[$0].stamps.map { Row([$0]) } + marks.take(from: &pages[$0]) }
    OpenRows.settle(&pages)
    self.pages = pages
    self.outline = outline
    self.tagged = tagged
  }

  func blocks() -> [Block] {
    let separated = Furniture.separate(pages)
    var before = RunningColumns()
    let regions = zip(separated, pages).map { separated, page in
      Self.regions(of: separated.body, on: page, after: &before)
    }
    let turned = pages.map { page in
      page.turned.map { part in
        var alone = RunningColumns()
        return Self.regions(of: part.segments, on: page, after: &alone)
      }
    }
    let lines =
      regions.flatMap { $0.flatMap { $0.flatMap(Self.lines) } }
      + turned.flatMap { $0.flatMap { $0.flatMap { $0.flatMap(Self.lines) } } }
    let tables =
      regions.flatMap { $0.flatMap { $0.compactMap(Self.table) } }
      + turned.flatMap { $0.flatMap { $0.flatMap { $0.compactMap(Self.table) } } }
    let body = BodyStyle(lines, tables: tables)
    var drafts: [DraftBlock] = []
    for (index, page) in separated.enumerated() {
      drafts += page.headers.map { DraftBlock(kind: .header, content: .lines([FlowLine($0)])) }
      let top = pages[index].isMostlyTurned ? pages[index].topOfTurned : .infinity
      // On a page of vertical writing what stands upright are captions and tables, but for a title above it; on others
      // it is the text.
      let upright = regions[index].map { region in
        (self.drafts(of: region, body: body, pageHeight: pages[index].page.height), Self.bottom(of: region) <= top)
      }
      let sideways = zip(turned[index], pages[index].turned).flatMap { regions, part in
        regions.flatMap { self.drafts(of: $0, body: body, pageHeight: part.frame.frameHeight) }
      }
      drafts += upright.filter(\.1).flatMap(\.0) + sideways + upright.filter { !$0.1 }.flatMap(\.0)
      if !pages[index].invisible.isEmpty {
        let unseen = pages[index].invisible
        let rows = unseen.count <= TurnedLines.mostSegments ? Row.rows(of: unseen) : unseen.map { Row([$0]) }
        let lines = rows.map(FlowLine.init)
        drafts.append(DraftBlock(kind: .paragraph, mark: .invisible, content: .lines(lines)))
      }
      drafts += watermarks[index].map { DraftBlock(kind: .header, mark: .watermark, content: .lines([FlowLine($0)])) }
      drafts += page.footers.map { DraftBlock(kind: .footer, content: .lines([FlowLine($0)])) }
    }
    Titles(body: body).mark(&drafts)
    OutlineTitles(outline).mark(&drafts)
    TaggedTitles(tagged).mark(&drafts)
    CoverLines.mark(&drafts)
    HeadingLevels.assign(&drafts)
    ListLevels.assign(&drafts)
    TableJoining.join(&drafts)
    ContinuedParagraphs.join(&drafts)
    let joining = LineJoining(lines)
    return drafts.enumerated().map { Self.block($1, id: "b\($0 + 1)", joining: joining) }
  }

  /// The parts of a page in reading order, each in lines and tables; in the order of the file where there are too many.
  ///
  /// - Parameter before: The columns of the page before, then those of this one.
  private static func regions(
    of segments: [LineSegment], on page: PageLines, after before: inout RunningColumns
  ) -> [[TableGrid.Piece]] {
    guard page.isCrowded else {
      let regions = Panels.regions(of: segments, after: before)
      before = RunningColumns(regions)
      return regions.map { TableGrid.pieces(of: $0) }
    }
    before = RunningColumns()
    return [
      segments.map { segment in
        segment.table.map { .table($0) } ?? .lines([FlowLine(Row([segment]))])
      }
    ]
  }

  /// Where a region ends.
  private static func bottom(of region: [TableGrid.Piece]) -> Double {
    region.reduce(-.infinity) { bottom, piece in
      switch piece {
      case .table(let grid): max(bottom, grid.rect.y1)
      case .lines(let lines): lines.reduce(bottom) { max($0, $1.rect.y1) }
      }
    }
  }

  private static func lines(of piece: TableGrid.Piece) -> [FlowLine] {
    if case .lines(let lines) = piece { return lines }
    return []
  }

  private static func table(of piece: TableGrid.Piece) -> TableGrid? {
    if case .table(let grid) = piece { return grid }
    return nil
  }

  private func drafts(of region: [TableGrid.Piece], body: BodyStyle, pageHeight: Double) -> [DraftBlock] {
    let kinds = BlockKinds(body: body)
    let all = region.flatMap(Self.lines)
    let paragraphs = Paragraphs(all, body: body)
    var drafts: [DraftBlock] = []
    for piece in region {
      switch piece {
      case .table(let grid): drafts.append(DraftBlock(kind: .table, content: .table(grid)))
      case .lines(let flowing):
        for lines in paragraphs.groups(flowing) {
          let kind = kinds.kind(of: lines, in: (paragraphs.left, paragraphs.right), pageHeight: pageHeight)
          drafts.append(
            DraftBlock(kind: kind, content: .lines(lines), rightEdge: paragraphs.right, leftEdge: paragraphs.left))
        }
      }
    }
    joinCode(&drafts)
    if let first = drafts.indices.first { drafts[first].isFirstInRegion = true }
    if let last = drafts.lastIndex(where: { $0.kind != .footnote }) { drafts[last].isLastInRegion = true }
    return drafts
  }

  /// Code goes on after an empty line.
  private func joinCode(_ drafts: inout [DraftBlock]) {
    var result: [DraftBlock] = []
    for draft in drafts {
      if draft.kind == .code, let previous = result.last, previous.kind == .code, let last = previous.lines.last,
        let first = draft.lines.first, last.page == first.page,
        first.rect.y0 - last.rect.y1 < Self.widestInCode * max(first.rect.height, first.size)
      {
        result[result.count - 1].content = .lines(previous.lines + draft.lines)
      } else {
        result.append(draft)
      }
    }
    drafts = result
  }

  /// Lines' heights that code leaves empty between its parts, at most.
  private static let widestInCode = 1.8

  private static func block(_ draft: DraftBlock, id: String, joining: LineJoining) -> Block {
    switch draft.content {
    case .lines(let lines):
      let (text, rects) = joining.join(lines, kind: draft.kind)
      var block = Block(
        id: id, page: draft.page, kind: draft.kind, level: draft.level, text: text.text, rects: rects, boxes: text.boxes
      )
      block.mark = draft.mark
      if !text.readings.isEmpty { block.readings = text.readings }
      return block
    case .table(let grid):
      let (text, rows) = grid.content()
      var block = Block(
        id: id, page: draft.page, kind: .table, text: text.text, rows: rows, rects: [grid.frame.onPage(grid.rect)],
        boxes: text.boxes)
      block.headerRows = grid.headerRows
      if !grid.spans.isEmpty { block.spans = grid.spans }
      block.mark = draft.mark
      if !text.readings.isEmpty { block.readings = text.readings }
      return block
    }
  }
}

/// Joins a paragraph that a column or page has cut in two.
enum ContinuedParagraphs {
  static func join(_ blocks: inout [DraftBlock]) {
    var result: [DraftBlock] = []
    for block in blocks {
      if block.isFirstInRegion, block.kind == .paragraph,
        let previous = result.lastIndex(where: { !$0.kind.isFurniture && $0.kind != .footnote }),
        continues(result[previous], block)
      {
        result[previous].content = .lines(result[previous].lines + block.lines)
        result[previous].isLastInRegion = block.isLastInRegion
        result[previous].rightEdge = block.rightEdge
      } else {
        result.append(block)
      }
    }
    blocks = result
  }

  private static func continues(_ block: DraftBlock, _ next: DraftBlock) -> Bool {
    guard block.isLastInRegion, block.kind == .paragraph || block.kind == .listItem,
      let last = block.lines.last, let first = next.lines.first, next.page - last.page <= 1,
      // What stands in a box goes on on the next page, if at all.
      last.standing == .amongText && first.standing == .amongText || last.page < first.page,
      abs(last.size - first.size) < 0.6, last.isBold == first.isBold, first.marker == nil, !last.endsSentence,
      let scalar = first.text.unicodeScalars.first
    else { return false }
    // In a narrow column much stays white where a long word comes next.
    let word = scalar.isJapanese ? 0 : Paragraphs.firstWordWidth(first) + 0.9 * last.size
    guard block.rightEdge - last.rect.x1 < max(4 * last.size, word) else { return false }
    return scalar.isLowercase || scalar.isJapanese || ListMarker.isDigit(scalar)
  }
}
