public import Foundation
public import Records

/// A model by the contract's naming: `embedded`, a directory, or an endpoint with the model's name behind `#`.
public enum ModelName: Sendable, Hashable {
  /// The small bilingual model that comes with the program.
  case embedded
  /// A directory in Hugging Face layout.
  case directory(URL)
  /// An OpenAI-compatible server.
  case endpoint(String)

  /// Reads a name; relative directories are meant from the workspace.
  public init(_ text: String, workspace: Workspace?) {
    if text == "embedded" || text.isEmpty {
      self = .embedded
    } else if text.hasPrefix("http://") || text.hasPrefix("https://") {
      self = .endpoint(text)
    } else {
      let base = workspace?.root ?? URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
      self = .directory(URL(fileURLWithPath: text, relativeTo: base).standardizedFileURL)
    }
  }

  /// The folder with its files; nil for an endpoint.
  ///
  /// - Throws: `ModelError.noEmbeddedModel`.
  public func directory(near workspace: Workspace?) throws(ModelError) -> URL? {
    switch self {
    case .embedded:
      guard let url = Installation.embeddedModel(near: workspace) else { throw .noEmbeddedModel }
      return url
    case .directory(let url): return url
    case .endpoint: return nil
    }
  }
}

/// A model that cannot be used for what was asked.
public enum ModelError: ExplainedError, Hashable {
  /// The model that comes with the program is not where it should be.
  case noEmbeddedModel
  /// The name is an endpoint's, but a directory is needed.
  case needsDirectory(String, BilingualText)

  /// Says where the model was looked for, or what needs a directory, and points to `--model`.
  public var text: BilingualText {
    switch self {
    case .noEmbeddedModel:
      BilingualText(
        en: "The embedded model was not found: there is no Sources/EmbeddedModel/config.json near the workspace or the "
          + "program. Run shikomi from its repository, or name a model directory with --model.",
        ja: "内蔵モデルが見つかりません（作業フォルダにもプログラムの近くにも Sources/EmbeddedModel/config.json がありません）。"
          + "リポジトリから実行するか、--model でモデルのフォルダを指定してください。")
    case .needsDirectory(let name, let purpose):
      BilingualText(
        en: "\(name) is an endpoint, but \(purpose.en) needs a model directory. Name one with --model.",
        ja: "\(name) はエンドポイントですが、\(purpose.ja)にはモデルのフォルダが必要です。--model で指定してください。")
    }
  }
}
