import Foundation
import Pipeline
import Records

/// What has to be known before the rest is read, so that even a usage error comes in the right language.
struct EarlyOptions {
  let language: Language
  let isQuiet: Bool

  init(_ arguments: [String], environment: [String: String] = ProcessInfo.processInfo.environment) {
    isQuiet = arguments.contains("--quiet")
    if let index = arguments.firstIndex(of: "--language"), index + 1 < arguments.count {
      language = Language(rawValue: arguments[index + 1]) ?? .en
    } else if let value = arguments.first(where: { $0.hasPrefix("--language=") }) {
      language = Language(rawValue: String(value.dropFirst("--language=".count))) ?? .en
    } else {
      language = Self.language(of: environment)
    }
  }

  /// As the C library chooses it: the first of these that is set counts.
  private static func language(of environment: [String: String]) -> Language {
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      guard let value = environment[name], !value.isEmpty else { continue }
      return value.hasPrefix("ja") ? .ja : .en
    }
    return .en
  }
}

/// Reads a command line: `shikomi [common options] COMMAND [options and operands]`, `--name value` or `--name=value`,
/// and `--` before operands that begin with a dash.
struct ArgumentReader {
  static func read(_ arguments: [String], terminal: Terminal) throws -> (any Command.Type, Invocation) {
    var rest = arguments[...]
    var values: [String: String] = [:]
    while let argument = rest.first, argument.hasPrefix("-") {
      rest = rest.dropFirst()
      try takeCommon(argument, &rest, into: &values)
    }
    guard let name = rest.popFirst() else { throw UsageError.noCommand }
    guard let command = CommandList.command(named: name) else {
      throw UsageError.unknownCommand(
        name, nearest: SpellingDistance.nearest(to: name, among: CommandList.all.map { $0.name }))
    }
    var reader = ArgumentReader(command: command, values: values)
    try reader.takeAll(rest)
    return (
      command,
      Invocation(
        command: name, operands: reader.operands, values: reader.values, settings: reader.settings, terminal: terminal)
    )
  }

  private let command: any Command.Type
  private var values: [String: String]
  private var settings: [(Configuration.Option, String)] = []
  private var operands: [String] = []

  private init(command: any Command.Type, values: [String: String]) {
    self.command = command
    self.values = values
  }

  /// The settings of the command's sections, by their name on the command line.
  static func settings(of command: any Command.Type) -> [Configuration.Option] {
    command.sections.flatMap { Configuration.section(named: $0)?.options ?? [] }
  }

  private mutating func takeAll(_ arguments: ArraySlice<String>) throws {
    var rest = arguments
    var onlyOperands = false
    while let argument = rest.popFirst() {
      if argument == "--", !onlyOperands {
        onlyOperands = true
      } else if argument.hasPrefix("--"), !onlyOperands {
        try take(argument, &rest)
      } else if argument.hasPrefix("-"), argument.count > 1, !onlyOperands {
        throw unknown(argument)
      } else {
        operands.append(argument)
      }
    }
    if let value = values["language"], Language(rawValue: value) == nil {
      throw UsageError.badValue(
        option: "language", value: value, expected: BilingualText(en: "ja or en", ja: "ja か en"))
    }
    try checkOperands()
  }

  private mutating func take(_ argument: String, _ rest: inout ArraySlice<String>) throws {
    let (name, inline) = Self.split(argument)
    if let option = (command.options + CommandOption.common).first(where: { $0.name == name }) {
      var value = try Self.value(name, option.placeholder, inline, &rest)
      for _ in 1..<max(1, option.count) where !value.contains(",") {
        guard let next = rest.first, !next.hasPrefix("-") else {
          throw UsageError.missingValue(option: name, placeholder: option.placeholder ?? "")
        }
        value += "," + next
        rest.removeFirst()
      }
      values[name] = value
    } else if let setting = Self.settings(of: command).first(where: { $0.commandLineName == name }) {
      let text: String
      if setting.placeholder == nil {
        text = inline ?? ""
      } else {
        text = try Self.value(name, setting.placeholder, inline, &rest)
      }
      var scratch = Configuration()
      guard setting.setText(&scratch, text) else {
        throw UsageError.badValue(option: name, value: text, expected: setting.expectation)
      }
      settings.append((setting, text))
    } else {
      throw unknown(argument)
    }
  }

  private static func takeCommon(
    _ argument: String, _ rest: inout ArraySlice<String>, into values: inout [String: String]
  ) throws {
    let (name, inline) = split(argument)
    guard let option = CommandOption.common.first(where: { $0.name == name }), argument.hasPrefix("--") else {
      throw UsageError.unknownOption(
        argument, command: "COMMAND",
        nearest: SpellingDistance.nearest(to: name, among: CommandOption.common.map(\.name)).map { "--" + $0 })
    }
    values[name] = try value(name, option.placeholder, inline, &rest)
  }

  private static func split(_ argument: String) -> (name: String, inline: String?) {
    let body = argument.drop { $0 == "-" }
    guard let equals = body.firstIndex(of: "=") else { return (String(body), nil) }
    return (String(body[..<equals]), String(body[body.index(after: equals)...]))
  }

  private static func value(
    _ name: String, _ placeholder: String?, _ inline: String?, _ rest: inout ArraySlice<String>
  ) throws -> String {
    guard let placeholder else {
      guard inline == nil else { throw UsageError.unexpectedValue(option: name) }
      return "true"
    }
    guard let value = inline ?? rest.popFirst() else {
      throw UsageError.missingValue(option: name, placeholder: placeholder)
    }
    return value
  }

  private func unknown(_ argument: String) -> UsageError {
    let (name, _) = Self.split(argument)
    let known =
      (command.options + CommandOption.common).map(\.name) + Self.settings(of: command).map(\.commandLineName)
    return .unknownOption(
      argument, command: command.name, nearest: SpellingDistance.nearest(to: name, among: known).map { "--" + $0 })
  }

  private func checkOperands() throws {
    let least = command.operands.filter { $0.count == .one }.count
    let takesMany = command.operands.contains { $0.count == .many }
    if operands.count < least {
      throw UsageError.missingOperand(command.operands[operands.count].name, command: command.name)
    }
    for (operand, value) in zip(command.operands, operands)
    where operand.count == .one && value.allSatisfy(\.isWhitespace) {
      throw UsageError.emptyOperand(operand.name, command: command.name)
    }
    if operands.count > command.operands.count, !takesMany {
      throw UsageError.unexpectedOperand(operands[command.operands.count], command: command.name)
    }
  }
}
