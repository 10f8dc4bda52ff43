import Foundation
public import Generation
public import Records

/// Everything that can be set: defaults in the code, over them `studio.json`, over that the command line.
public struct Configuration: Sendable, Equatable {
  /// What several stages share.
  public var general = GeneralOptions()
  /// `ingest`.
  public var ingest = IngestOptions()
  /// `generate`.
  public var generate = GenerateOptions()
  /// Where gates draw the line, in `generate`, `import` and `curate`.
  public var gates = GateOptions()
  /// `curate`.
  public var curate = CurateOptions()
  /// `export`.
  public var export = ExportOptions()
  /// `tune`.
  public var tune = TuneOptions()
  /// `compare`.
  public var compare = CompareOptions()

  /// The defaults.
  public init() {}

  /// One stage's part of `studio.json`, and the options that its command takes.
  public struct Section: Sendable {
    /// The key in the file; empty for the top.
    public let name: String
    /// Its options.
    public let options: [Option]
  }

  /// One option of one section, whatever its type.
  public struct Option: Sendable {
    /// Key in the file.
    public let key: String
    /// Behind `--` on the command line.
    public let commandLineName: String
    /// One line for people.
    public let help: BilingualText
    /// What stands for the value; nil for a flag.
    public let placeholder: String?
    /// What is expected, for messages.
    public let expectation: BilingualText
    /// The value as text.
    public let text: @Sendable (Configuration) -> String
    /// Takes text from the command line; false when it does not fit.
    public let setText: @Sendable (inout Configuration, String) -> Bool
    let setNode: @Sendable (inout Configuration, JSON5.Node) -> Bool
  }

  /// All sections; the one list that file, command line, help and pages are made from.
  public static let sections: [Section] = [
    section("", \.general),
    section("ingest", \.ingest),
    section("generate", \.generate),
    section(GateStage.name, \.gates),
    section("curate", \.curate),
    section("export", \.export),
    section("tune", \.tune),
    section("compare", \.compare),
  ]

  /// The section of a name.
  public static func section(named name: String) -> Section? { sections.first { $0.name == name } }

  private static func section<Options: StageOptions>(
    _ name: String, _ path: any WritableKeyPath<Configuration, Options> & Sendable
  ) -> Section {
    Section(
      name: name,
      options: Options.fields.map { field in
        Option(
          key: field.key, commandLineName: field.commandLineName, help: field.help, placeholder: field.placeholder,
          expectation: field.expectation, text: { field.text($0[keyPath: path]) },
          setText: { field.setText(&$0[keyPath: path], $1) }, setNode: { field.setNode(&$0[keyPath: path], $1) })
      })
  }

  /// Every setting with its value, as it is written down with a run: `ingest.chunkTokens` → `220`.
  public var resolved: [String: String] {
    var out: [String: String] = [:]
    for section in Self.sections {
      for option in section.options {
        out[section.name.isEmpty ? option.key : "\(section.name).\(option.key)"] = option.text(self)
      }
    }
    return out
  }
}

extension Configuration {
  /// Reads a workspace's `studio.json` over the defaults; without the file these are the defaults.
  ///
  /// - Throws: `ConfigurationError` with line and column.
  public init(of workspace: Workspace) throws(ConfigurationError) {
    self.init()
    let url = workspace.configurationFile
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw .unreadable(file: url.lastPathComponent, why: BilingualText(reasonOf: error))
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw .unreadable(file: url.lastPathComponent, why: BilingualText(en: "it is not UTF-8", ja: "UTF-8 ではありません"))
    }
    try apply(text, file: url.lastPathComponent)
  }

  /// Lays a file's settings over the ones so far.
  public mutating func apply(_ text: String, file: String) throws(ConfigurationError) {
    let root: JSON5.Node
    do {
      root = try JSON5.parse(text)
    } catch {
      throw .syntax(file: file, error.position, error.message)
    }
    guard case .object(let members) = root.value else {
      throw .syntax(
        file: file, root.position,
        BilingualText(
          en: "the outermost value must be an object { … }", ja: "最も外側の値はオブジェクト { … } でなければなりません"))
    }
    try Self.refusePasswords(in: root, file: file)
    for member in members {
      if let section = Self.section(named: member.key), !section.name.isEmpty {
        guard case .object(let inner) = member.node.value else {
          throw .badValue(
            file: file, member.node.position, key: member.key,
            expected: BilingualText(en: "an object { … }", ja: "オブジェクト { … }"))
        }
        for option in inner { try apply(option, of: section, file: file) }
      } else {
        try apply(member, of: Self.sections[0], file: file)
      }
    }
  }

  /// Wherever a password stands: a file is copied, committed and sent on.
  private static func refusePasswords(in node: JSON5.Node, file: String) throws(ConfigurationError) {
    switch node.value {
    case .object(let members):
      for member in members {
        if ["password", "passwd", "パスワード"].contains(member.key.lowercased()) {
          throw .passwordInFile(file: file, member.position, key: member.key)
        }
        try refusePasswords(in: member.node, file: file)
      }
    case .array(let nodes):
      for node in nodes { try refusePasswords(in: node, file: file) }
    default: break
    }
  }

  /// Settings that stood in another section in earlier programs: files that have them there are still read.
  private static let moved = [
    "generate": ["roundTrip": GateStage.name, "retrievalRank": GateStage.name]
  ]

  private mutating func apply(
    _ member: JSON5.Member, of section: Section, file: String
  ) throws(ConfigurationError) {
    let section = Self.moved[section.name]?[member.key].flatMap(Self.section(named:)) ?? section
    guard let option = section.options.first(where: { $0.key == member.key }) else {
      let known = section.options.map(\.key) + (section.name.isEmpty ? Self.sections.dropFirst().map(\.name) : [])
      throw .unknownKey(
        file: file, member.position, key: member.key,
        nearest: SpellingDistance.nearest(to: member.key, among: known))
    }
    guard option.setNode(&self, member.node) else {
      throw .badValue(file: file, member.node.position, key: member.key, expected: option.expectation)
    }
  }
}
