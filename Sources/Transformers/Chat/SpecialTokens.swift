internal import Foundation

/// The tokens with names that templates use: `bos_token`, `eos_token`, …, and those that a model has beside them.
enum SpecialTokens {
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
    "BertTokenizer": [
      "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]",
    ],
    "XLMRobertaTokenizer": [
      "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>",
      "cls_token": "<s>", "mask_token": "<mask>",
    ],
  ]

  /// The standards of a class, such as `LlamaTokenizerFast`.
  static func standards(of tokenizerClass: String?) -> [String: String] {
    let name = tokenizerClass ?? ""
    return standards[name.hasSuffix("Fast") ? String(name.dropLast(4)) : name] ?? [:]
  }

  /// The texts by their names, from `tokenizer_config.json`, `special_tokens_map.json` and the tokenizer's class.
  ///
  /// - Throws: `UnusableModel` where a file is there and cannot be read.
  static func texts(in directory: URL) throws(UnusableModel) -> [String: String] {
    try TokenizerConfiguration(directory: directory).namedOrStandard
  }
}
