public import Records

/// What is wrong with `studio.json` or with an option on the command line.
public enum ConfigurationError: ExplainedError, Hashable {
  /// The file is no JSON5.
  case syntax(file: String, JSON5.Position, BilingualText)
  /// A key that nobody knows, with the nearest that is known.
  case unknownKey(file: String, JSON5.Position, key: String, nearest: String?)
  /// A value of the wrong kind or out of range.
  case badValue(file: String, JSON5.Position, key: String, expected: BilingualText)
  /// A password stands in the file, where it must not.
  case passwordInFile(file: String, JSON5.Position, key: String)
  /// The file cannot be read.
  case unreadable(file: String, why: BilingualText)
  /// An option's value on the command line.
  case badOption(name: String, value: String, expected: BilingualText)

  /// Always true.
  public var isConfiguration: Bool { true }

  /// Names the file with line and column, or the option, and what is expected there.
  public var text: BilingualText {
    switch self {
    case .syntax(let file, let position, let message):
      BilingualText(
        en: "\(file):\(position): this is not valid JSON5: \(message.en). Correct it and run again.",
        ja: "\(file):\(position): JSON5 として読めません（\(message.ja)）。直してから、もう一度実行してください。")
    case .unknownKey(let file, let position, let key, let nearest):
      BilingualText(
        en: "\(file):\(position): there is no setting “\(key)”."
          + (nearest.map { " Did you mean “\($0)”?" } ?? " `shikomi doctor` lists them."),
        ja: "\(file):\(position): 「\(key)」という設定はありません。"
          + (nearest.map { "「\($0)」ではありませんか。" } ?? "`shikomi doctor` で一覧を表示できます。"))
    case .badValue(let file, let position, let key, let expected):
      BilingualText(
        en: "\(file):\(position): “\(key)” must be \(expected.en).",
        ja: "\(file):\(position): 「\(key)」には\(expected.ja)を指定してください。")
    case .passwordInFile(let file, let position, let key):
      BilingualText(
        en: "\(file):\(position): “\(key)”: passwords do not belong in a file. Take it out, put it into an environment "
          + "variable, and name that: passwords: [{files: \"corpora/hr/*.pdf\", variable: \"HR_PDF_PASSWORD\"}].",
        ja: "\(file):\(position): 「\(key)」：パスワードをファイルに書かないでください。ここから消して環境変数に入れ、その名前を"
          + "指定してください: passwords: [{files: \"corpora/hr/*.pdf\", variable: \"HR_PDF_PASSWORD\"}]。")
    case .unreadable(let file, let why):
      BilingualText(
        en: "Could not read \(file): \(why.en). Check the file and its permissions.",
        ja: "\(file) を読めません（\(why.ja)）。ファイルと権限を確認してください。")
    case .badOption(let name, let value, let expected):
      BilingualText(
        en: "--\(name) \(value): the value must be \(expected.en).",
        ja: "--\(name) \(value): 値には\(expected.ja)を指定してください。")
    }
  }
}
