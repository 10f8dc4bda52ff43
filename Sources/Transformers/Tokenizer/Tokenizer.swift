internal import Foundation

/// Text to ids and back. Its ids are those of the `tokenizers` library (`tokenizer.json`) or of `sentencepiece`
/// (`tokenizer.model`) for the same file. Truncation and padding that a file asks for are left to the caller, as
/// `transformers` does: it takes the side that is cut from the file (`truncation.direction`), and length and strategy from
/// elsewhere. A single text has but one strategy. Padding adds tokens that nothing attends to and no pooling counts, and here
/// nothing is padded.
public struct Tokenizer: Sendable {
  /// The file it came from, or what made it.
  public let source: String
  /// Tokens, added ones included: ids are `0 ..< vocabularySize`, perhaps with gaps.
  public let vocabularySize: Int
  /// Tokens beside the model's vocabulary, by id.
  public let addedTokens: [AddedToken]
  /// Put before a text where the file's template says so (`<|begin_of_text|>` in Llama 3).
  public let prefixIDs: [Int32]
  /// Put behind a text where the file's template says so.
  public let suffixIDs: [Int32]
  /// Which algorithm it is, such as `byte-level BPE` or `Unigram with byte fallback`.
  public let kind: String
  /// Whether the first word gets a space that the text does not have.
  public let addsPrefixSpace: Bool

  let parts: TokenizerParts
  /// What each id stands for in the middle of a text, as bytes; empty for gaps.
  let bytesOfToken: [[UInt8]]
  private let isSpecial: [Bool]
  private let idOfAdded: [[UInt8]: Int32]
  private let isSkipped: [Bool]
  private let rawMatcher: AddedTokenMatcher
  private let normalizedMatcher: AddedTokenMatcher
  private let scratches = ScratchPool(findsSpecial: false)
  private let scratchesWithSpecial = ScratchPool(findsSpecial: true)

  init(source: String, parts: TokenizerParts) {
    self.source = source
    self.parts = parts
    kind = parts.model.name
    addsPrefixSpace = parts.addsPrefixSpace
    vocabularySize = parts.spellings.count
    addedTokens = parts.added.map(\.token).sorted { $0.id < $1.id }
    let around = parts.postProcessor.around
    (prefixIDs, suffixIDs) = around
    var special = [Bool](repeating: false, count: parts.spellings.count)
    for token in addedTokens where token.special { special[Int(token.id)] = true }
    for id in parts.control { special[Int(id)] = true }
    isSpecial = special
    idOfAdded = Dictionary(parts.added.map { (Array($0.token.content.utf8), $0.token.id) }) { first, _ in first }
    rawMatcher = AddedTokenMatcher(
      parts.added.filter { !$0.token.normalized }.map { (Array($0.token.content.utf8), $0.token) })
    normalizedMatcher = AddedTokenMatcher(parts.added.filter(\.token.normalized).map { ($0.spelling, $0.token) })
    bytesOfToken = parts.bytesOfTokens()
    isSkipped = Self.skipped(parts)
  }

  /// Whether decoding leaves a token out: control tokens, and whatever is spelled like one.
  private static func skipped(_ parts: TokenizerParts) -> [Bool] {
    var skipped = [Bool](repeating: false, count: parts.spellings.count)
    for id in parts.control { skipped[Int(id)] = true }
    for (token, _) in parts.added where token.special {
      let spelling = Array(token.content.utf8)
      for id in [token.id, parts.vocabulary.find(spelling)] {
        if let id, Int(id) < skipped.count, parts.spellings[Int(id)] == spelling { skipped[Int(id)] = true }
      }
    }
    return skipped
  }

  /// The same tokenizer with the normalizer `Lowercase` before all others, as sentence-transformers gives a model with
  /// `do_lower_case` one: added tokens that are not normalized keep their capitals.
  func lowercasing() -> Tokenizer {
    let hasOne = parts.normalizers.contains { if case .lowercase = $0 { true } else { false } }
    guard !hasOne else { return self }
    var parts = parts
    parts.normalizers.insert(.lowercase, at: 0)
    parts.added = parts.added.map { ($0.token, $0.token.normalized ? parts.normalized($0.token.content) : $0.spelling) }
    return Tokenizer(source: source, parts: parts)
  }

  // MARK: Encoding

  /// The ids of a text.
  ///
  /// - Parameters:
  ///   - recognizingSpecial: Whether the spelling of a control token becomes that token, as the reference library does: where
  ///     it stands in the text, and where the normalizers make it (full-width `＜s＞` under NFKC) and the model's vocabulary
  ///     has it. Off by default: what a person or a document wrote must not steer the model, in whatever disguise.
  ///   - addingTemplate: Whether the file's template (begin and end of text) is put around it.
  public func encode(_ text: String, recognizingSpecial: Bool = false, addingTemplate: Bool = false) -> [Int32] {
    var ids = addingTemplate ? prefixIDs : []
    var text = text
    text.withUTF8 { encode($0, recognizingSpecial: recognizingSpecial, into: &ids) }
    if addingTemplate { ids += suffixIDs }
    return ids
  }

