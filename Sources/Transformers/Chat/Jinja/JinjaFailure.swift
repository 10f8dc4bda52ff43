public import Tensors

/// A chat template that cannot be used: which one, the line, why, and what to do next.
public struct ChatTemplateError: Error, CustomStringConvertible, Sendable, Hashable {
  /// A stable code to tell the cases apart.
  public enum Reason: String, Sendable {
    /// It is not a template: something else was expected at that line.
    case syntax
    /// It does something with a value that the value cannot do.
    case failed
    /// It called `raise_exception`: it does not take conversations of this kind.
    case raised
    /// It takes more steps, text or nesting than any chat template needs; one that loops for ever ends here.
    case limit
    /// No template of that name is there.
    case missing
    /// The template rewrites earlier turns as the conversation grows, so that the answers cannot be found in it.
    case answersNotFound = "answers-not-found"
  }

  /// Which kind of failure.
  public var reason: Reason
  /// The file that it stands in, or the name of a template that is built in.
  public var source: String
  /// The line in the template, counted from 1; nil where no line is meant.
  public var line: Int?
  /// What is wrong.
  public var detail: Explanation

  /// Describes one failure.
  public init(_ reason: Reason, source: String, line: Int?, detail: Explanation) {
    self.reason = reason
    self.source = source
    self.line = line
    self.detail = detail
  }

  /// What was attempted, why it failed, and what to do next.
  public var explanation: Explanation {
    let place = Explanation(
      en: source + (line.map { ", line \($0)" } ?? ""), ja: source + (line.map { " の \($0) 行目" } ?? ""))
    switch reason {
    case .syntax:
      return Explanation(
        en: "cannot read the chat template (\(place.en)): \(detail.en); mend the template, or choose one of "
          + "templates/chat with chatTemplate in studio.json",
        ja: "チャットテンプレートを読み取れません（\(place.ja)）。\(detail.ja)。テンプレートを直すか、studio.json の "
          + "chatTemplate で templates/chat のテンプレートを選んでください。")
    case .failed, .limit:
      return Explanation(
        en:
          "the chat template (\(place.en)) cannot write this conversation: \(detail.en); mend the template, or choose "
          + "one of templates/chat with chatTemplate in studio.json",
        ja: "チャットテンプレート（\(place.ja)）でこの会話を書き出せません。\(detail.ja)。テンプレートを直すか、studio.json の "
          + "chatTemplate で templates/chat のテンプレートを選んでください。")
    case .raised:
      return Explanation(
        en:
          "the model's chat template (\(place.en)) does not take this conversation: \(detail.en); change the order or "
          + "the roles of its messages",
        ja: "モデルのチャットテンプレート（\(place.ja)）は、この会話を受け付けません（\(detail.ja)）。メッセージの順番や役割を見直してください。")
    case .missing:
      return Explanation(
        en: "there is no chat template “\(source)”: \(detail.en)",
        ja: "チャットテンプレート「\(source)」がありません。\(detail.ja)")
    case .answersNotFound:
      return Explanation(
        en:
          "cannot find the answers in what the chat template (\(place.en)) writes: \(detail.en); put {% generation %} "
          + "and {% endgeneration %} around the assistant's answer in the template",
        ja: "チャットテンプレート（\(place.ja)）の出力の中で回答の位置が分かりません。\(detail.ja)。テンプレートの回答の部分を "
          + "{% generation %} と {% endgeneration %} で囲んでください。")
    }
  }

  /// One line for people.
  public var description: String { explanation.en }
}

/// What goes wrong while a template is read or written out, before the place is known.
enum JinjaFailure: Error {
  case raised(String)
  case undefined(JinjaUndefined)
  case mismatch(String, [String])
  case argument(String, Explanation)
  case unknownFilter(String)
  case unknownTest(String)
  case incapable(String, Explanation)
  case divisionByZero
  case tooLarge(String)
  case unpacking(expected: Int, found: Int)
  case notNamespace(String)
  case unavailable(String)
  case limit(Explanation)

  static func operands(_ name: String, _ left: JinjaValue, _ right: JinjaValue) -> JinjaFailure {
    .mismatch(name, [left.typeName, right.typeName])
  }

  static func operand(_ name: String, _ value: JinjaValue) -> JinjaFailure { .mismatch(name, [value.typeName]) }

