public import Foundation

/// A learnt vocabulary, and the files that Hugging Face's `tokenizers` and the model engine read it from.
public struct TrainedTokenizer: Sendable, Equatable {
  /// Two tokens that become the one with the bytes of both.
  public struct Merge: Sendable, Equatable {
    /// Id of the left token.
    public var left: Int32
    /// Id of the right token.
    public var right: Int32
  }

  /// End of a text, begin of a message, end of a message.
  public static let chatTokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

  /// Texts that are always one token; ids from 0.
  public let specialTokens: [String]
  /// In the order in which they were learnt, which is the order in which they are applied.
  public let merges: [Merge]
  /// Every token's bytes by id; a special token's are its text.
  public let tokens: [[UInt8]]

  init(specialTokens: [String], tokens: [[UInt8]], merges: [Merge]) {
    self.specialTokens = specialTokens
    self.tokens = tokens
    self.merges = merges
  }

  /// Writes `tokenizer.json` and `tokenizer_config.json` into a directory.
  ///
  /// - Throws: What writing the files throws.
  public func write(to directory: URL) throws {
    try json().write(to: directory.appending(path: "tokenizer.json"), options: .atomic)
    try configuration().write(to: directory.appending(path: "tokenizer_config.json"), options: .atomic)
  }

  private struct TokenizerFile: Encodable {
    struct AddedToken: Encodable {
      var id: Int
      var content: String
      var single_word = false
      var lstrip = false
      var rstrip = false
      var normalized = false
      var special = true
    }
    struct ByteLevel: Encodable {
      var type = "ByteLevel"
      var add_prefix_space = false
      var trim_offsets = true
      var use_regex = true
    }
    struct BPE: Encodable {
      var type = "BPE"
      var fuse_unk = false
      var byte_fallback = false
      var ignore_merges = false
      var vocab: [String: Int]
      var merges: [String]
    }
    var version = "1.0"
    var added_tokens: [AddedToken]
    var pre_tokenizer = ByteLevel()
    var decoder = ByteLevel()
    var model: BPE
  }

  func json() throws -> Data {
    let names = tokens.enumerated().map { id, bytes in
      id < specialTokens.count ? specialTokens[id] : Self.written(bytes)
    }
    let vocabulary = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let file = TokenizerFile(
      added_tokens: specialTokens.enumerated().map { .init(id: $0, content: $1) },
      model: .init(vocab: vocabulary, merges: merges.map { "\(names[Int($0.left)]) \(names[Int($0.right)])" }))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(file)
  }

  private struct ConfigurationFile: Encodable {
    var tokenizer_class = "PreTrainedTokenizerFast"
    var eos_token: String
    var pad_token: String
    var additional_special_tokens: [String]
    var clean_up_tokenization_spaces = false
    var model_max_length = 2048
    var chat_template: String
  }

  func configuration() throws -> Data {
    let template =
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' "
      + "+ '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
    let file = ConfigurationFile(
      eos_token: "<|im_end|>", pad_token: "<|endoftext|>", additional_special_tokens: specialTokens,
      chat_template: template)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(file)
  }

  /// Bytes as GPT-2 writes them: printable ones as themselves, the rest as letters from U+0100.
  static func written(_ bytes: [UInt8]) -> String {
    var scalars = String.UnicodeScalarView()
    for byte in bytes { scalars.append(letters[Int(byte)]) }
    return String(scalars)
  }

  private static let letters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0...255).map { (byte: UInt32) -> Unicode.Scalar in
      let printable = (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
      if printable { return Unicode.Scalar(UInt8(byte)) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? "\u{FFFD}"
    }
  }()
}