  /// The ids of two texts with the file's template for pairs around them, and which text each belongs to.
  public func encode(pair first: String, _ second: String) -> (ids: [Int32], typeIDs: [Int32]) {
    var ids: [Int32] = []
    var types: [Int32] = []
    for piece in parts.postProcessor.pair {
      switch piece {
      case .ids(let special, let type):
        ids += special
        types += special.map { _ in type }
      case .text(let number, let type):
        ids += encode(number == 0 ? first : second, recognizingSpecial: true)
        types += Array(repeating: type, count: ids.count - types.count)
      }
    }
    return (ids, types)
  }

  /// Appends the ids of a text in valid UTF-8.
  func encode(_ text: UnsafeBufferPointer<UInt8>, recognizingSpecial: Bool, into ids: inout [Int32]) {
    guard !text.isEmpty else { return }
    ids.reserveCapacity(ids.count + text.count / 4 + 8)
    let pool = recognizingSpecial ? scratchesWithSpecial : scratches
    pool.use { scratch in
      guard !rawMatcher.isEmpty else {
        return encodeSection(text, startsOriginal: true, recognizingSpecial, scratch, into: &ids)
      }
      rawMatcher.forEachPiece(of: text, recognizingSpecial: recognizingSpecial && !parts.splitsSpecial) {
        range, token in
        if let token { return ids.append(token.id) }
        let section = UnsafeBufferPointer(rebasing: text[range])
        encodeSection(section, startsOriginal: range.lowerBound == 0, recognizingSpecial, scratch, into: &ids)
      }
    }
  }

  /// Text without raw added tokens.
  private func encodeSection(
    _ text: UnsafeBufferPointer<UInt8>, startsOriginal: Bool, _ recognizingSpecial: Bool,
    _ scratch: EncodingScratch, into ids: inout [Int32]
  ) {
    if parts.normalizers.isEmpty, parts.sentencePiece == nil {
      let beginning = NormalizedText.beginning(of: text, startsOriginal: startsOriginal)
      return encodeNormalized(text, beginning, recognizingSpecial, scratch, into: &ids)
    }
    var normalized = NormalizedText(bytes: Array(text), startsOriginal: startsOriginal)
    for normalizer in parts.normalizers { normalizer.apply(&normalized) }
    parts.sentencePiece?.apply(&normalized)
    normalized.bytes.withUnsafeBufferPointer {
      encodeNormalized($0, normalized.beginning, recognizingSpecial, scratch, into: &ids)
    }
  }

  private func encodeNormalized(
    _ text: UnsafeBufferPointer<UInt8>, _ beginning: Int, _ recognizingSpecial: Bool,
    _ scratch: EncodingScratch, into ids: inout [Int32]
  ) {
    guard !normalizedMatcher.isEmpty else { return encodeWords(text, beginning, scratch, into: &ids) }
    normalizedMatcher.forEachPiece(of: text, recognizingSpecial: recognizingSpecial && !parts.splitsSpecial) {
      range, token in
      if let token { return ids.append(token.id) }
      let piece = UnsafeBufferPointer(rebasing: text[range])
      encodeWords(piece, max(0, beginning - range.lowerBound), scratch, into: &ids)
    }
  }

  private func encodeWords(
    _ text: UnsafeBufferPointer<UInt8>, _ beginning: Int, _ scratch: EncodingScratch, into ids: inout [Int32]
  ) {
    parts.model.encode(scratch, into: &ids) { encode in
      parts.preTokenizer.forEachWord(of: text, beginning: beginning, encode)
    }
  }

  /// The number of tokens in a text, control tokens not recognised.
  public func count(_ text: String) -> Int { encode(text).count }

  // MARK: Decoding

  /// What a token stands for in the middle of a text, as bytes; none for an id outside the vocabulary.
  public func bytes(of id: Int32) -> [UInt8] {
    id >= 0 && Int(id) < bytesOfToken.count ? bytesOfToken[Int(id)] : []
  }

  /// Whether an id is a control token.
  public func isSpecial(_ id: Int32) -> Bool { id >= 0 && Int(id) < isSpecial.count && isSpecial[Int(id)] }

  /// Whether an id is a control token that the directory's files name; of any kind where they name none.
  func isNamedSpecial(_ id: Int32) -> Bool {
    parts.namedSpecial.isEmpty ? isSpecial(id) : parts.namedSpecial.contains(spelling(of: id))
  }

