internal import Foundation
internal import Tensors

/// How texts are made ready for a model that embeds them: `sentence_bert_config.json` and `tokenizer_config.json`.
struct TextLengths {
  /// Tokens of a text; nil where no file says it.
  private(set) var maximum: Int?
  private(set) var lowersCase = false
  /// Whether a text that is too long loses its beginning; nil where no file but the tokenizer's own may say it.
  private(set) var cutsBeginning: Bool?

  /// - Parameter directory: Where the layers and the tokenizer lie.
  init(_ directory: URL) throws(UnusableModel) {
    let advice = ModelConfiguration.advice
    let tokenizerURL = directory.appendingPathComponent("tokenizer_config.json")
    let values = try JSONFile.decodeIfPresent([String: JSONValue].self, from: tokenizerURL, advice: advice)
    let tokenizer = ConfigFile(path: tokenizerURL.path, values: values ?? [:])
    try readSide(tokenizer)
    let names = ["sentence_bert_config.json", "sentence_roberta_config.json", "sentence_xlm-roberta_config.json"]
    for name in names {
      let url = directory.appendingPathComponent(name)
      guard let values = try JSONFile.decodeIfPresent([String: JSONValue].self, from: url, advice: advice) else {
        continue
      }
      try read(ConfigFile(path: url.path, values: values))
      break
    }
    guard maximum == nil else { return }
    // A tokenizer without a limit writes 1e30.
    let limit = try tokenizer.number("model_max_length") ?? 1e30
    if limit >= 1, limit < 1e9 { maximum = Int(limit) }
  }

  private mutating func read(_ file: ConfigFile) throws(UnusableModel) {
    lowersCase = try file.flag("do_lower_case", default: false)
    try readLength(file, "max_seq_length")
    for key in ["query_length", "document_length", "query_expansion"] where file.has(key) {
      throw file.unsupported(key, "a value", known: ["null"])
    }
    // In the order in which one counts over the other.
    for key in ["tokenizer_args", "processor_kwargs"] {
      guard let section = try file.section(key) else { continue }
      try readSide(section)
      try readLength(section, "model_max_length")
    }
    guard let calls = try file.section("processing_kwargs") else { return }
    for kind in ["common", "text"] {
      guard let section = try calls.section(kind) else { continue }
      try section.refuse("truncation", unless: true)
      try section.refuse("add_special_tokens", unless: true)
      try readLength(section, "max_length")
    }
  }

  private mutating func readLength(_ file: ConfigFile, _ key: String) throws(UnusableModel) {
    if file.has(key) { maximum = try file.size(key, limit: 1 << 26) }
  }

  private mutating func readSide(_ file: ConfigFile) throws(UnusableModel) {
    guard let side = try file.string("truncation_side") else { return }
    guard ["left", "right"].contains(side) else {
      throw file.unsupported("truncation_side", side, known: ["left", "right"])
    }
    cutsBeginning = side == "left"
  }
}
