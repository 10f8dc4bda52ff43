public import Records

/// A template that cannot be used. The command line answers with exit code 2: the workspace is wrong, not the run.
public enum TemplateError: ExplainedError, Equatable {
  case missing(file: String)
  case unreadable(file: String, why: BilingualText)
  case unknownPlaceholder(file: String, line: Int, placeholder: String, known: [String])
  case placeholderNotUsed(file: String, placeholder: String)
  case malformedRule(file: String, line: Int, text: String)
  case malformedPersona(file: String, line: Int, text: String)
  case unknownPersona(name: String, known: [String])

  /// Always: templates are the workspace's.
  public var isConfiguration: Bool { true }

  /// What is wrong with which file, and what to do.
  public var text: BilingualText {
    switch self {
    case .missing(let file):
      BilingualText(
        en: "The template \(file) is missing. Restore it with `shikomi init`, which writes the default templates and "
          + "leaves the ones that are there alone.",
        ja: "テンプレート \(file) がありません。`shikomi init` を実行すると、今あるものはそのままに、足りない標準のテンプレートだけが元に戻ります。")
    case .unreadable(let file, let why):
      BilingualText(
        en: "The template \(file) cannot be read: \(why.en). Make it readable UTF-8 text, or delete it and run "
          + "`shikomi init`.",
        ja: "テンプレート \(file) を読めません（\(why.ja)）。読み取れる UTF-8 のテキストにするか、削除して `shikomi init` を実行してください。")
    case .unknownPlaceholder(let file, let line, let placeholder, let known):
      BilingualText(
        en:
          "The template \(file), line \(line), has the placeholder {{\(placeholder)}}, which nothing fills. Known there: "
          + known.map { "{{\($0)}}" }.joined(separator: ", ")
          + ". Correct it, or delete the file and run `shikomi init`.",
        ja: "テンプレート \(file) の \(line) 行目にある {{\(placeholder)}} には、入れるものがありません。ここで使えるのは "
          + known.map { "{{\($0)}}" }.joined(separator: "、")
          + " です。直すか、ファイルを削除して `shikomi init` を実行してください。")
    case .placeholderNotUsed(let file, let placeholder):
      BilingualText(
        en:
          "The template \(file) does not use {{\(placeholder)}}, so the model would not see it. Add it, or delete the "
          + "file and run `shikomi init`.",
        ja: "テンプレート \(file) に {{\(placeholder)}} がないため、その内容がモデルに渡りません。"
          + "追加するか、ファイルを削除して `shikomi init` を実行してください。")
    case .malformedPersona(let file, let line, let text):
      BilingualText(
        en:
          "The personas in \(file), line \(line), cannot be read: \"\(text)\". A persona is `NAME | DESCRIPTION | FRAME` "
          + "with one `*` in the frame. Correct it, or delete the file and run `shikomi init`.",
        ja: "質問者の定義 \(file) の \(line) 行目を読み取れません：「\(text)」。`名前 | 説明 | 言い回し` の形で書き、言い回しには `*` を"
          + "一つ入れます。直すか、ファイルを削除して `shikomi init` を実行してください。")
    case .unknownPersona(let name, let known):
      BilingualText(
        en:
          "There is no persona “\(name)” in templates/personas.LANGUAGE.txt. Known: \(known.joined(separator: ", ")).",
        ja: "templates/personas.言語.txt に「\(name)」という質問者はありません。使えるもの: \(known.joined(separator: ", "))")
    case .malformedRule(let file, let line, let text):
      BilingualText(
        en:
          "The rewording rules \(file), line \(line), cannot be read: \"\(text)\". A rule is `LEFT => RIGHT` with one "
          + "`*` on each side. Correct it, or delete the file and run `shikomi init`.",
        ja: "言い換えの規則 \(file) の \(line) 行目を読み取れません：「\(text)」。規則は `左 => 右` の形で、両側に `*` を一つずつ書きます。"
          + "直すか、ファイルを削除して `shikomi init` を実行してください。")
    }
  }
}
