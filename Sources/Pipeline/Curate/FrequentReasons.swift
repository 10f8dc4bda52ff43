import Records

/// Why things were left out, the most frequent reasons first.
struct FrequentReasons: Sendable {
  /// How many things were left out.
  let total: Int
  private let counts: [(reason: String, count: Int)]

  /// Counts what was left out; what was only changed is not counted.
  init(_ drops: some Sequence<Drop>) { self.init(Self.counts(of: drops)) }

  init(_ counted: [String: Int]) {
    total = counted.values.reduce(0, +)
    counts = counted.map { ($0.key, $0.value) }
      .sorted { ($1.count, $0.reason) < ($0.count, $1.reason) }
  }

  /// How often something was left out, by reason.
  static func counts(of drops: some Sequence<Drop>) -> [String: Int] {
    var counts: [String: Int] = [:]
    for drop in drops where drop.outcome == .dropped { counts[drop.reason, default: 0] += 1 }
    return counts
  }

  /// The first three, as `round-trip-failed 12 (answered otherwise when read again), …`; nil where there is none.
  var text: BilingualText? {
    guard !counts.isEmpty else { return nil }
    let named = counts.prefix(3).map { (code: $0.reason, count: $0.count, name: ReasonName.text($0.reason)) }
    func list(_ name: (BilingualText) -> String, _ open: String, _ close: String) -> String {
      named.map { $0.code + " \($0.count)" + (name($0.name) == $0.code ? "" : open + name($0.name) + close) }
        .joined(separator: ", ")
    }
    return BilingualText(en: list(\.en, " (", ")"), ja: list(\.ja, "（", "）"))
  }
}
