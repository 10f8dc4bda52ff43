import Foundation
public import Records
public import Transformers

extension Configuration {
  /// The template that `chatTemplate` names in `studio.json`, for models without one of their own; nil where it names none.
  ///
  /// - Throws: `ChatTemplateError` with the names that there are.
  public func chatTemplate(of workspace: Workspace) throws -> ChatTemplate? {
    if general.chatTemplate.isEmpty { return nil }
    return try ChatTemplate.named(general.chatTemplate, in: workspace.templates.appendingPathComponent("chat"))
  }
}

extension ChatFormat {
  /// Where the template came from, for people: the model's own file, the one that `studio.json` names, or one that is built in.
  public static func describe(kind: String, origin: Origin, source: String) -> BilingualText {
    switch origin {
    case .own: BilingualText(en: "\(kind), the model's own (\(source))", ja: "\(kind)（モデル自身の \(source)）")
    case .chosen:
      BilingualText(en: "\(kind), chosen in studio.json (\(source))", ja: "\(kind)（studio.json で選んだ \(source)）")
    case .builtIn where kind == Kind.plain.rawValue:
      BilingualText(
        en:
          "plain, without roles: the model has no chat template; name one of templates/chat as chatTemplate in studio.json",
        ja: "plain（役割の区別なし）。モデルにチャットテンプレートがありません。studio.json の chatTemplate で templates/chat のテンプレートを指定できます")
    case .builtIn:
      BilingualText(en: "\(kind), told by the model's control tokens", ja: "\(kind)（モデルの制御トークンから判断）")
    }
  }
}
