public import Records

/// A document as the splitter sees it.
public struct SplitDocument: Sendable {
  /// A chunk and where it stands.
  public struct Passage: Sendable, Hashable {
    /// The chunk's id.
    public var chunk: ContentHash
    /// UTF-8 offsets in the document's text, half open.
    public var range: Range<Int>
    /// The heading that it stands under; empty above the first.
    public var section: String

    /// Names a chunk and its place.
    public init(chunk: ContentHash, range: Range<Int>, section: String = "") {
      self.chunk = chunk
      self.range = range
      self.section = section
    }
  }

  /// Path of the source file.
  public var path: String
  /// Digest of the source file.
  public var sha256: ContentHash
  /// The language that its wording is compared in.
  public var language: Language
  private var content: Content

  /// Names a document, its text and its chunks.
  public init(path: String, sha256: ContentHash, language: Language, text: String, passages: [Passage] = []) {
    self.path = path
    self.sha256 = sha256
    self.language = language
    content = .held(text: text, passages: passages)
  }

  /// A document whose text and chunks are kept elsewhere until somebody asks for them.
  init(path: String, sha256: ContentHash, language: Language, kept number: Int, in texts: DocumentTexts) {
    self.path = path
    self.sha256 = sha256
    self.language = language
    content = .kept(texts, number)
  }

  /// Its clean text.
  public var text: String {
    get {
      switch content {
      case .held(let text, _): text
      case .kept(let texts, let number): texts.text(number, 0..<Int.max)
      }
    }
    set { content = .held(text: newValue, passages: passages) }
  }

  /// Its chunks.
  public var passages: [Passage] {
    get {
      switch content {
      case .held(_, let passages): passages
      case .kept(let texts, let number): texts.passages(number)
      }
    }
    set { content = .held(text: text, passages: newValue) }
  }

  /// How many bytes its text has in UTF-8.
  var textLength: Int {
    switch content {
    case .held(let text, _): text.utf8.count
    case .kept(let texts, let number): texts.length(number)
    }
  }

  /// The text at a range of UTF-8 offsets, as far as there is such a place.
  func text(at range: Range<Int>) -> String {
    switch content {
    case .held(let text, _):
      let bytes = text.utf8
      let range = range.clamped(to: 0..<bytes.count)
      let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
      return String(decoding: bytes[start..<bytes.index(start, offsetBy: range.count)], as: UTF8.self)
    case .kept(let texts, let number): return texts.text(number, range)
    }
  }

  private enum Content: Sendable {
    case held(text: String, passages: [Passage])
    case kept(DocumentTexts, Int)
  }
}

/// Texts and chunks of many documents, in a scratch file.
public final class DocumentTexts: @unchecked Sendable {
  // Unchecked because one task fills it, and nobody writes to it once it is handed on.

  private let scratch = Scratch()
  /// Where each document's text begins, where its chunks begin, and where these end.
  private var places: [(text: Int, passages: Int, end: Int)] = []

  /// Empty.
  public init() {}

  /// Keeps a document's text and chunks, without the headings that these stand under.
  public func keep(
    path: String, sha256: ContentHash, language: Language, text: String, passages: [SplitDocument.Passage]
  ) -> SplitDocument {
    let start = scratch.count
    append(text)
    let middle = scratch.count
    append(passages.map { "\($0.chunk.hex) \($0.range.lowerBound) \($0.range.upperBound)" }.joined(separator: "\n"))
    places.append((start, middle, scratch.count))
    return SplitDocument(path: path, sha256: sha256, language: language, kept: places.count - 1, in: self)
  }

  private func append(_ text: String) {
    var text = text
    text.withUTF8 { scratch.append(UnsafeRawBufferPointer($0)) }
  }

  fileprivate func length(_ number: Int) -> Int { places[number].passages - places[number].text }

  fileprivate func text(_ number: Int, _ range: Range<Int>) -> String {
    let range = range.clamped(to: 0..<length(number))
    return string(at: places[number].text + range.lowerBound, range.count)
  }

  fileprivate func passages(_ number: Int) -> [SplitDocument.Passage] {
    let place = places[number]
    return string(at: place.passages, place.end - place.passages).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count == 3, let start = Int(fields[1]), let end = Int(fields[2]), start <= end else { return nil }
      return SplitDocument.Passage(chunk: ContentHash(hex: String(fields[0])), range: start..<end)
    }
  }

  private func string(at start: Int, _ count: Int) -> String {
    String(decoding: scratch.values(UInt8.self, at: start, count: count), as: UTF8.self)
  }
}
