import Records

/// A cover: the first page of a document, with a few short lines and no sentence on it.
///
/// Its title is the document's, which every chunk has in its context; the name of the company and “Confidential” say
/// nothing about the subject. Lines with figures stay: dates, versions and numbers of documents are asked for.
struct CoverPage: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    guard document.pages.count >= 3, let first = document.pages.first?.number else { return [] }
    let cover = document.blocks.indices.filter {
      document.blocks[$0].page == first && !document.blocks[$0].kind.isFurniture
    }
    guard !cover.isEmpty, cover.count <= 12, cover.allSatisfy({ isCoverLine(document.blocks[$0]) }) else { return [] }
    guard cover.reduce(0, { $0 + document.blocks[$1].text.count }) <= 300 else { return [] }
    let length = cover.reduce(0) { $0 + Self.weight(of: document.blocks[$1].text) }
    // The pages behind it must be text, or this is a set of slides.
    let rest = document.blocks.filter { $0.page != first && !$0.kind.isFurniture }.reduce(0) {
      $0 + Self.weight(of: $1.text)
    }
    guard rest / max(1, document.pages.count - 1) >= 2 * length, rest >= 1000 else { return [] }
    return cover.filter { !hasFigure(document.blocks[$0].text) }.map {
      CleaningSpan(rule: "cover-page", block: $0, of: document)
    }
  }

  private func isCoverLine(_ block: Block) -> Bool {
    switch block.kind {
    case .heading, .paragraph, .caption: break
    case .table, .listItem, .code, .footnote, .formula, .header, .footer: return false
    }
    guard block.text.count <= 120, let last = block.text.unicodeScalars.last else { return false }
    // `Acme Inc.` is no sentence, `All rights are reserved.` is one.
    return !"。！？!?".unicodeScalars.contains(last) && !(last == "." && block.text.split(separator: " ").count > 4)
  }

  /// Letters of a text; a Japanese one says as much as two or three Latin ones.
  private static func weight(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.isJapanese ? 2 : 1) }
  }

  private func hasFigure(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.properties.numericType != nil }
  }
}
