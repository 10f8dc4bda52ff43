import CPopplerPages
public import PageContent

extension PDFPage {
  /// With fewer glyphs a page may be a scan whose text layer is a stamp or a message to programs.
  private static let littleText = 120
  /// Share of the page from which a picture lies behind or over the text.
  private static let coveringImage = 0.5

  /// Everything on the page that reading needs: text, lines and the places of pictures from one interpretation.
  public func content() -> PageContent {
    var content = PageContent(number: number, width: width, height: height)
    let (parts, hasMore) = parts()
    content.parts = parts
    content.loss = document.interpreter.interpret(page: number)
    guard content.loss == nil else { return content }
    readText(into: &content)
    if hasMore, readAppearances(into: &content.parts) { content.isTextCutShort = true }
    let drawing = document.interpreter.drawing()
    if drawing.lacks_letters { content.isTextCutShort = true }
    content.rules = RuleCollector.rules(in: drawing, width: width, height: height)
    let hasLittleText = content.glyphs.count < Self.littleText
    let coverage = coverage(by: UnsafeBufferPointer(start: drawing.pictures, count: drawing.picture_count))
    if hasLittleText || document.mayBeScanned { content.imageCoverage = coverage }
    if !content.glyphs.isEmpty {
      let mayHide = mayHideText(drawing, covered: coverage, hasLittleText: hasLittleText)
      let covers = UnsafeBufferPointer(start: drawing.covers, count: drawing.cover_count)
      if mayHide || !covers.isEmpty { look(for: &content, below: mayHide ? nil : covers, hasLittleText: hasLittleText) }
    }
    return content
  }

  /// Whether some of the text may be there for programs alone: the layer of a scan, a message that people are not meant to
  /// read. Letters in ink over a picture are seen: a slide with its ground; white ones on a coloured shape.
  private func mayHideText(_ drawing: page_drawing, covered: Double, hasLittleText: Bool) -> Bool {
    let pictures = UnsafeBufferPointer(start: drawing.pictures, count: drawing.picture_count)
    if covered >= Self.coveringImage {
      return hasLittleText || drawing.has_white_letters || drawing.has_inkless_letters
        || coverage(by: pictures.filter(\.is_over_letters)) >= Self.coveringImage
    }
    return drawing.has_inkless_letters || drawing.has_bare_letters
  }

  /// Draws the page small, and finds out what of its text leaves no ink: words that somebody has blacked out, too.
  ///
  /// - Parameter covers: Where text may be hidden; nil for everywhere.
  private func look(
    for content: inout PageContent, below covers: UnsafeBufferPointer<page_box>?, hasLittleText: Bool
  ) {
    content.isInterpretedAgain = true
    guard let picture = PagePicture(self) else { return }
    for (index, glyph) in content.glyphs.enumerated() {
      let mayBe = covers.map { $0.contains { $0.holds(glyph) } } ?? true
      content.glyphs[index].isInvisible = mayBe && picture.isBlank(glyph)
    }
    let isScan = content.imageCoverage ?? 0 >= Self.coveringImage
    if isScan, hasLittleText { content.unreadHeight = picture.inkedHeight(beside: content.glyphs) }
  }