  static func notCallable(_ value: JinjaValue) -> JinjaFailure {
    .incapable(value.typeName, Explanation(en: "cannot be called", ja: "呼び出せません"))
  }

  static func notIterable(_ value: JinjaValue) -> JinjaFailure {
    .incapable(value.typeName, Explanation(en: "cannot be gone through", ja: "繰り返し処理できません"))
  }

  static func notSubscriptable(_ value: JinjaValue) -> JinjaFailure {
    .incapable(value.typeName, Explanation(en: "has no parts to take out", ja: "一部を取り出すことができません"))
  }

  static func unhashable(_ value: JinjaValue) -> JinjaFailure {
    .incapable(value.typeName, Explanation(en: "cannot be a key", ja: "キーにできません"))
  }

  var reason: ChatTemplateError.Reason {
    switch self {
    case .raised: .raised
    case .limit: .limit
    default: .failed
    }
  }

  var explanation: Explanation {
    switch self {
    case .raised(let message): Explanation(verbatim: message)
    case .undefined(let why): why.explanation
    case .mismatch(let name, let types):
      Explanation(
        en: "“\(name)” cannot be applied to \(types.joined(separator: " and "))",
        ja: "「\(name)」は \(types.joined(separator: " と ")) には使えません")
    case .incapable(let type, let what): Explanation(en: "\(type) \(what.en)", ja: "\(type) は\(what.ja)")
    case .argument(let name, let problem):
      Explanation(en: "“\(name)”: \(problem.en)", ja: "「\(name)」：\(problem.ja)")
    case .unknownFilter(let name):
      Explanation(en: "there is no filter “\(name)”", ja: "「\(name)」というフィルターはありません")
    case .unknownTest(let name):
      Explanation(en: "there is no test “\(name)”", ja: "「\(name)」という条件（is の後の語）はありません")
    case .divisionByZero: Explanation(en: "division by zero", ja: "0 で割っています")
    case .tooLarge(let name):
      Explanation(
        en: "“\(name)”: a number is too large", ja: "「\(name)」：数が大きすぎます")
    case .unpacking(let expected, let found):
      Explanation(
        en: "\(expected) values were expected and \(found) are there", ja: "値が \(expected) 個必要ですが、\(found) 個あります")
    case .notNamespace(let name):
      Explanation(en: "“\(name)” is no namespace", ja: "「\(name)」は namespace ではありません")
    case .unavailable(let name):
      Explanation(
        en: "“\(name)” needs other template files, which a chat template does not have",
        ja: "「\(name)」には別のテンプレートファイルが必要ですが、チャットテンプレートにはありません")
    case .limit(let why): why
    }
  }
}

extension JinjaUndefined {
  var explanation: Explanation {
    switch self {
    case .name(let name): Explanation(en: "“\(name)” is undefined", ja: "「\(name)」は定義されていません")
    case .attribute(let type, let name):
      Explanation(en: "\(type) has no “\(name)”", ja: "\(type) に「\(name)」はありません")
    case .element(let type, let element):
      Explanation(en: "\(type) has no element \(element)", ja: "\(type) に要素 \(element) はありません")
    case .noElse:
      Explanation(
        en: "an inline “if” was false and has no “else”", ja: "式の中の if が偽で、else がありません")
    case .parameter(let name):
      Explanation(en: "the parameter “\(name)” was not given", ja: "引数「\(name)」が渡されていません")
    case .emptySequence:
      Explanation(en: "a sequence without items has no such item", ja: "空の並びなので、その要素はありません")
    case .noItem: Explanation(en: "the loop has no such item", ja: "ループにその要素はありません")
    case .noCaller: Explanation(en: "the macro was not called by a call block", ja: "マクロが call ブロックから呼ばれていません")
    case .unsafe(let type, let name):
      Explanation(
        en: "a template may not use “\(name)” of \(type)", ja: "テンプレートでは \(type) の「\(name)」を使えません")
    }
  }
}

/// What is wrong with a template's text, and where.
struct JinjaSyntaxError: Error {
  let line: Int
  let detail: Explanation

  init(_ line: Int, en: String, ja: String) {
    self.line = line
    detail = Explanation(en: en, ja: ja)
  }
}
