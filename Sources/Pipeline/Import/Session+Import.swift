import Documents
public import Foundation
import Generation
import Records
import Retrieval
import Storage

extension Session {
  /// Takes pairs made elsewhere in, through the gates; what the same file gave before goes.
  ///
  /// - Parameter format: By default told by the file's ending and first words.
  /// - Throws: `UnreadableImport`; `WorkspaceError.missing` before anything was ingested; what the model throws.
  @discardableResult
  public func importPairs(_ file: URL, format: ImportFormat? = nil) async throws -> StageSummary {
    let data: Data
    do {
      data = try Data(contentsOf: file)
    } catch {
      throw UnreadableImport(file: file.path, line: nil, reason: BilingualText(reasonOf: error).sentence)
    }
    guard let text = TextDecoding.text(of: data) else {
      throw UnreadableImport(
        file: file.path, line: nil,
        reason: BilingualText(
          en: "it is no text in any known encoding: save it as UTF-8.", ja: "どの文字コードとしても読めません。UTF-8 で保存してください。"))
    }
    let format = format ?? ImportFormat(guessing: file.lastPathComponent, text)
    let records = try format.read(text, file: file.path)
    var chunks: [Chunk] = []
    try store.read { try $0.eachChunk { chunks.append($0) } }
    guard !chunks.isEmpty else {
      throw WorkspaceError.missing(what: BilingualText(en: "chunk", ja: "チャンク"), command: IngestStage.name)
    }
    let templates = try PromptTemplates(directory: workspace.templates)
    let general = configuration.general
    let model = general.generator.isEmpty ? general.model : general.generator
    let skill = modelSkill(ModelName(model, workspace: workspace))
    let generation = configuration.generate.generation(seed: general.seed, gates: configuration.gates, skill: skill)
    let stage = try ImportStage(
      records, name: importName(file), chunks: chunks,
      gates: { finder in
        Gates(
          options: generation.gates, templates: templates, reader: LazyChatModel(model) { try self.chatModel(model) },
          retriever: finder.index, generation: generation)
      }, store: store,
      dependencies: [
        format.rawValue, ContentHash(of: data).hex, "seed=\(general.seed)", try modelIdentity(model),
        templates.hash.hex,
      ] + configuration.generate.hashFields, thresholds: configuration.gates,
      leftOut: skill == .questions ? PairProducer.byModel : [])
    let summary = try await runner.run(stage)
    try await judge()
    try await applyThresholds()
    return summary
  }

  /// Where a file lies, from the workspace's folder where it lies in that: another `faq.csv` is another file.
  private func importName(_ file: URL) -> String {
    let (path, root) = (file.standardizedFileURL.path, workspace.root.standardizedFileURL.path + "/")
    return path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
  }
}
