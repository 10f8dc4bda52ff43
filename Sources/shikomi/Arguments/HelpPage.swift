import Pipeline
import Records

/// Help, made from the declarations.
enum HelpPage {
  /// The page that the arguments ask for, if they do.
  static func requested(by arguments: [String], language: Language) throws -> String? {
    let words = arguments.prefix { $0 != "--" }
    guard words.contains("--help") || words.contains("-h") || words.first == "help" else { return nil }
    let names = words.filter { !$0.hasPrefix("-") && $0 != "help" }
    if let command = names.lazy.compactMap(CommandList.command(named:)).first { return page(command, language) }
    return overview(language)
  }

  static func overview(_ language: Language) -> String {
    var lines = [
      BilingualText(
        en: "shikomi – from documents to a tuned model and an honest verdict, on this machine alone",
        ja: "shikomi（しこみ）― 文書から学習データとモデルを作り、検索（RAG）と公平に比べます。すべてこの機械の中だけで動きます"
      )[language], "",
      BilingualText(en: "Usage", ja: "使い方")[language]
        + ": shikomi [--workspace DIR] [--json] [--quiet] COMMAND …", "",
    ]
    lines += columns(CommandList.all.map { ($0.name, $0.summary[language]) })
    lines += [
      "",
      BilingualText(
        en: "`shikomi COMMAND --help` shows a command's options. The same settings can stand in studio.json.",
        ja: "各コマンドのオプションは `shikomi コマンド --help` で表示できます。同じ設定を studio.json にも書けます。")[language],
    ]
    return lines.joined(separator: "\n")
  }

  static func page(_ command: any Command.Type, _ language: Language) -> String {
    let operands = command.operands.map { " " + $0.usage }.joined()
    var lines = [
      "shikomi \(command.name)\(operands) [\(BilingualText(en: "options", ja: "オプション")[language])]", "",
      command.summary[language], "",
    ]
    if !command.operands.isEmpty {
      lines += columns(command.operands.map { ($0.name, $0.help[language]) }) + [""]
    }
    let settings = ArgumentReader.settings(of: command).map { option in
      (label(option.commandLineName, option.placeholder), option.help[language] + standard(option, language))
    }
    let own = command.options.map { (label($0.name, $0.placeholder), $0.help[language]) }
    let common = CommandOption.common.map { (label($0.name, $0.placeholder), $0.help[language]) }
    lines += columns(own + settings + common)
    if let details = command.details { lines += ["", details[language]] }
    return lines.joined(separator: "\n")
  }

  private static func label(_ name: String, _ placeholder: String?) -> String {
    "--" + name + (placeholder.map { " " + $0 } ?? "")
  }

  private static func standard(_ option: Configuration.Option, _ language: Language) -> String {
    let text = option.text(Configuration())
    guard option.placeholder != nil, !text.isEmpty else { return "" }
    return language == .ja ? "（既定値 \(text)）" : " (default \(text))"
  }

  private static func columns(_ rows: [(String, String)]) -> [String] {
    let width = min(26, rows.map { TextWidth.of($0.0) }.max() ?? 0)
    return rows.map { "  " + TextWidth.padded($0.0, to: width) + "  " + $0.1 }
  }
}
