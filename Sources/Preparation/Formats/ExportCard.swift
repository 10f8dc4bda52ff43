import Foundation
import Records

/// The `README.md` of an exported folder: a YAML header in which `datasets.load_dataset` finds every split under its own
/// name. Without it, it takes all files with “test” in their names for one split.
public enum ExportCard {
  /// The file's name.
  public static let fileName = "README.md"

  /// The card of a form's files; nil where there are none.
  ///
  /// - Parameter version: The dataset's name, such as `v1`.
  public static func file(_ format: any DatasetFormat, _ files: [DatasetFile], version: String) -> DatasetFile? {
    // A split without examples is not named: `datasets` would refuse the folder.
    let parts = DatasetSplit.allCases.compactMap { part -> (split: String, path: String)? in
      files.first { $0.name.hasPrefix(part.rawValue + ".json") && $0.data.contains(UInt8(ascii: "{")) }
        .map { (part.identifier, $0.name) }
    }
    // The raw form has the pairs of all parts in one file, each with its part; `all` is a word of `datasets` itself.
    let all = files.filter { $0.name == "pairs.jsonl" && !$0.data.isEmpty }.map { (split: "pairs", path: $0.name) }
    guard !(parts + all).isEmpty else { return nil }
    let lines =
      ["---", "pretty_name: \"Shikomi question–answer pairs \(version), \(format.name)\""]
      + CardHeader.files(parts + all) + CardHeader.fingerprint(files.map { ($0.name, ContentHash(of: $0.data)) })
      + ["---", "", "# \(version), \(format.name)", ""]
    let table = DatasetCard.table(["split / 区分", "file / ファイル"], (parts + all).map { [$0.split, "`\($0.path)`"] })
    let notes = [format.summary.en + " — " + format.summary.ja, table] + (parts.isEmpty ? wholeNotes : partNotes)
    return DatasetFile(
      name: fileName, data: Data((lines.joined(separator: "\n") + "\n" + notes.joined(separator: "\n\n") + "\n").utf8))
  }

  private static let partNotes = [
    "`datasets.load_dataset` finds these splits under their names. `test_reworded` and `test_unseen` are tests: never train on them.",
    "`datasets.load_dataset` はこれらの区分をこの名前で読み込みます。`test_reworded` と `test_unseen` はテスト用です。学習には使わないでください。",
  ]

  /// All parts stand in one file, each pair with its own.
  private static let wholeNotes = [
    "`datasets.load_dataset` finds all pairs as one split, `pairs`; `split` says to which part each of them belongs. "
      + "`test-reworded` and `test-unseen` are tests: never train on them.",
    "`datasets.load_dataset` はすべてのペアを一つの区分 `pairs` として読み込み、各ペアの区分は `split` にあります。"
      + "`test-reworded` と `test-unseen` はテスト用です。学習には使わないでください。",
  ]
}
