import Records

/// Headings that a document's own outline names: no look is better evidence.
struct OutlineTitles {
  private let entries: [Int: [(title: String, level: Int)]]
  private static let mostLines = 4

  init(_ outline: [OutlineEntry]) {
    var entries: [Int: [(String, Int)]] = [:]
    for entry in outline {
      guard let page = entry.page else { continue }
      let title = Self.plain(entry.title)
      if !title.isEmpty { entries[page, default: []].append((title, entry.level)) }
    }
    self.entries = entries
  }

  func mark(_ blocks: inout [DraftBlock]) {
    guard !entries.isEmpty else { return }
    for index in blocks.indices {
      switch blocks[index].kind {
      case .paragraph, .listItem, .heading, .caption: break
      default: continue
      }
      let lines = blocks[index].lines
      guard lines.count <= Self.mostLines, let candidates = entries[blocks[index].page] else { continue }
      let text = Self.plain(lines.map(\.text).joined())
      guard let entry = candidates.first(where: { Self.names($0.title, text) }) else { continue }
      blocks[index].kind = .heading
      blocks[index].outlineLevel = entry.level
    }
  }

  /// Whether an outline's title is a line's: outlines often leave numbers out, or put some in.
  private static func names(_ title: String, _ text: String) -> Bool {
    if title == text { return true }
    let (short, long) = title.utf8.count <= text.utf8.count ? (title, text) : (text, title)
    return long.hasSuffix(short) && long.unicodeScalars.count - short.unicodeScalars.count <= 8 && short.utf8.count >= 6
  }

  /// Letters and digits alone, in lower case.
  private static func plain(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in CompatibilityForm.scalars(of: text)
    where scalar.isAlphabetic || scalar.properties.numericType != nil {
      view.append(scalar)
    }
    return String(view).lowercased()
  }
}
