import Records

/// What the reader marked as no part of the text that people read: watermarks, and text that is not drawn.
struct MarkedBlocks: CleaningRule {
  func removals(in document: Document, _ options: CleaningOptions) -> [CleaningSpan] {
    document.blocks.enumerated().compactMap { index, block in
      switch block.mark {
      case .watermark: CleaningSpan(rule: "watermark", block: index, of: document)
      case .invisible: CleaningSpan(rule: "invisible-text", block: index, of: document)
      case nil: nil
      }
    }
  }
}
