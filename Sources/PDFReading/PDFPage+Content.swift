import CPoppler
public import PageContent

extension PDFPage {
  /// poppler selects text between two corners, and loses what lies outside of them; these corners hold everything.
  private static let everywhere = 1e5
  /// Pages with fewer visible glyphs are looked at for pictures.
  private static let littleText = 120
  /// Share of the page from which a picture lies behind or over the text.
  private static let coveringImage = 0.5

  /// Everything on the page that reading needs: text, lines and the places of pictures from one interpretation.
  public func content() -> PageContent {
    var content = PageContent(number: number, width: width, height: height)
    let hasAnnotations = hasAnnotationsOfItsOwn
    content.parts = parts(annotated: hasAnnotations)
    content.isInterpretedAgain = hasAnnotations
    // Texts of annotations and fields come with their parts. A drawing would put them among the page's own, if that were
    // not read before: such pages are interpreted twice.
    if hasAnnotations { readText(into: &content) }
    let drawing = self.drawing()
    if !hasAnnotations { readText(into: &content) }
    content.rules = drawing.rules
    let hasLittleText = content.glyphs.count < Self.littleText
    if hasLittleText || document.mayBeScanned {
      let coverage = coverage(by: drawing.pictures)
      content.imageCoverage = coverage
      if coverage >= Self.coveringImage, !content.glyphs.isEmpty {
        if let picture = PagePicture(self) {
          for index in content.glyphs.indices {
            content.glyphs[index].isInvisible = picture.isBlank(content.glyphs[index])
          }
          if hasLittleText { content.unreadHeight = picture.inkedHeight(beside: content.glyphs) }
        }
        content.isInterpretedAgain = true
      }
    }
    return content
  }

  private func readText(into content: inout PageContent) {
    var area = wholeArea
    var text = scalars(in: &area)
    if text.isMostlyRightToLeft {
      // On such pages the library looks for the first word at the right.
      swap(&area.x1, &area.x2)
      text = scalars(in: &area)
    }
    let boxes = self.boxes(in: &area)
    content.isTextCutShort = text.count != boxes.count
    let count = min(text.count, boxes.count)
    var styles = StyleTable()
    let styleOf = styleIndices(count: count, in: &area, into: &styles)
    content.styles = styles.styles
    content.glyphs = glyphs(text, boxes, styleOf)
  }

  private func glyphs(_ text: [Unicode.Scalar], _ boxes: [PopplerRectangle], _ styleOf: [UInt16]) -> [Glyph] {
    var glyphs: [Glyph] = []
    glyphs.reserveCapacity(styleOf.count)
    var before = Glyph.Separator.line
    for index in 0..<styleOf.count {
      let scalar = text[index]
      if scalar.value == 0x0A || scalar.value == 0x0D || scalar.value == 0x0C {
        before = .line
        continue
      }
      let box = boxes[index]
      guard isOnPage(box) else { continue }
      if scalar.value == 0x3000 {
        if before != .line { before = .ideographicSpace }
        continue
      }
      if scalar.value <= 0x20 || scalar.value == 0xA0 {
        if before == .none { before = .space }
        continue
      }
      glyphs.append(
        Glyph(
          scalar, x0: Float(box.x1), y0: Float(box.y1), x1: Float(box.x2), y1: Float(box.y2), style: styleOf[index],
          before: before))
      before = .none
    }
    return glyphs
  }

  /// Text outside of the crop box is not seen by anybody who looks at the page.
  private func isOnPage(_ box: PopplerRectangle) -> Bool {
    let x = (box.x1 + box.x2) / 2
    let y = (box.y1 + box.y2) / 2
    return x.isFinite && y.isFinite && x >= 0 && x <= width && y >= 0 && y <= height
  }

  private var wholeArea: PopplerRectangle {
    // Pages larger than that exist.
    let far = max(Self.everywhere, 2 * max(width, height))
    return PopplerRectangle(x1: -far, y1: -far, x2: far, y2: far)
  }

  /// The page's text without the direction marks that poppler adds for right-to-left text: they have no boxes.
  private func scalars(in area: inout PopplerRectangle) -> [Unicode.Scalar] {
    guard let text = poppler_page_get_selected_text(page, POPPLER_SELECTION_GLYPH, &area) else { return [] }
    defer { g_free(text) }
    return String(cString: text).unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x200E, 0x200F, 0x202A...0x202E: false
      default: true
      }
    }
  }

  private func boxes(in area: inout PopplerRectangle) -> [PopplerRectangle] {
    var rectangles: UnsafeMutablePointer<PopplerRectangle>?
    var count: UInt32 = 0
    guard poppler_page_get_text_layout_for_area(page, &area, &rectangles, &count) != 0, let rectangles else {
      return []
    }
    defer { g_free(rectangles) }
    return Array(UnsafeBufferPointer(start: rectangles, count: Int(count)))
  }

  /// For each scalar, the index of its style.
  private func styleIndices(
    count: Int, in area: inout PopplerRectangle, into styles: inout StyleTable
  ) -> [UInt16] {
    var indices = [UInt16](repeating: styles.index(of: "", size: 0, &document.looks), count: count)
    let list = poppler_page_get_text_attributes_for_area(page, &area)
    defer { poppler_page_free_text_attributes(list) }
    var node = list
    while let current = node {
      defer { node = current.pointee.next }
      guard let data = current.pointee.data else { continue }
      let attributes = data.assumingMemoryBound(to: PopplerTextAttributes.self).pointee
      let index = styles.index(of: attributes.font_name, size: attributes.font_size, &document.looks)
      let start = max(0, Int(attributes.start_index))
      // `end_index` is inclusive.
      let end = min(count - 1, Int(attributes.end_index))
      if start <= end { for position in start...end { indices[position] = index } }
    }
    return indices
  }

  /// Share of the page under pictures, overlaps counted once in a coarse grid.
  private func coverage(by pictures: [RuleBox]) -> Double {
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

extension [Unicode.Scalar] {
  /// Whether more letters are Hebrew or Arabic than anything else.
  fileprivate var isMostlyRightToLeft: Bool {
    var rightToLeft = 0
    var others = 0
    for scalar in self where scalar.value >= 0x41 {
      if scalar.isRightToLeft { rightToLeft += 1 } else { others += 1 }
    }
    return rightToLeft > others
  }
}
