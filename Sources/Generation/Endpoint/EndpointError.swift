public import Records

/// Why an endpoint gave no answer. What came before is stored: the next run goes on from there.
public enum EndpointError: ExplainedError, Equatable {
  case malformedName(String)
  case keyMissing(variable: String)
  case unreachable(url: String, why: BilingualText, attempts: Int)
  case timedOut(url: String, seconds: Double, attempts: Int)
  case keyRefused(url: String, status: Int, message: String)
  case notFound(url: String, model: String, message: String)
  case requestRefused(url: String, status: Int, message: String)
  case overloaded(url: String, status: Int, message: String, attempts: Int)
  case quotaUsedUp(url: String, status: Int, message: String)
  case askedToWait(url: String, status: Int, seconds: Double, message: String)
  case invalidAnswer(url: String, why: BilingualText, excerpt: String, attempts: Int)

  /// A name or a key is written on the command line or in studio.json; all else is the server's.
  public var isConfiguration: Bool {
    switch self {
    case .malformedName, .keyMissing: true
    default: false
    }
  }

  /// What it says of a request where the server answers others; nil for what concerns every request.
  var unanswered: Unanswered? {
    switch self {
    case .requestRefused(_, let status, let message), .keyRefused(_, let status, let message):
      status == 401 ? nil : Unanswered(.refused, "HTTP \(status): \(message)")
    case .overloaded(_, let status, let message, _):
      status < 500 ? nil : Unanswered(.failed, "HTTP \(status): \(message)")
    case .invalidAnswer(_, _, let excerpt, _): Unanswered(.failed, excerpt)
    // Our own words stand in the ledger's entries of both languages.
    case .unreachable(_, let why, _): Unanswered(.failed, "\(why.en) / \(why.ja)")
    case .timedOut(_, let seconds, _):
      Unanswered(.failed, "no answer within \(seconds) s / \(seconds) 秒以内に応答がありません")
    case .malformedName, .keyMissing, .notFound, .quotaUsedUp, .askedToWait: nil
    }
  }

  /// What was asked, why there is no answer, and what to do. A server's own message stays as it is.
  public var text: BilingualText {
    switch self {
    case .malformedName(let name):
      let example = "http://127.0.0.1:8080/v1#my-model"
      return BilingualText(
        en: "\"\(name)\" does not name an endpoint. Write http(s)://host[:port]/v1#MODEL, such as \(example).",
        ja: "「\(name)」はエンドポイントの名前になっていません。http(s)://host[:port]/v1#MODEL の形で、"
          + "\(example) のように指定してください。")
    case .keyMissing(let variable):
      return BilingualText(
        en: "The key of the endpoint is expected in the environment variable \(variable), which is not set. "
          + "Set it (export \(variable)=…), or take the variable's name out of studio.json if the endpoint needs no key.",
        ja: "エンドポイントのキーを入れる環境変数 \(variable) が設定されていません。設定するか（export \(variable)=…）、"
          + "キーが不要なら studio.json からこの変数名を取り除いてください。")
    case .unreachable(let url, let why, let attempts):
      return BilingualText(
        en: "Asking \(url) failed \(attempts) times: \(why.en). "
          + "Check that the server runs and that host and port are right, then run again.",
        ja: "\(url) への問い合わせが \(attempts) 回失敗しました（\(why.ja)）。"
          + "サーバーが動いていること、ホストとポートが正しいことを確認して、もう一度実行してください。")
    case .timedOut(let url, let seconds, let attempts):
      return BilingualText(
        en: "\(url) did not answer within \(seconds) seconds, \(attempts) times. "
          + "Check the server's load, or allow more time, then run again.",
        ja: "\(url) が \(seconds) 秒以内に応答しないことが \(attempts) 回ありました。"
          + "サーバーの負荷を確認するか、待ち時間を長くして、もう一度実行してください。")
    case .keyRefused(let url, let status, let message):
      return BilingualText(
        en: "\(url) refused the key (HTTP \(status)): \(message). "
          + "Check the key in the environment variable that studio.json names.",
        ja: "\(url) がキーを受け付けませんでした（HTTP \(status)：\(message)）。"
          + "studio.json で指定した環境変数のキーを確認してください。")
    case .notFound(let url, let model, let message):
      return BilingualText(
        en: "\(url) knows no such path or no model \"\(model)\" (HTTP 404): \(message). "
          + "Check the address (it usually ends in /v1) and the model's name after #.",
        ja: "\(url) に、このパスかモデル「\(model)」がありません（HTTP 404：\(message)）。"
          + "アドレス（普通は /v1 で終わります）と、# の後のモデル名を確認してください。")
    case .requestRefused(let url, let status, let message):
      return BilingualText(
        en: "\(url) refused the request (HTTP \(status)): \(message). "
          + "Check the model's name and what the server supports.",
        ja: "\(url) が依頼を受け付けませんでした（HTTP \(status)：\(message)）。"
          + "モデル名と、サーバーが対応している機能を確認してください。")
    case .overloaded(let url, let status, let message, let attempts):
      return BilingualText(
        en: "\(url) was overloaded or failed \(attempts) times (HTTP \(status)): \(message). "
          + "Wait a while and run again, or lower the number of requests at once.",
        ja: "\(url) で過負荷か障害が \(attempts) 回続きました（HTTP \(status)：\(message)）。"
          + "しばらく待ってもう一度実行するか、同時に送る依頼の数を減らしてください。")
    case .quotaUsedUp(let url, let status, let message):
      return BilingualText(
        en: "The account's quota at \(url) is used up (HTTP \(status)): \(message). "
          + "Raise the quota or the account's credit, or use another key or model, then run again.",
        ja: "\(url) のアカウントの利用枠を使い切りました（HTTP \(status)：\(message)）。"
          + "利用枠や残高を増やすか、別のキーかモデルを指定して、もう一度実行してください。")
    case .askedToWait(let url, let status, let seconds, let message):
      let wait = Int(seconds.rounded(.up))
      return BilingualText(
        en: "\(url) takes no more requests for now and asks to wait \(wait) seconds (HTTP \(status)): \(message). "
          + "Run again after that.",
        ja: "\(url) は、いまはこれ以上の依頼を受け付けず、\(wait) 秒待つよう求めています（HTTP \(status)：\(message)）。"
          + "その後で、もう一度実行してください。")
    case .invalidAnswer(let url, let why, let excerpt, let attempts):
      return BilingualText(
        en: "\(url) answered \(attempts) times with something that is no chat completion (\(why.en)): \"\(excerpt)\". "
          + "Check that the address is that of an OpenAI-compatible server.",
        ja: "\(url) の応答が \(attempts) 回ともチャット補完の形になっていません（\(why.ja)）：「\(excerpt)」。"
          + "OpenAI 互換サーバーのアドレスかどうか確認してください。")
    }
  }
}
