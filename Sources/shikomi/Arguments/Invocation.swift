import Foundation
import Pipeline
import Records

/// A command line that has been read.
struct Invocation: Sendable {
  let command: String
  let operands: [String]
  private let values: [String: String]
  private let settings: [(Configuration.Option, String)]
  let terminal: Terminal

  init(
    command: String, operands: [String], values: [String: String], settings: [(Configuration.Option, String)],
    terminal: Terminal
  ) {
    self.command = command
    self.operands = operands
    self.values = values
    self.settings = settings
    self.terminal = terminal
  }

  var language: Language { terminal.language }
  var isJSON: Bool { isSet("json") }

  func isSet(_ option: String) -> Bool { values[option] != nil }

  func value(_ option: String) -> String? { values[option] }

  /// The option as a whole number of at least `least`, and at most `most` where that is given.
  func integer(_ option: String, default fallback: Int, atLeast least: Int = 1, atMost most: Int? = nil) throws -> Int {
    guard let text = values[option] else { return fallback }
    guard let number = Int(text), number >= least, number <= most ?? .max else {
      throw UsageError.badValue(
        option: option, value: text,
        expected: most.map {
          BilingualText(en: "a whole number from \(least) to \($0)", ja: "\(least) 以上 \($0) 以下の整数")
        } ?? BilingualText(en: "a whole number, at least \(least)", ja: "\(least) 以上の整数"))
    }
    return number
  }

  /// The option as a number.
  func number(_ option: String, default fallback: Double) throws -> Double {
    guard let text = values[option] else { return fallback }
    guard let number = Double(text), number.isFinite else {
      throw UsageError.badValue(option: option, value: text, expected: Double.expectation)
    }
    return number
  }

  /// The option as one of some words.
  func choice(_ option: String, of words: [String], default fallback: String) throws -> String {
    guard let text = values[option] else { return fallback }
    guard words.contains(text) else {
      let list = words.joined(separator: ", ")
      throw UsageError.badValue(
        option: option, value: text, expected: BilingualText(en: "one of \(list)", ja: "\(list) のいずれか"))
    }
    return text
  }

  /// The workspace that was named, or the nearest upwards.
  func workspace() throws -> Workspace {
    if let path = values["workspace"] {
      return try Workspace(root: URL(fileURLWithPath: path, isDirectory: true))
    }
    return try Workspace.find(from: URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
  }

  /// `studio.json` over the defaults, and the command line over both.
  func configuration(of workspace: Workspace) throws -> Configuration {
    var configuration = try Configuration(of: workspace)
    for (option, text) in settings { _ = option.setText(&configuration, text) }
    return configuration
  }

  /// The workspace opened for work.
  func session() throws -> Session {
    let workspace = try workspace()
    return try Session(
      workspace: workspace, configuration: try configuration(of: workspace), report: terminal.reporter)
  }

  /// Prints the result: as JSON where it was asked for, else as text.
  func print(_ result: some Encodable, _ text: () throws -> String) throws {
    if isJSON { try printJSON(result) } else { terminal.result(try text()) }
  }

  /// Prints a result as one JSON document.
  func printJSON(_ result: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    terminal.result(String(decoding: try encoder.encode(result), as: UTF8.self))
  }
}
