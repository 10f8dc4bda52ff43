import PageContent
import Records

/// Levels from a tagged PDF's structure tree. It says how many headings of which levels stand on a page, and not what they
/// say: where as many were found, they are the same ones.
struct TaggedTitles {
  private let levels: [Int: [Int]]

  init(_ headings: [TaggedHeading]) {
    levels = Dictionary(grouping: headings, by: \.page).mapValues { $0.map(\.level) }
  }

  func mark(_ blocks: inout [DraftBlock]) {
    guard !levels.isEmpty else { return }
    var found: [Int: [Int]] = [:]
    for index in blocks.indices where blocks[index].kind == .heading {
      found[blocks[index].page, default: []].append(index)
    }
    for (page, headings) in found {
      guard let levels = levels[page], levels.count == headings.count else { continue }
      for (index, level) in zip(headings, levels) { blocks[index].outlineLevel = level }
    }
  }
}
