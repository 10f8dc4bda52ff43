import PageContent
import Records
import Testing

@testable import Documents

/// Pages with more lines than anybody reads: what looks at pairs of lines must not take for ever.
@Suite struct CrowdedPageTests {
  /// Pages of as many lines as are still put in order; before, some of them took many minutes.
  enum Shape: CaseIterable, Sendable {
    case long, lists, contents, addresses

    fileprivate func line(_ page: inout PageMaker, _ index: Int, of count: Int) {
      let y = 20 + 12 * Double(index)
      switch self {
      case .long:
        page.line("\(index)", x: 40, y: y)
        page.line("a line of text that goes over the page", x: 90, y: y + 0.3 * Double(index % 2))
      case .lists:
        page.line("- an item \(index)", x: 40, y: y)
        page.line(index < count - 1 ? "- another \(index)" : "plain text", x: 300, y: y)
      case .contents:
        page.line("\(index) Chapter about it", x: 40, y: y)
        page.line("\(index * 3)", x: 400, y: y)
      case .addresses:
        page.line("\(index) Long Road Leeds", x: 40, y: y)
        page.line("\(index) King Street", x: 300, y: y + 4)
      }
    }
  }

  private func page(_ shape: Shape, lines: Int) -> PageMaker {
    var page = PageMaker(height: 40 + 12 * Double(lines))
    for index in 0..<lines { shape.line(&page, index, of: lines) }
    return page
  }

  @Test(.timeLimit(.minutes(1)), arguments: Shape.allCases)
  func `thousands of lines are put in order within the time of a test`(shape: Shape) {
    let lines = TurnedLines.mostSegments / 2 - 10
    let content = page(shape, lines: lines).page
    let laid = PageLines(content)
    #expect(!laid.isCrowded)
    let text = DocumentLayout([laid]).blocks().reduce(0) {
      $0 + $1.text.unicodeScalars.count { $0 != " " && $0 != "\n" }
    }
    // The letters are all there, and little but the strokes between cells besides.
    #expect(text >= content.glyphs.count && text <= content.glyphs.count + lines)
  }

  @Test(.timeLimit(.minutes(1)))
  func `beyond a number of pieces lines stay in the order of the file, and somebody is told`() throws {
    for (line, languages) in [("one of many lines here", "en"), ("数多い行のひとつ", "ja")] {
      var maker = PageMaker(height: 100_000)
      for index in 0...TurnedLines.mostSegments { maker.line("\(index) \(line)", x: 40, y: 12 * Double(index)) }
      let laid = PageLines(maker.page)
      let warning = try #require(laid.warnings.first { $0.code == "too-many-lines" })
      #expect(warning.message.en.contains("8000") && warning.message.ja.contains("8000"), "\(languages)")
      let text = DocumentLayout([laid]).blocks().map(\.text).joined(separator: " ")
      #expect(text.contains("\(TurnedLines.mostSegments) \(line)"))
      let early = try #require(text.firstRange(of: "17 \(line)")).lowerBound
      let late = try #require(text.firstRange(of: "7999 \(line)")).lowerBound
      #expect(early < late)
      var few = PageMaker()
      few.line(line, x: 40, y: 40)
      #expect(!PageLines(few.page).warnings.contains { $0.code == "too-many-lines" })
    }
  }

  @Test func `the white between columns is the same, row by row, as of all rows at once`() throws {
    var random = SeededRandom(seed: 5)
    for _ in 0..<40 {
      let rows = (0..<Int.random(in: 2...30, using: &random)).map { index in
        let cells = (0..<Int.random(in: 1...4, using: &random)).map { column in
          let x = 60 + 120 * Double(column) + Double.random(in: -30...30, using: &random)
          return Rect(
            x0: x, y0: 12 * Double(index), x1: x + Double.random(in: 10...80, using: &random),
            y1: 12 * Double(index) + 10)
        }
        return Row(cells.map { segment($0) })
      }
      var run = TableRun(rows[0])
      for row in rows.dropFirst() { run.add(row) }
      let many = rows.filter { $0.segments.count >= 2 }
      let rects = many.flatMap { $0.segments.map(\.rect) }
      let allowed = many.count >= 8 ? many.count / 10 : 0
      for gap in run.columnGaps ?? [] {
        #expect(gap.end - gap.start >= 2)
        for x in [gap.start + 0.01, gap.middle, gap.end - 0.01] {
          #expect(rects.count { $0.x0 < x && x < $0.x1 } <= allowed)
        }
      }
      // What lies outside of all gaps is covered, too narrow, or at the edge of the rows.
      let left = rects.map(\.x0).min() ?? 0
      let right = rects.map(\.x1).max() ?? 0
      for x in stride(from: left, to: right, by: 1)
      where rects.count(where: { $0.x0 - 1.01 < x && x < $0.x1 + 1.01 }) == 0 {
        #expect(run.columnGaps?.contains { $0.start <= x && x <= $0.end } == true)
      }
    }
  }

  private func segment(_ rect: Rect) -> LineSegment {
    var page = PageMaker()
    page.line("x", x: rect.x0, y: rect.y0)
    var words = WordBuilder.words(of: page.page.glyphs, styles: page.page.styles)
    words[0].rect = rect
    return LineSegment(words: words, page: 1)
  }

  @Test func `whether a line begins with a bullet is the same by its first two characters as by its text`() {
    let first = Array("•◦▪●○■◆►✓‣∙·・※◯〇-–—*－＊‐†注(（第一1Aaあ漢①\u{F0B7}\u{F0A7}\u{E001}".unicodeScalars)
    let next: [Unicode.Scalar?] = [nil] + Array(" \u{3000}aA1）.一あ漢◯〇-*".unicodeScalars)
    for one in first {
      for other in next {
        var text = String.UnicodeScalarView([one])
        if let other { text.append(other) }
        #expect(ListMarker.beginsItem(one, other) == (ListMarker(String(text))?.kind == .bullet), "\(text)")
      }
    }
  }
}
