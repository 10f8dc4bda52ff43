import Foundation
import Pipeline
import Records
import Storage

enum ImportCommand: Command {
  static let name = ImportStage.name
  static let summary = ImportStage.summary
  static let sections = ["", GateStage.name]
  static let operands = [
    Operand("FILE", en: "a file with questions and answers", ja: "質問と回答のファイル"),
    Operand("FILE", .many, en: "further files", ja: "続けて取り込むファイル"),
  ]
  static let options = [
    CommandOption(
      "format", "F", en: "the form (default: told by the file's ending and first words)",
      ja: "形式（指定しなければ拡張子と先頭の内容から判断します）")
  ]
  static var details: BilingualText? {
    func lines(_ language: Language) -> String {
      ImportFormat.allCases.map { "\n  \(TextWidth.padded($0.rawValue, to: 8))  \($0.summary[language])" }.joined()
    }
    return BilingualText(en: "Forms:" + lines(.en), ja: "形式:" + lines(.ja))
  }

  static func run(_ invocation: Invocation) async throws {
    let format = try invocation.value("format").map { text in
      guard let format = ImportFormat(rawValue: text) else {
        let known = ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError.badValue(
          option: "format", value: text, expected: BilingualText(en: "one of \(known)", ja: "\(known) のいずれか"))
      }
      return format
    }
    let session = try invocation.session()
    let lock = try WorkspaceLock(session.workspace)
    defer { withExtendedLifetime(lock) {} }
    for file in invocation.operands {
      try await session.importPairs(URL(fileURLWithPath: file), format: format)
    }
    let account = try session.store.read { try $0.ledgerAccounts() }.first { $0.subject == .imported }
    let counts = try session.store.read { try $0.ledgerCounts().filter { $0.stage == ImportStage.name } }
    try invocation.print(account) { ClosingSummary.fates(kept: account?.kept ?? 0, counts, invocation.language) }
  }
}
