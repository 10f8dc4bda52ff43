/// `tokenizer.json` as it stands in the file.
struct TokenizerFile: Decodable {
  struct Added: Decodable {
    var id: Int32
    var content: String
    var special, lstrip, rstrip, single_word, normalized: Bool?
  }

  /// A merge, written as `"a b"` or as `["a", "b"]`.
  struct Merge: Decodable {
    var left, right: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let parts: [String]
      if let text = try? container.decode(String.self) {
        parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      } else {
        parts = try container.decode([String].self)
      }
      guard parts.count == 2 else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "a merge has two parts, not \(parts.count)")
      }
      (left, right) = (parts[0], parts[1])
    }
  }

  struct Model: Decodable {
    var type: String?
    var vocab: [String: Int32]
    var merges: [Merge]
    var byte_fallback, ignore_merges: Bool?
    var continuing_subword_prefix, end_of_word_suffix: String?
  }

  struct Pattern: Decodable {
    var Regex: String?
    var String: String?
  }

  /// Normalizer, pre-tokenizer or decoder: the type says which fields are there.
  struct Step: Decodable {
    var type: String
    var add_prefix_space, use_regex, individual_digits, invert: Bool?
    var pattern: Pattern?
    var behavior: String?
    var pretokenizers, normalizers, decoders: [Step]?
  }

  struct Processor: Decodable {
    struct Named: Decodable { var id: String }
    struct Item: Decodable {
      var SpecialToken: Named?
      var Sequence: Named?
    }
    struct Special: Decodable { var ids: [Int32] }

    var type: String
    var processors: [Processor]?
    var single: [Item]?
    var special_tokens: [String: Special]?
  }

  var added_tokens: [Added]?
  var normalizer, pre_tokenizer, decoder: Step?
  var post_processor: Processor?
  var model: Model
}
