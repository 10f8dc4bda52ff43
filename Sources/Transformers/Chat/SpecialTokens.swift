internal import Foundation
internal import Tensors

/// The tokens with names that templates use: `bos_token`, `eos_token`, …, and those that a model has beside them.
enum SpecialTokens {
  private static let names = [
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token",
  ]

  /// What tokenizers of a class have where their files say nothing else.
  private static let standards: [String: [String: String]] = [
    "LlamaTokenizer": ["bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"],
    "GPT2Tokenizer": [
      "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
    ],
    "GPTNeoXTokenizer": [
      "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
    ],
    "Qwen2Tokenizer": ["eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"],
    "GemmaTokenizer": ["bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>"],
    "T5Tokenizer": ["eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"],
  ]

  /// A token as the files write it: its text, or an object with its text and flags.
  private struct Token: Decodable {
    let text: String?

    private enum Keys: String, CodingKey { case content }

    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Keys.self) {
        text = try container.decodeIfPresent(String.self, forKey: .content)
      } else {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }
  }

  private struct File: Decodable {
    let tokens: [String: String]
    /// Those that are named and have no text: a class's standard does not stand for them.
    let absent: [String]
    let tokenizerClass: String?
    let listsAddedTokens: Bool

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      var tokens: [String: String] = [:]
      var absent: [String] = []
      for name in names where container.contains(Key(stringValue: name)) {
        if let text = try container.decodeIfPresent(Token.self, forKey: Key(stringValue: name))?.text {
          tokens[name] = text
        } else {
          absent.append(name)
        }
      }
      // A model's own ones: by keys like the others', or together in an object.
      for key in container.allKeys where key.stringValue.hasSuffix("_token") && !names.contains(key.stringValue) {
        if let text = (try? container.decode(Token.self, forKey: key))?.text { tokens[key.stringValue] = text }
      }
      let extra = Key(stringValue: "extra_special_tokens")
      for (name, token) in (try? container.decode([String: Token].self, forKey: extra)) ?? [:] {
        if let text = token.text { tokens[name] = text }
      }
      self.tokens = tokens
      self.absent = absent
      tokenizerClass = try? container.decodeIfPresent(String.self, forKey: Key(stringValue: "tokenizer_class"))
      listsAddedTokens = container.contains(Key(stringValue: "added_tokens_decoder"))
    }
  }

  /// The texts by their names, from `tokenizer_config.json`, `special_tokens_map.json` and the tokenizer's class.
  ///
  /// - Throws: `UnusableModel` where a file is there and cannot be read.
  static func texts(in directory: URL) throws(UnusableModel) -> [String: String] {
    let advice = Explanation(en: "mend or remove that file", ja: "このファイルを直すか、取り除いてください")
    let configuration = try JSONFile.decodeIfPresent(
      File.self, from: directory.appendingPathComponent("tokenizer_config.json"), emptying: "added_tokens_decoder",
      advice: advice)
    let tokenizerClass = configuration?.tokenizerClass ?? ""
    let name = tokenizerClass.hasSuffix("Fast") ? String(tokenizerClass.dropLast(4)) : tokenizerClass
    var texts = standards[name] ?? [:]
    for absent in configuration?.absent ?? [] { texts[absent] = nil }
    texts.merge(configuration?.tokens ?? [:]) { $1 }
    // As in the reference: the older file counts where the newer one does not list the tokens.
    if configuration?.listsAddedTokens != true {
      let older = try JSONFile.decodeIfPresent(
        File.self, from: directory.appendingPathComponent("special_tokens_map.json"), advice: advice)
      texts.merge(older?.tokens ?? [:]) { $1 }
    }
    return texts
  }
}
