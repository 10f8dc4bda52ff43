public import Foundation
internal import Tensors

extension Tokenizer {
  /// Reads the tokenizer of a model directory: `tokenizer.json`, or where there is none `tokenizer.model` (`spiece.model`),
  /// with what `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json` add to them, as `transformers`
  /// does.
  ///
  /// - Throws: `UnusableModel` that names what this program does not know.
  public init(directory: URL) throws(UnusableModel) {
    let configuration = try TokenizerConfiguration(directory: directory)
    let (url, isSentencePiece) = Self.file(in: directory)
    guard FileManager.default.fileExists(atPath: url.path) else { throw Self.absent(from: directory) }
    if isSentencePiece {
      try self.init(sentencePiece: url, configuration: configuration)
    } else {
      try self.init(json: url, configuration: configuration)
    }
  }

  /// The file that a model directory has its tokenizer in.
  static func file(in directory: URL) -> (url: URL, isSentencePiece: Bool) {
    let json = directory.appendingPathComponent("tokenizer.json")
    if FileManager.default.fileExists(atPath: json.path) { return (json, false) }
    let models = ["tokenizer.model", "spiece.model"].map { directory.appendingPathComponent($0) }
    return models.first { FileManager.default.fileExists(atPath: $0.path) }.map { ($0, true) } ?? (json, false)
  }

  /// Reads one file: `tokenizer.json` in the form of the `tokenizers` library, or a `.model` of `sentencepiece`.
  ///
  /// - Throws: `UnusableModel` that names what this program does not know.
  public init(file url: URL) throws(UnusableModel) {
    if url.pathExtension == "model" {
      try self.init(sentencePiece: url, configuration: TokenizerConfiguration())
    } else {
      try self.init(json: url, configuration: TokenizerConfiguration())
    }
  }

  private init(json url: URL, configuration: TokenizerConfiguration) throws(UnusableModel) {
    let data = try Self.data(url)
    do throws(TokenizerFileError) {
      try Self.checkUTF8(data)
      let file = try data.withUnsafeBufferPointer { (bytes) throws(TokenizerFileError) in try TokenizerFile(bytes) }
      let parts = try TokenizerAssembly.parts(file, configuration: configuration)
      try configuration.checkPrefixSpace(parts)
      self.init(source: url.path, parts: parts)
    } catch {
      throw Self.unusable(error, url)
    }
  }

  private init(sentencePiece url: URL, configuration: TokenizerConfiguration) throws(UnusableModel) {
    let data = try Self.data(url)
    do throws(TokenizerFileError) {
      try configuration.checkSentencePiece()
      self.init(
        source: url.path,
        parts: try SentencePieceAssembly.parts(try SentencePieceFile(data), configuration: configuration))
    } catch {
      throw Self.unusable(error, url)
    }
  }

  static func checkUTF8(_ data: [UInt8]) throws(TokenizerFileError) {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw .malformed(nil, en: "is not UTF-8", ja: "UTF-8 ではありません")
    }
  }

  static func data(_ url: URL) throws(UnusableModel) -> [UInt8] {
    do {
      return [UInt8](try Data(contentsOf: url))
    } catch {
      throw unreadable(url)
    }
  }

  static func unreadable(_ url: URL) -> UnusableModel {
    UnusableModel(
      .missingFile, file: url.path, detail: Explanation(en: "cannot be read", ja: "読み込めません"), advice: copyAgain)
  }

  /// Where a directory has no file that a tokenizer is read from.
  static func absent(from directory: URL) -> UnusableModel {
    UnusableModel(
      .missingFile, file: directory.path,
      detail: Explanation(
        en: "has no tokenizer: tokenizer.json, tokenizer.model or spiece.model",
        ja: "トークナイザーのファイル（tokenizer.json、tokenizer.model、spiece.model）がありません"),
      advice: Explanation(
        en:
          "copy it beside the model; where there are only vocab files, save the tokenizer as tokenizer.json with transformers",
        ja: "モデルと同じフォルダにコピーしてください。vocab のファイルしかない場合は、transformers で tokenizer.json として保存してください"))
  }

  static func unusable(_ error: TokenizerFileError, _ url: URL) -> UnusableModel {
    let isUnsupported = error.reason == .unsupported
    return UnusableModel(
      error.reason, file: url.path, place: error.key.map { .key($0) }, detail: error.detail,
      advice: isUnsupported
        ? Explanation(
          en: "use a model whose tokenizer has parts that work", ja: "対応している部品でできたトークナイザーを持つモデルを使ってください")
        : copyAgain)
  }
}

private let copyAgain = Explanation(
  en: "copy or download the tokenizer again", ja: "トークナイザーをコピーまたはダウンロードし直してください")
