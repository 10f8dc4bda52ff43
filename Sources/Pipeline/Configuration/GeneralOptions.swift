import Generation

/// What several stages share. These stand at the top of `studio.json`.
public struct GeneralOptions: StageOptions {
  /// `embedded`, a directory in Hugging Face layout, or `http(s)://host[:port]/v1#MODEL`.
  public var model = "embedded"
  /// The model that writes questions; empty is the same model.
  public var generator = ""
  /// A file's name in `templates/chat/`, without `.jinja`: writes the conversations of a model directory that has no chat
  /// template of its own; empty goes by the model's control tokens.
  public var chatTemplate = ""
  /// The environment variable that holds an endpoint's key; empty for an endpoint that asks for none.
  public var endpointKey = ""
  /// Seconds that an endpoint has for one answer.
  public var endpointTimeout = EndpointChatModel.Options().timeout
  /// Further tries after an endpoint's time-out, overload or broken answer.
  public var endpointRetries = EndpointChatModel.Options().retries
  /// Requests that are sent to an endpoint at once.
  public var endpointRequests = EndpointChatModel.Options().concurrency
  /// Environment variables with the passwords of encrypted PDFs, by pattern of path.
  public var passwords = PasswordSources()
  /// Everything that is left to chance follows from it.
  public var seed = 7

  /// Every option at the default written above.
  public init() {}

  /// The keys at the top of `studio.json`; `seed` is at least 0.
  public static let fields: [OptionField<GeneralOptions>] = [
    OptionField(
      "model", \.model, en: "the model: embedded, a directory, or http(s)://host/v1#NAME",
      ja: "モデル（embedded、フォルダ、または http(s)://host/v1#名前）"),
    OptionField(
      "generator", \.generator, en: "another model that writes the questions (default: the same)",
      ja: "質問を書く別のモデル（省略時は同じモデル）"),
    OptionField(
      "chatTemplate", \.chatTemplate,
      en: "for a model without a chat template: one of templates/chat/ (default: by its control tokens); "
        + "a template's enable_thinking is always false",
      ja: "チャットテンプレートのないモデルに使う templates/chat/ のテンプレート名（省略時は制御トークンから判断）。"
        + "テンプレートの enable_thinking は常に false"),
    OptionField(
      "endpointKey", \.endpointKey, en: "environment variable with the endpoint's key",
      ja: "エンドポイントの鍵が入っている環境変数の名前", affectsResult: false),
    .within(
      1...86_400, "endpointTimeout", \.endpointTimeout, en: "seconds that an endpoint has for one answer",
      ja: "エンドポイントの 1 回の応答を待つ秒数", affectsResult: false),
    .atLeast(
      0, "endpointRetries", \.endpointRetries, en: "further tries when an endpoint fails or is overloaded",
      ja: "エンドポイントの障害や過負荷のときに再試行する回数", affectsResult: false),
    .atLeast(
      1, "endpointRequests", \.endpointRequests, en: "requests sent to an endpoint at once",
      ja: "エンドポイントに同時に送る依頼の数", affectsResult: false),
    OptionField(
      "passwords", \.passwords,
      en: "environment variables with PDF passwords: [{files: \"corpora/hr/*.pdf\", variable: \"HR_PDF_PASSWORD\"}]",
      ja: "PDF のパスワードが入っている環境変数: [{files: \"corpora/hr/*.pdf\", variable: \"HR_PDF_PASSWORD\"}]",
      affectsResult: false),
    .atLeast(0, "seed", \.seed, en: "seed of everything left to chance", ja: "乱数の種"),
  ]
}
