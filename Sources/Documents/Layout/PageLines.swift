import PageContent
import Records

/// The lines of a page that run one way.
struct TurnedLines: Sendable {
  var frame: PageFrame
  var segments: [LineSegment]
  /// Whether there are so many that they stay in the order of the file, without columns and tables.
  var isCrowded = false
  /// Segments beyond which they do: many times as many as a page has that somebody reads. What looks at every two of so
  /// many takes a second or two.
  static let mostSegments = 8_000

  /// Takes words as they stand in their frame. A page in Arabic or Hebrew is laid out as a mirror shows it, so that its
  /// columns and cells, too, follow each other from the right.
  init(_ words: [Word], ruled rules: PageRules?, in frame: PageFrame, page: Int) {
    var words = words
    self.frame = frame
    if frame.turn == .upright, WritingDirection.isRightToLeft(words) {
      self.frame.turn = .mirrored
      words = words.map(self.frame.turned)
    }
    let ruled = RuledTables(words, rules, page: page, frame: self.frame)
    var rest = ruled.rest
    let tables = ruled.tables + FormRows.take(from: &rest, page: page, frame: self.frame)
    segments = SegmentBuilder.inFileOrder(rest, page: page, frame: self.frame)
    guard segments.count <= Self.mostSegments else {
      segments += tables.map(LineSegment.init)
      isCrowded = true
      return
    }
    segments = SegmentBuilder.joined(segments, .narrow)
    SpacedLetters.join(&segments)
    segments += tables.map(LineSegment.init)
    let panels = Panels(rules?.areas ?? [], ruled, in: self.frame, around: segments)
    if !panels.boxes.isEmpty {
      for index in segments.indices { segments[index].panel = panels.box(around: segments[index]) }
    }
    PairedRows.join(&segments)
  }
}

/// One page as line segments: what is kept of a page while the others are still being read.
struct PageLines: Sendable {
  var page: Page
  /// What stands upright, in horizontal lines.
  var segments: [LineSegment]
  /// What runs another way, each part as its own frame sees it; vertical writing first.
  var turned: [TurnedLines] = []
  var warnings: [DocumentWarning] = []
  /// Whether its lines stay in the order of the file.
  var isCrowded = false
  /// Links, form fields and annotations.
  var parts = PageParts()
  /// What nobody sees on the page.
  var invisible: [LineSegment] = []
  /// What is stamped across the text.
  var stamps: [LineSegment] = []

  init(page: Page, segments: [LineSegment]) {
    self.page = page
    self.segments = segments
  }

  init(_ whole: PageContent) {
    let found = Stamps(whole)
    var content = whole
    if !found.stamps.isEmpty {
      content.glyphs = found.rest
      stamps = found.stamps.compactMap { Stamps.segment($0, styles: whole.styles, page: whole.number) }
    }
    page = Page(number: content.number, width: content.width, height: content.height, rotation: content.rotation)
    let fields = FieldWords.words(of: content.parts.fields, besides: content.glyphs)
    let hasInvisible = content.glyphs.contains(where: \.isInvisible)
    var unseen: [LineSegment] = []
    let lines = PageGlyphs(content).parts.enumerated().map { number, part in
      var words = WordBuilder.words(of: part.glyphs, styles: content.styles)
      if hasInvisible {
        unseen += SegmentBuilder.segments(
          of: words.filter(\.isInvisible), page: content.number, frame: part.frame)
        words.removeAll(where: \.isInvisible)
      }
      JapaneseSpacing.mark(&words)
      RaisedFigures.mark(&words)
      words = Ruby.attached(number == 0 ? words + fields.map(part.frame.turned) : words)
      if number == 0, let dots = content.rules?.dots { DrawnBullets.mark(&words, dots.map(part.frame.turned)) }
      return TurnedLines(words, ruled: content.rules, in: part.frame, page: content.number)
    }
    segments = lines[0].segments
    turned = Array(lines.dropFirst())
    isCrowded = lines.contains(where: \.isCrowded)
    invisible = unseen
    (warnings, page.textLayer) = PageWarnings.find(in: content)
    if isCrowded { warnings.append(PageWarnings.crowded(content.number)) }
    parts = content.parts
  }

  /// Where what runs another way begins on the page.
  var topOfTurned: Double {
    turned.lazy.flatMap { part in part.segments.lazy.map { part.frame.onPage($0.rect).y0 } }.min() ?? .infinity
  }

  /// Whether most of the text does not stand upright in horizontal lines.
  var isMostlyTurned: Bool {
    let upright = segments.reduce(0) { $0 + $1.glyphCount }
    return turned.reduce(0) { $0 + $1.segments.reduce(0) { $0 + $1.glyphCount } } > upright
  }
}
