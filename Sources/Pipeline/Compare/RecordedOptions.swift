import Foundation
import Storage

/// The options that the stages last ran with, as the store recorded them: a report is written by `compare`, which was told
/// only its own.
struct RecordedOptions {
  /// A command with the sections of options that it takes.
  static let commands: [(name: String, sections: [String])] = [
    (IngestStage.name, ["", IngestStage.name]), (GenerateStage.name, ["", GenerateStage.name, GateStage.name]),
    (CurateStage.name, ["", CurateStage.name, GateStage.name]), (TuneStage.name, ["", TuneStage.name]),
    (Session.compareStage, ["", Session.compareStage, TuneStage.name]),
  ]

  private var byCommand: [String: [String: String]] = [:]
  private let current: [String: String]

  /// Reads the runs; a stage that was never recorded ran with the present options.
  init(_ session: Session) throws {
    current = session.configuration.resolved
    let runs = try session.store.read { try $0.runs(limit: 1000) }
    for (name, _) in Self.commands where name != Session.compareStage {
      let candidates = runs.enumerated().filter { [name, "run"].contains($0.element.command) }
      // The newest run of all may be the one that writes this report: it has no end yet.
      let chosen =
        candidates.first { $0.element.outcome == "done" || ($0.offset == 0 && $0.element.outcome == nil) }
        ?? candidates.first
      byCommand[name] = chosen.flatMap {
        try? JSONDecoder().decode([String: String].self, from: Data($0.element.options.utf8))
      }
    }
  }

  /// An option as a stage last ran with it, by its section and key, such as `generate.retrievalRank`.
  func value(_ key: String, when command: String) -> String? { (byCommand[command] ?? current)[key] }

  /// What to type to get the same again: `run` where one set of options explains every stage, else stage by stage.
  var commandLines: [String] {
    let all = Configuration.sections.map(\.name)
    let stages = Self.commands.map { options(of: $0.sections, when: $0.name) }
    var merged: [String: String] = [:]
    var isOne = true
    for (command, sections) in Self.commands {
      for (key, value) in settings(of: sections, when: command) {
        isOne = isOne && merged[key, default: value] == value
        merged[key] = value
      }
    }
    if isOne { return [line("run", Self.arguments(of: all, in: merged))] }
    return zip(Self.commands, stages).map { line($0.name, $1) }
  }

  private func line(_ command: String, _ arguments: [String]) -> String {
    (["shikomi", command] + arguments).joined(separator: " ")
  }

  private func options(of sections: [String], when command: String) -> [String] {
    Self.arguments(of: sections, in: settings(of: sections, when: command))
  }

  private func settings(of sections: [String], when command: String) -> [String: String] {
    var out: [String: String] = [:]
    for section in Configuration.sections where sections.contains(section.name) {
      for option in section.options {
        let key = Self.key(section, option)
        out[key] = value(key, when: command)
      }
    }
    return out
  }

  /// The options that differ from the defaults, as they are typed.
  private static func arguments(of sections: [String], in settings: [String: String]) -> [String] {
    let defaults = Configuration()
    var out: [String] = []
    for section in Configuration.sections where sections.contains(section.name) {
      for option in section.options {
        guard let value = settings[key(section, option)], value != option.text(defaults) else { continue }
        out.append("--\(option.commandLineName)")
        if option.placeholder != nil { out.append(quoted(value)) }
      }
    }
    return out
  }

  private static func key(_ section: Configuration.Section, _ option: Configuration.Option) -> String {
    section.name.isEmpty ? option.key : "\(section.name).\(option.key)"
  }

  /// As a shell takes it for one word.
  private static func quoted(_ text: String) -> String {
    let plain = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./:,+=@%".unicodeScalars.contains($0)
    }
    return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
