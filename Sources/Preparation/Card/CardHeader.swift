import Records

/// The YAML header in which `datasets.load_dataset` looks up a folder's files.
struct CardHeader {
  /// Lines by the key that they stand under, in their order.
  private var blocks: [(key: String, lines: [String])] = []

  /// The lines that name each split's file.
  static func files(_ parts: [(split: String, path: String)]) -> [String] {
    ["configs:", "- config_name: default", "  data_files:"]
      + parts.flatMap { ["  - split: \($0.split)", "    path: \($0.path)"] }
  }

  /// The lines that set a header apart from that of every other data. `datasets` keeps what it has read under the folder's
  /// name and a hash of the header: two datasets of one header would give the rows of whichever was loaded first.
  static func fingerprint(_ files: [(name: String, sha256: ContentHash)]) -> [String] {
    let hash = ContentHash(of: files.flatMap { [$0.name, $0.sha256.hex] })
    return ["dataset_info:", "  description: \"SHA-256 of the files: \(hash.hex)\""]
  }

  /// Whether a loader would read a file of that name, or its settings from it.
  static func isRead(_ name: String) -> Bool {
    let kinds = [
      "jsonl", "json", "ndjson", "csv", "tsv", "txt", "parquet", "arrow", "zip", "gz", "zst", "xz", "yaml", "yml", "py",
    ]
    return kinds.contains(DocumentStem.fileExtension(of: name)) || name == ".huggingface.yaml"
  }

  /// Reads a card; nil where it begins with no header.
  init?(_ card: String) {
    let lines = card.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else { return nil }
    for line in lines[1..<end] {
      if let first = line.first, first != " ", first != "-", let colon = line.firstIndex(of: ":") {
        blocks.append((String(line[..<colon]), [line]))
      } else if blocks.isEmpty {
        return nil
      } else {
        blocks[blocks.count - 1].lines.append(line)
      }
    }
  }

  /// Whether it names these files, once and in no other way.
  func loads(_ files: [String]) -> Bool {
    let known: Set<String> = ["pretty_name", "language", "task_categories", "configs", "dataset_info"]
    return Set(blocks.map(\.key)).count == blocks.count && blocks.allSatisfy { known.contains($0.key) }
      && blocks.first { $0.key == "configs" }?.lines == files
  }
}
