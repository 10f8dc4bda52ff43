internal import Foundation

/// A byte-level BPE tokenizer; its ids are those of the `tokenizers` library for the same file.
public struct Tokenizer: Sendable {
  /// How text is normalized before it is split.
  enum Normalizer: Sendable, Hashable {
    case none
    case nfc
  }

  /// The file it came from, or what made it.
  public let source: String
  /// Tokens, added ones included: ids are `0 ..< vocabularySize`, perhaps with gaps.
  public let vocabularySize: Int
  /// Tokens beside the merged vocabulary, by id.
  public let addedTokens: [AddedToken]
  /// Put before a text where the file's template says so (`<|begin_of_text|>` in Llama 3).
  public let prefixIDs: [Int32]
  /// Put behind a text where the file's template says so.
  public let suffixIDs: [Int32]
  /// Whether the first word gets a space that the text does not have.
  public var addsPrefixSpace: Bool { preTokenizer.steps.contains(.prefixSpace) }

  let normalizer: Normalizer
  let preTokenizer: PreTokenizer
  let model: BytePairEncoding
  /// Bytes of each id; empty for gaps.
  let bytesOfToken: [[UInt8]]
  private let isSpecial: [Bool]
  private let idOfAdded: [[UInt8]: Int32]
  /// Before and after normalization; with and without control tokens.
  private let rawMatchers: (all: AddedTokenMatcher, plain: AddedTokenMatcher)
  private let normalizedMatchers: (all: AddedTokenMatcher, plain: AddedTokenMatcher)

  init(
    source: String, bytesOfToken: [[UInt8]], addedTokens: [AddedToken], normalizer: Normalizer,
    preTokenizer: PreTokenizer, model: BytePairEncoding, prefixIDs: [Int32], suffixIDs: [Int32]
  ) {
    self.source = source
    self.bytesOfToken = bytesOfToken
    self.addedTokens = addedTokens.sorted { $0.id < $1.id }
    self.normalizer = normalizer
    self.preTokenizer = preTokenizer
    self.model = model
    self.prefixIDs = prefixIDs
    self.suffixIDs = suffixIDs
    vocabularySize = bytesOfToken.count
    var special = Array(repeating: false, count: bytesOfToken.count)
    for token in addedTokens where token.special { special[Int(token.id)] = true }
    isSpecial = special
    idOfAdded = Dictionary(addedTokens.map { (Array($0.content.utf8), $0.id) }) { first, _ in first }
    let raw = addedTokens.filter { !$0.normalized }
    let normalized = addedTokens.filter(\.normalized)
    rawMatchers = (AddedTokenMatcher(raw), AddedTokenMatcher(raw.filter { !$0.special }))
    normalizedMatchers = (AddedTokenMatcher(normalized), AddedTokenMatcher(normalized.filter { !$0.special }))
  }

  /// The ids of a text.
  ///
  /// - Parameters:
  ///   - recognizingSpecial: Whether the spelling of a control token becomes that token, as the reference library does.
  ///     Off by default: what a person or a document wrote must not steer the model.
  ///   - addingTemplate: Whether the file's template (begin and end of text) is put around it.
  public func encode(_ text: String, recognizingSpecial: Bool = false, addingTemplate: Bool = false) -> [Int32] {
    var ids = addingTemplate ? prefixIDs : []
    let matcher = recognizingSpecial ? rawMatchers.all : rawMatchers.plain
    var text = text
    // A string bridged from elsewhere may lack contiguous bytes; ours never does for long.
    text.makeContiguousUTF8()
    if matcher.isEmpty {
      encodeNormalizing(Array(text.utf8), recognizingSpecial: recognizingSpecial, into: &ids)
    } else {
      let bytes = Array(text.utf8)
      for piece in matcher.split(bytes) {
        if let token = piece.token {
          ids.append(token.id)
        } else {
          encodeNormalizing(Array(bytes[piece.range]), recognizingSpecial: recognizingSpecial, into: &ids)
        }
      }
    }
    return addingTemplate ? ids + suffixIDs : ids
  }

  private func encodeNormalizing(_ bytes: [UInt8], recognizingSpecial: Bool, into ids: inout [Int32]) {
    var bytes = bytes
    if normalizer == .nfc, bytes.contains(where: { $0 >= 0x80 }) {
      bytes = Array(String(decoding: bytes, as: UTF8.self).precomposedStringWithCanonicalMapping.utf8)
    }
    let matcher = recognizingSpecial ? normalizedMatchers.all : normalizedMatchers.plain
    if matcher.isEmpty { return encodeWords(bytes[...], into: &ids) }
    for piece in matcher.split(bytes) {
      if let token = piece.token { ids.append(token.id) } else { encodeWords(bytes[piece.range], into: &ids) }
    }
  }

  private func encodeWords(_ bytes: ArraySlice<UInt8>, into ids: inout [Int32]) {
    bytes.withUnsafeBufferPointer { buffer in
      preTokenizer.forEachWord(of: buffer) { model.encode($0, into: &ids) }
    }
  }

  /// The number of tokens in a text, control tokens not recognised.
  public func count(_ text: String) -> Int { encode(text).count }

  /// The bytes that a token stands for; none for an id outside the vocabulary.
  public func bytes(of id: Int32) -> [UInt8] {
    id >= 0 && Int(id) < bytesOfToken.count ? bytesOfToken[Int(id)] : []
  }

  /// Whether an id is a control token.
  public func isSpecial(_ id: Int32) -> Bool { id >= 0 && Int(id) < isSpecial.count && isSpecial[Int(id)] }

  /// The id of an added token by its text, such as `<|im_end|>`.
  public func id(ofAdded content: String) -> Int32? { idOfAdded[Array(content.utf8)] }

  /// The text of some ids; bytes that are no UTF-8 become U+FFFD.
  public func decode(_ ids: some Sequence<Int32>, skippingSpecial: Bool = true) -> String {
    var bytes: [UInt8] = []
    for id in ids where !(skippingSpecial && isSpecial(id)) { bytes.append(contentsOf: self.bytes(of: id)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A token as the vocabulary spells it.
  public func spelling(of id: Int32) -> String {
    if let added = addedTokens.first(where: { $0.id == id }) { return added.content }
    return ByteAlphabet.token(of: bytes(of: id))
  }
}
