import Foundation

/// A regular expression in ICU's syntax, which knows scripts (`\p{Han}`) and is fast enough for passages.
struct Pattern: @unchecked Sendable {  // NSRegularExpression never changes once it is made.
  private let expression: NSRegularExpression

  init(_ pattern: String, ignoringCase: Bool = false) {
    do {
      expression = try NSRegularExpression(pattern: pattern, options: ignoringCase ? [.caseInsensitive] : [])
    } catch {
      preconditionFailure("our own pattern is malformed: \(pattern)")
    }
  }

  /// The ranges (UTF-16) of a group in every match; group 0 is the whole match. Anchors and look-arounds see the text
  /// outside the range too, except that `^` and `$` hold at the range's ends.
  func ranges(in text: NSString, within range: Range<Int>, group: Int = 0) -> [Range<Int>] {
    let found = expression.matches(
      in: text as String, options: [.withTransparentBounds],
      range: NSRange(location: range.lowerBound, length: range.count))
    return found.compactMap { match in
      let group = match.range(at: group)
      guard group.location != NSNotFound, group.length > 0 else { return nil }
      return group.location..<(group.location + group.length)
    }
  }

  /// Every match's whole range and what its groups hold; nil where a group takes no part.
  func groups(in text: NSString) -> [(range: Range<Int>, groups: [String?])] {
    expression.matches(in: text as String, range: NSRange(location: 0, length: text.length)).map { match in
      let groups = (1..<match.numberOfRanges).map { group in
        match.range(at: group).location == NSNotFound ? nil : text.substring(with: match.range(at: group))
      }
      return (match.range.location..<match.range.location + match.range.length, groups)
    }
  }

  func first(in text: NSString, within range: Range<Int>, group: Int = 0) -> Range<Int>? {
    ranges(in: text, within: range, group: group).first
  }

  func matches(_ text: String) -> Bool {
    expression.firstMatch(in: text, range: NSRange(location: 0, length: text.utf16.count)) != nil
  }
}