  /// The id of an added token by its text, such as `<|im_end|>`.
  public func id(ofAdded content: String) -> Int32? { idOfAdded[Array(content.utf8)] }

  /// The id of any token by its spelling.
  public func id(ofToken spelling: String) -> Int32? {
    id(ofAdded: spelling) ?? parts.vocabulary.find(spelling)
  }

  /// The text of some ids; bytes that are no UTF-8 become U+FFFD.
  public func decode(_ ids: some Sequence<Int32>, skippingSpecial: Bool = true) -> String {
    let kept = ids.filter {
      $0 >= 0 && Int($0) < parts.spellings.count && !(skippingSpecial && isSkipped[Int($0)])
        && (!parts.spellings[Int($0)].isEmpty || parts.emptyToken == $0)
    }
    if let sentencePiece = parts.sentencePiece { return sentencePiece.decode(kept, parts) }
    if case .byteLevel? = parts.decoders.first, parts.decoders.count == 1 {
      var bytes: [UInt8] = []
      for id in kept { bytes.append(contentsOf: bytesOfToken[Int(id)]) }
      return String(decoding: bytes, as: UTF8.self)
    }
    var tokens = kept.map { parts.spellings[Int($0)] }
    guard parts.hasDecoder else {
      return String(decoding: Array(tokens.joined(separator: [0x20])), as: UTF8.self)
    }
    for decoder in parts.decoders { tokens = decoder.apply(tokens) }
    return String(decoding: Array(tokens.joined()), as: UTF8.self)
  }

  /// Whether a token's bytes are the same wherever it stands, so that texts can be put together token by token.
  var decodesBytewise: Bool {
    if case .byteLevel? = parts.decoders.first, parts.decoders.count == 1 { return true }
    return false
  }

  /// A token as the vocabulary spells it.
  public func spelling(of id: Int32) -> String {
    guard id >= 0, Int(id) < parts.spellings.count else { return "" }
    if let added = addedTokens.first(where: { $0.id == id }) { return added.content }
    return String(decoding: parts.spellings[Int(id)], as: UTF8.self)
  }
}

/// The parts that a tokenizer is put together from.
struct TokenizerParts: Sendable {
  /// Each id's spelling as decoding takes it; empty for gaps, and for a token that is spelled so.
  var spellings: [[UInt8]]
  /// The model's own tokens.
  var vocabulary: ByteMap
  /// Added tokens, and how each stands in normalized text.
  var added: [(token: AddedToken, spelling: [UInt8])]
  var normalizers: [Normalizer] = []
  /// Behind normalizers, and in place of decoders, for `tokenizer.model`.
  var sentencePiece: SentencePieceText?
  var preTokenizer = PreTokenizer(steps: [])
  var model: SubwordModel
  var postProcessor = PostProcessor()
  var decoders: [TokenDecoder] = []
  /// Whether the file has a decoder, and be it one without steps; tokens are joined by spaces where it has none.
  var hasDecoder = false
  /// The token that is spelled with nothing, where the vocabulary has one: decoding counts it as any other.
  var emptyToken: Int32?
  /// Control tokens of the model itself.
  var control: Set<Int32> = []
  var addsPrefixSpace = false
  /// Whether the spelling of a control token is cut as any other text, wherever it stands.
  var splitsSpecial = false
  /// The texts of control tokens that the files beside the tokenizer's own name.
  var namedSpecial: Set<String> = []
  /// Whether a text that is too long loses its beginning; nil where the file does not say it.
  var cutsBeginning: Bool?

  /// A text that stands by itself, after all normalizers.
  func normalized(_ text: String) -> [UInt8] {
    var text = NormalizedText(bytes: Array(text.utf8), startsOriginal: true)
    for normalizer in normalizers { normalizer.apply(&text) }
    return text.bytes
  }

  /// What each token stands for in the middle of a text: steps before the tokens are joined, one after the other.
  func bytesOfTokens() -> [[UInt8]] {
    if let sentencePiece { return sentencePiece.bytesOfTokens(self) }
    let inWords = decoders.prefix { if case .fuse = $0 { false } else { true } }
    let raw = Set(added.map(\.token.id))
    return spellings.enumerated().map { id, spelling in
      guard !spelling.isEmpty else { return [] }
      // Added tokens that no decoder touches stay as they are.
      if raw.contains(Int32(id)), case .byteLevel? = inWords.first, inWords.count == 1 {
        return TokenDecoder.byteLevel.inMiddle(spelling)
      }
      return inWords.reduce(spelling) { bytes, step in
        // A byte token's single byte is no character that a further step could look at.
        String(validating: bytes, as: UTF8.self) == nil ? bytes : step.inMiddle(bytes)
      }
    }
  }
}
