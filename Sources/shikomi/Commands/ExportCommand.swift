import Foundation
import Pipeline
import Preparation
import Records

enum ExportCommand: Command {
  static let name = ExportStage.name
  static let summary = ExportStage.summary
  static let sections = ["", ExportStage.name]
  static let options = [
    CommandOption(
      "format", "F", en: "which form, or several with commas (default: those of --formats)",
      ja: "形式（コンマで複数指定できます。省略時は --formats のもの）"),
    CommandOption("output", "DIR", en: "where (default: output/export/VERSION/FORMAT)", ja: "書き出す場所"),
  ]
  static var details: BilingualText? {
    func lines(_ language: Language) -> String {
      DatasetFormats.all.map { "\n  \(TextWidth.padded($0.name, to: 18))  \($0.summary[language])" }.joined()
    }
    return BilingualText(en: "Forms:" + lines(.en), ja: "形式:" + lines(.ja))
  }

  static func run(_ invocation: Invocation) async throws {
    let known = DatasetFormats.all.map(\.name)
    let session = try invocation.session()
    let formats =
      invocation.value("format")?.split(separator: ",").map(String.init) ?? session.configuration.export.formats
    guard !formats.isEmpty, formats.allSatisfy(known.contains) else {
      let list = known.joined(separator: ", ")
      throw UsageError.badValue(
        option: "format", value: invocation.value("format") ?? "",
        expected: BilingualText(en: "one or more of \(list)", ja: "\(list) のいずれか"))
    }
    let target = invocation.value("output").map { URL(fileURLWithPath: $0, isDirectory: true) }
    var written: [String] = []
    for format in formats {
      let folder = formats.count > 1 ? target?.appendingPathComponent(format) : target
      written += try await session.export(formats: [format], to: folder).map(\.path)
    }
    try invocation.print(written) { written.joined(separator: "\n") }
  }
}
