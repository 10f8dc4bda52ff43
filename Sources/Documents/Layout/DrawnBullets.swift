import PageContent
import Records

/// Bullets that are drawn, as browsers do when they print a list: no letter stands for them.
enum DrawnBullets {
  /// Ems between a bullet and its text, at most, and white before it, at least.
  private static let widestGap = 1.8
  private static let leastBefore = 1.0
  /// Ems that a bullet is wide at most.
  private static let widest = 0.75

  /// Points within which another dot straight beside or above makes a dotted line: lines of a list are further apart.
  private static let dotted = 7.0

  private static func isInRow(_ dot: Rect, _ dots: [Rect]) -> Bool {
    dots.contains { other in
      let (x, y) = (abs(other.x0 - dot.x0), abs(other.y0 - dot.y0))
      return min(x, y) < 1 && max(x, y) > 0.5 && max(x, y) < dotted
    }
  }

  /// Marks the words that have a dot before them at the height of their letters, and nothing before that.
  static func mark(_ words: inout [Word], _ dots: [Rect]) {
    let places = words.map { (rect: $0.rect, size: $0.size) }
    for rect in dots where !isInRow(rect, dots) {
      var nearest: Int?
      var isFree = true
      let middle = rect.midY
      for (index, word) in places.enumerated() where word.rect.y0 < middle && middle < word.rect.y1 {
        if word.rect.x0 >= rect.x1, word.rect.x0 < nearest.map({ places[$0].rect.x0 }) ?? .infinity { nearest = index }
        if word.rect.midX < rect.midX, rect.x0 - word.rect.x1 < leastBefore * word.size { isFree = false }
      }
      guard isFree, let nearest, rect.width < widest * words[nearest].size,
        words[nearest].rect.x0 - rect.x1 < widestGap * words[nearest].size
      else { continue }
      words[nearest].isAfterBullet = true
    }
  }
}
