public import Records

extension CleanDocument {
  /// The text of each block as it was before cleaning, put together from what was kept and what was removed alone.
  ///
  /// - Parameter ids: The ids of the document's blocks, in order.
  public func originalTexts(ofBlocks ids: [String]) -> [String] {
    var pieces = [[(start: Int, bytes: [UInt8])]](repeating: [], count: ids.count)
    let places = Dictionary(ids.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let clean = Array(text.utf8)
    for segment in segments where ids.indices.contains(segment.block) {
      pieces[segment.block].append(
        (segment.blockStart, Array(clean[segment.start..<segment.start + segment.length])))
    }
    for removal in removed {
      if let place = places[removal.block] { pieces[place].append((removal.start, Array(removal.text.utf8))) }
    }
    return pieces.map { parts in
      String(decoding: parts.sorted { $0.start < $1.start }.flatMap(\.bytes), as: UTF8.self)
    }
  }
}
