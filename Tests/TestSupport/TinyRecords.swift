public import Records

/// A small document of paragraphs, one a block, with its clean text and one chunk a paragraph.
public struct TinyDocument: Sendable {
  /// The document.
  public var document: Document
  /// Its clean text: the paragraphs on lines.
  public var clean: CleanDocument
  /// One chunk a paragraph.
  public var chunks: [Chunk]

  /// Makes the records from the paragraphs.
  public init(path: String = "corpora/rules.txt", language: Language = .en, _ paragraphs: String...) {
    let text = paragraphs.joined(separator: "\n")
    let source = SourceFile(
      path: path, sha256: ContentHash(of: ["tiny", text]), bytes: text.utf8.count, mediaType: "text/plain")
    var blocks: [Block] = []
    var segments: [CleanSegment] = []
    var chunks: [Chunk] = []
    var offset = 0
    for (index, paragraph) in paragraphs.enumerated() {
      let length = paragraph.utf8.count
      let rect = Rect(x0: 72, y0: 80 + Double(index) * 20, x1: 300.5, y1: 94 + Double(index) * 20)
      blocks.append(
        Block(
          id: "b\(index + 1)", page: 1, kind: .paragraph, text: paragraph, rects: [rect],
          boxes: [TextBox(start: 0, end: length, page: 1, rect: rect)]))
      segments.append(CleanSegment(start: offset, block: index, blockStart: 0, length: length))
      chunks.append(
        Chunk(
          document: source.sha256, path: path, index: index, text: paragraph, start: offset, end: offset + length,
          pages: [1], tokenCount: length / 4 + 1, context: ["Rules"], language: language))
      offset += length + 1
    }
    document = Document(
      source: source, title: "Rules", language: language, pages: [Page(number: 1, width: 595.3, height: 841.9)],
      blocks: blocks,
      warnings: [
        DocumentWarning(code: "encoding-guessed", message: BilingualText(en: "Read as UTF-8.", ja: "UTF-8 として読みました。"))
      ])
    clean = CleanDocument(
      document: source.sha256, text: text, segments: segments,
      sections: [Section(title: "Rules", level: 1, start: 0, end: text.utf8.count)], removed: [])
    self.chunks = chunks
  }

  /// A pair whose evidence is the first place of `answer` in a chunk.
  public func pair(_ question: String, _ answer: String, chunk index: Int = 0, seed: UInt64 = 7) -> QAPair {
    let chunk = chunks[index]
    let text = Array(chunk.text.utf8)
    let wanted = Array(answer.utf8)
    let start = (0...max(0, text.count - wanted.count)).first { text[$0...].starts(with: wanted) } ?? 0
    let evidence = Evidence(
      document: chunk.path, sha256: chunk.document, chunk: chunk.id, start: start, end: start + wanted.count,
      quote: answer, page: 1, rects: [])
    return QAPair(
      question: question, answer: answer, language: chunk.language, type: .factoid, difficulty: 1,
      evidence: [evidence], fact: ContentHash(of: [chunk.id.hex, answer]), scores: ["grounded": 1],
      generator: PairGenerator(model: "tiny", template: "write-question", seed: seed))
  }
}
