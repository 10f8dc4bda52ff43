import PageContent

/// A page's glyphs, parted by the way their lines run.
struct PageGlyphs {
  /// The part of a page that runs one way, as its frame sees it.
  struct Part {
    var frame: PageFrame
    var glyphs: [Glyph]
  }

  /// The upright part first, even if it is empty.
  private(set) var parts: [Part]

  init(_ content: PageContent) {
    let size = (content.width, content.height)
    var upright = RightToLeftWords.placed(GlyphForms.ordinary(content.glyphs))
    var turned: [Part] = []
    for turn in [PageFrame.Turn.downwards, .upwards, .upsideDown] {
      let (sideways, rest) = SidewaysLines.part(upright, turn)
      guard !sideways.isEmpty else { continue }
      upright = rest
      let frame = PageFrame(turn, width: size.0, height: size.1)
      turned.append(Part(frame: frame, glyphs: sideways.map(frame.turned)))
    }
    if let vertical = VerticalWriting(upright) {
      upright = vertical.rest
      let frame = PageFrame(.downwards, width: size.0, height: size.1)
      turned.insert(Part(frame: frame, glyphs: vertical.lines(in: frame)), at: 0)
    }
    parts = [Part(frame: PageFrame(width: size.0, height: size.1), glyphs: upright)] + turned
  }
}
