import Pipeline
import Records

/// What is wrong with the command line. Exit code 2.
enum UsageError: ExplainedError, Hashable {
  case noCommand
  case unknownCommand(String, nearest: String?)
  case unknownOption(String, command: String, nearest: String?)
  case missingValue(option: String, placeholder: String)
  case unexpectedValue(option: String)
  case missingOperand(String, command: String)
  case emptyOperand(String, command: String)
  case unexpectedOperand(String, command: String)
  case missingOption(String, placeholder: String, command: String)
  case unknownAction(String, command: String, nearest: String?, known: [String])
  case badValue(option: String, value: String, expected: BilingualText)
  case needsPages(option: String, path: String)

  var isConfiguration: Bool { true }

  var text: BilingualText {
    switch self {
    case .noCommand:
      BilingualText(
        en: "Which command? `shikomi --help` lists them; `shikomi run` does the whole chain.",
        ja: "コマンドを指定してください。一覧は `shikomi --help`、全工程の実行は `shikomi run` です。")
    case .unknownCommand(let name, let nearest):
      BilingualText(
        en: "There is no command “\(name)”.\(Self.guess(nearest)) `shikomi --help` lists them.",
        ja: "「\(name)」というコマンドはありません。\(Self.japaneseGuess(nearest))一覧は `shikomi --help` です。")
    case .unknownOption(let name, let command, let nearest):
      BilingualText(
        en: "`shikomi \(command)` has no option “\(name)”.\(Self.guess(nearest)) See `shikomi \(command) --help`.",
        ja: "`shikomi \(command)` に「\(name)」というオプションはありません。\(Self.japaneseGuess(nearest))"
          + "`shikomi \(command) --help` をご覧ください。")
    case .missingValue(let option, let placeholder):
      BilingualText(
        en: "--\(option) needs a value: --\(option) \(placeholder).",
        ja: "--\(option) には値が必要です（--\(option) \(placeholder)）。")
    case .unexpectedValue(let option):
      BilingualText(en: "--\(option) takes no value.", ja: "--\(option) は値を取りません。")
    case .missingOperand(let name, let command):
      BilingualText(
        en: "`shikomi \(command)` needs \(name). See `shikomi \(command) --help`.",
        ja: "`shikomi \(command)` には \(name) が必要です。`shikomi \(command) --help` をご覧ください。")
    case .emptyOperand(let name, let command):
      BilingualText(
        en: "`shikomi \(command)` needs \(name), but what was given is empty. See `shikomi \(command) --help`.",
        ja: "`shikomi \(command)` の \(name) が空です。`shikomi \(command) --help` をご覧ください。")
    case .unexpectedOperand(let value, let command):
      BilingualText(
        en: "`shikomi \(command)` does not know what to do with “\(value)”. See `shikomi \(command) --help`.",
        ja: "`shikomi \(command)` は「\(value)」を受け取れません。`shikomi \(command) --help` をご覧ください。")
    case .missingOption(let option, let placeholder, let command):
      BilingualText(
        en: "`shikomi \(command)` needs --\(option) \(placeholder) here. See `shikomi \(command) --help`.",
        ja: "`shikomi \(command)` には --\(option) \(placeholder) が必要です。`shikomi \(command) --help` をご覧ください。")
    case .unknownAction(let name, let command, let nearest, let known):
      BilingualText(
        en:
          "`shikomi \(command)` knows no “\(name)”.\(Self.guess(nearest)) It knows: \(known.joined(separator: ", ")).",
        ja: "`shikomi \(command)` に「\(name)」はありません。\(Self.japaneseGuess(nearest))使えるもの: \(known.joined(separator: "、"))"
      )
    case .badValue(let option, let value, let expected):
      BilingualText(
        en: "--\(option) \(value): the value must be \(expected.en).",
        ja: "--\(option) \(value): 値には\(expected.ja)を指定してください。")
    case .needsPages(let option, let path):
      BilingualText(
        en: "--\(option) draws on pages, and \(path) is a text file without pages; leave the option out.",
        ja: "--\(option) はページのある文書にだけ使えます。\(path) はテキストファイルです。オプションを外してください。")
    }
  }

  private static func guess(_ nearest: String?) -> String { nearest.map { " Did you mean “\($0)”?" } ?? "" }

  private static func japaneseGuess(_ nearest: String?) -> String { nearest.map { "「\($0)」ではありませんか。" } ?? "" }
}