  private func readText(into content: inout PageContent) {
    var text = document.interpreter.text(fromRight: false)
    var characters = UnsafeBufferPointer(start: text.characters, count: text.character_count)
    var readingOrder: [Unicode.Scalar]?
    let share = RightToLeftShare(characters)
    if share.isAny {
      if share.isMost {
        // On such pages the library looks for the first word at the right.
        text = document.interpreter.text(fromRight: true)
        characters = UnsafeBufferPointer(start: text.characters, count: text.character_count)
      }
      readingOrder = document.interpreter.readingOrder(fromRight: share.isMost)
    }
    var styles = StyleTable()
    let unknown = styles.index(of: "", size: 0, &document.looks)
    let indices = UnsafeBufferPointer(start: text.styles, count: text.style_count).map {
      styles.index(of: $0, &document.looks)
    }
    content.styles = styles.styles
    content.glyphs.reserveCapacity(characters.count)
    let count = min(characters.count, readingOrder?.count ?? characters.count)
    content.isTextCutShort = readingOrder.map { $0.count != characters.count } ?? false
    var before = Glyph.Separator.line
    let side = Float(max(width, height))
    for (index, character) in characters.prefix(count).enumerated() {
      let scalar = readingOrder?[index] ?? Unicode.Scalar(character.scalar) ?? "\u{FFFD}"
      switch scalar.value {
      case 0x0A, 0x0C, 0x0D: before = .line
      case _ where !isOnPage(character): continue
      case 0x3000: if before != .line { before = .ideographicSpace }
      case ...0x20, 0xA0: if before == .none { before = .space }
      default:
        guard max(character.x1 - character.x0, character.y1 - character.y0) <= text.most_extent else {
          content.isTextCutShort = true
          continue
        }
        let style = indices.isEmpty ? unknown : indices[Int(character.style)]
        var glyph = Glyph(
          scalar, x0: character.x0, y0: character.y0, x1: character.x1, y1: character.y1, style: style, before: before)
        if max(glyph.x1 - glyph.x0, glyph.y1 - glyph.y0) > side { clip(&glyph) }
        content.glyphs.append(glyph)
        before = .none
      }
    }
  }

  /// Takes off what lies beyond the page of a letter that is larger than it, or the page's lines would seem to be as wide.
  private func clip(_ glyph: inout Glyph) {
    (glyph.x0, glyph.x1) = (max(glyph.x0, 0), min(glyph.x1, Float(width)))
    (glyph.y0, glyph.y1) = (max(glyph.y0, 0), min(glyph.y1, Float(height)))
  }

  /// Text outside of the crop box is not seen by anybody who looks at the page.
  private func isOnPage(_ character: page_character) -> Bool {
    // The box of what parts two words is nowhere.
    if character.x1 == 0, character.y1 == 0 { return true }
    let x = Double(character.x0 + character.x1) / 2
    let y = Double(character.y0 + character.y1) / 2
    return x.isFinite && y.isFinite && x >= 0 && x <= width && y >= 0 && y <= height
  }

  /// Share of the page under pictures, overlaps counted once in a coarse grid.
  private func coverage(by pictures: some Sequence<page_picture>) -> Double {
    let cells = 32
    var covered = [Bool](repeating: false, count: cells * cells)
    /// The grid's rows or columns whose middles lie between two places.
    func middles(_ from: Float, _ to: Float, of length: Double) -> Range<Int> {
      let first = (Double(from) / length * Double(cells) - 0.5).rounded(.up)
      let last = (Double(to) / length * Double(cells) - 0.5).rounded(.down)
      let start = Int(max(0, min(Double(cells), first)))
      return start..<max(start, Int(max(-1, min(Double(cells - 1), last))) + 1)
    }
    for picture in pictures {
      let columns = middles(picture.x0, picture.x1, of: width)
      for row in middles(picture.y0, picture.y1, of: height) {
        for column in columns { covered[row * cells + column] = true }
      }
    }
    return Double(covered.count { $0 }) / Double(covered.count)
  }
}

/// How much of a page is written from the right.
private struct RightToLeftShare {
  private(set) var isAny: Bool
  /// Whether more letters are Hebrew or Arabic than anything else.
  private(set) var isMost: Bool

  init(_ characters: UnsafeBufferPointer<page_character>) {
    var rightToLeft = 0
    var others = 0
    for character in characters where character.scalar >= 0x41 {
      if Unicode.Scalar(character.scalar)?.isRightToLeft == true { rightToLeft += 1 } else { others += 1 }
    }
    isAny = rightToLeft > 0
    isMost = rightToLeft > others
  }
}

extension page_box {
  fileprivate func holds(_ glyph: Glyph) -> Bool {
    let (x, y) = ((glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2)
    return x > x0 && x < x1 && y > y0 && y < y1
  }
}
