import Records

/// The number before a title, in figures: 2 and 1 for `2.1`, 2 for `２．`.
struct SectionNumber: Equatable {
  private let groups: [Int]

  init?(_ line: FlowLine) {
    guard let marker = line.marker, let first = line.text.unicodeScalars.first, ListMarker.isDigit(first) else {
      return nil
    }
    var groups: [Int] = []
    var number: Int?
    for scalar in line.text.unicodeScalars.prefix(marker.length) {
      if ListMarker.isDigit(scalar) {
        let digit = Int(scalar.value) - (scalar.value >= 0xFF10 ? 0xFF10 : 0x30)
        number = min((number ?? 0) * 10 + digit, 1_000_000)
      } else if let found = number {
        groups.append(found)
        number = nil
      }
    }
    if let number { groups.append(number) }
    self.groups = groups
  }

  /// Whether it counts the parts of what has another number, as `2.1` does those of `2`.
  func isWithin(_ other: SectionNumber) -> Bool {
    groups.count > other.groups.count && groups.starts(with: other.groups)
  }
}
