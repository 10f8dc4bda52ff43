import PageContent

/// A page's glyphs, parted by the way their lines run.
struct PageGlyphs {
  /// The part of a page that runs one way, as its frame sees it.
  struct Part {
    var frame: PageFrame
    var glyphs: [Glyph]
  }

  /// The upright part first, even if it is empty; alone the whole page, where that stands on its head.
  private(set) var parts: [Part]

  init(_ content: PageContent) {
    let size = (content.width, content.height)
    var upright = RightToLeftWords.placed(GlyphForms.ordinary(content.glyphs))
    if SidewaysLines.isUpsideDown(upright) {
      let frame = PageFrame(.upsideDown, width: size.0, height: size.1)
      parts = [Part(frame: frame, glyphs: upright.map(frame.turned))]
      return
    }
    var turned: [Part] = []
    for turn in [PageFrame.Turn.downwards, .upwards] {
      let (sideways, rest) = SidewaysLines.partLying(upright, turn, content.styles)
      guard !sideways.isEmpty else { continue }
      upright = rest
      let frame = PageFrame(turn, width: size.0, height: size.1)
      turned.append(Part(frame: frame, glyphs: sideways.map(frame.turned)))
    }
    // In vertical writing letters on their side belong to its lines.
    let downwards = PageFrame(.downwards, width: size.0, height: size.1)
    let vertical = VerticalWriting(upright)
    if let vertical { upright = vertical.rest }
    var lines: [(turn: PageFrame.Turn, glyphs: [Glyph])] = []
    for turn in [PageFrame.Turn.downwards, .upwards, .upsideDown] {
      let (sideways, rest) = SidewaysLines.part(upright, turn)
      guard !sideways.isEmpty else { continue }
      upright = rest
      lines.append((turn, sideways))
    }
    // What does not say how it runs goes with the most that does.
    if let most = lines.indices.max(by: { lines[$0].glyphs.count < lines[$1].glyphs.count }) {
      SidewaysLines.takeLying(from: &upright, into: &lines[most].glyphs, lines[most].turn)
    }
    for (turn, sideways) in lines {
      let frame = PageFrame(turn, width: size.0, height: size.1)
      turned.append(Part(frame: frame, glyphs: sideways.map(frame.turned)))
    }
    if let vertical {
      turned.insert(Part(frame: downwards, glyphs: vertical.lines(in: downwards)), at: 0)
    } else if let vertical = VerticalWriting(upright) {
      upright = vertical.rest
      turned.insert(Part(frame: downwards, glyphs: vertical.lines(in: downwards)), at: 0)
    }
    parts = [Part(frame: PageFrame(width: size.0, height: size.1), glyphs: upright)] + turned
  }
}
