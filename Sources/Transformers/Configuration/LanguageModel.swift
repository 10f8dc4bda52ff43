public import Foundation
public import Tensors

/// Everything that answers with a model directory: weights, tokenizer, chat format, generator.
public struct LanguageModel: Sendable {
  /// The weights.
  public let model: Transformer
  /// The tokenizer.
  public let tokenizer: Tokenizer
  /// How conversations are written.
  public let format: ChatFormat
  /// Generates text.
  public let generator: TextGenerator

  /// Loads a directory in Hugging Face layout, and an adapter where one is given.
  ///
  /// - Parameter template: Writes the conversations of a model that has no template of its own.
  /// - Throws: `UnusableModel`.
  public init(
    directory: URL, dtype: DType? = nil, adapter: URL? = nil, template: ChatTemplate? = nil
  ) throws(UnusableModel) {
    let model = try Transformer.load(directory: directory, dtype: dtype, adapter: adapter)
    guard model.isCausal else {
      throw UnusableModel(
        .unsupported, file: directory.appendingPathComponent("config.json").path, place: .key("architectures"),
        detail: Explanation(
          en: "\(model.configuration.architecture) is an encoder here: it embeds texts and writes none",
          ja: "\(model.configuration.architecture) は文章をベクトルにするエンコーダーで、文章の生成には使えません"),
        advice: Explanation(
          en: "use a causal model, such as LlamaForCausalLM", ja: "LlamaForCausalLM など、文章を生成するモデルを使ってください"))
    }
    let tokenizer = try Tokenizer(directory: directory)
    self.init(
      model: model, tokenizer: tokenizer,
      format: try ChatFormat(
        tokenizer: tokenizer, configuration: model.configuration, directory: directory, chosen: template))
  }

  /// Puts together what is loaded already.
  public init(model: Transformer, tokenizer: Tokenizer, format: ChatFormat) {
    self.model = model
    self.tokenizer = tokenizer
    self.format = format
    generator = TextGenerator(model: model, tokenizer: tokenizer)
  }

  /// A request that answers a conversation: rendered in the model's format, ended by its end tokens.
  ///
  /// - Throws: `ChatTemplateError` where the model's template does not take the conversation.
  public func request(
    _ turns: [ChatTurn], maxTokens: Int = 64, temperature: Double = 0, topP: Double = 1, seed: UInt64 = 0,
    stop: [String] = [], spanOf: String? = nil
  ) throws(ChatTemplateError) -> GenerationRequest {
    GenerationRequest(
      ids: try format.render(turns, addGenerationPrompt: true).ids, maxTokens: maxTokens, temperature: temperature,
      topP: topP,
      seed: seed, stop: stop, stopIDs: format.stopIDs, spanOf: spanOf.map { Array($0.utf8) })
  }
}
