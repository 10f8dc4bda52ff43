import Pipeline
import Records

/// One command: what it is called, what it takes, what it does. One file each in `Commands/`, one line in `CommandList`.
protocol Command: Sendable {
  static var name: String { get }
  static var summary: BilingualText { get }
  /// What stands behind the command without `--`.
  static var operands: [Operand] { get }
  /// Options of its own.
  static var options: [CommandOption] { get }
  /// Sections of the configuration whose settings it takes as options.
  static var sections: [String] { get }
  /// Further lines for its help page.
  static var details: BilingualText? { get }

  static func run(_ invocation: Invocation) async throws
}

extension Command {
  static var operands: [Operand] { [] }
  static var options: [CommandOption] { [] }
  static var sections: [String] { [] }
  static var details: BilingualText? { nil }
}

/// Something without `--`.
struct Operand: Sendable {
  enum Count: Sendable {
    case one, optional, many
  }

  let name: String
  let count: Count
  let help: BilingualText

  init(_ name: String, _ count: Count = .one, en: String, ja: String) {
    self.name = name
    self.count = count
    help = BilingualText(en: en, ja: ja)
  }

  var usage: String {
    switch count {
    case .one: name
    case .optional: "[\(name)]"
    case .many: "[\(name)…]"
    }
  }
}

/// An option of one command alone; settings shared with `studio.json` are declared in the stages' options.
struct CommandOption: Sendable {
  let name: String
  /// What stands for the value in help; nil for a flag.
  let placeholder: String?
  /// How many values stand behind it; they may also stand as one, with commas between them, as which they are kept.
  let count: Int
  let help: BilingualText

  init(_ name: String, _ placeholder: String? = nil, count: Int = 1, en: String, ja: String) {
    self.name = name
    self.placeholder = placeholder
    self.count = count
    help = BilingualText(en: en, ja: ja)
  }

  /// What every command takes.
  static let common = [
    CommandOption(
      "workspace", "DIR", en: "the workspace (default: the nearest folder upwards with corpora/)",
      ja: "作業フォルダ（省略時は corpora/ のある最も近い親フォルダ）"),
    CommandOption("json", en: "print the result as one JSON document", ja: "結果を JSON で出力します"),
    CommandOption("quiet", en: "no progress", ja: "途中経過を表示しません"),
    CommandOption("language", "ja|en", en: "language of messages (default: LANG)", ja: "表示の言語（省略時は LANG）"),
    CommandOption("help", en: "show this help", ja: "この説明を表示します"),
  ]
}
