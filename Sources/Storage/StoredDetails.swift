import Records

/// What a block may have beyond its text and place; most have nothing of it, and take no room.
struct BlockDetails: Codable, Equatable {
  var headerRows: Int?
  var spans: [CellSpan]?
  var readings: [Reading]?
  var links: [Link]?
  var mark: BlockMark?

  init(_ block: Block) {
    headerRows = block.headerRows
    spans = block.spans
    readings = block.readings
    links = block.links
    mark = block.mark
  }

  /// As a column holds it; nil where there is nothing.
  var column: String? {
    get throws {
      guard headerRows != nil || spans != nil || readings != nil || links != nil || mark != nil else { return nil }
      return try JSONColumn.encode(self)
    }
  }

  func apply(to block: inout Block) {
    block.headerRows = headerRows
    block.spans = spans
    block.readings = readings
    block.links = links
    block.mark = mark
  }
}

/// What a document may have beyond its blocks.
struct DocumentDetails: Codable, Equatable {
  var outline: [OutlineEntry]?
  var fields: [FormField]?
  var annotations: [Annotation]?
  var metadata: [MetadataEntry]?

  init(_ document: Document) {
    outline = document.outline
    fields = document.fields
    annotations = document.annotations
    metadata = document.metadata
  }

  /// As a column holds it; nil where there is nothing.
  var column: String? {
    get throws {
      guard outline != nil || fields != nil || annotations != nil || metadata != nil else { return nil }
      return try JSONColumn.encode(self)
    }
  }

  func apply(to document: inout Document) {
    document.outline = outline
    document.fields = fields
    document.annotations = annotations
    document.metadata = metadata
  }
}
