import Records

/// What a document's name, title and first or last lines say about how new it is.
public struct VersionMark: Codable, Sendable, Hashable {
  /// Such as [2, 1] of `v2.1` or [3] of `第3版`; empty where there is none.
  public var version: [Int]
  /// Year, month and day of the latest date of issue or revision; empty where there is none.
  public var date: [Int]

  /// Looks at the file's name first, then at the title, then at lines that speak of a version or revision.
  public init(path: String, title: String, text: String) {
    let name = String(path.split(separator: "/").last ?? "")
    let lines = text.split(separator: "\n")
    // A document says its date at its beginning, or in the supplementary provisions at its end.
    let told = (lines.prefix(12) + lines.suffix(12)).map(String.init).filter(Self.speaksOfRevision)
    let places = [name, title] + told
    version = places.lazy.compactMap(Self.version).first ?? []
    let inName = [name, title].flatMap(Self.dates)
    date = (inName.isEmpty ? told.flatMap(Self.dates) : inName).max { $0.lexicographicallyPrecedes($1) } ?? []
  }

  /// Whether one list of numbers is higher than another; nil where either is missing, or they are the same.
  static func isNewer(_ left: [Int], _ right: [Int]) -> Bool? {
    guard !left.isEmpty, !right.isEmpty, left != right else { return nil }
    return right.lexicographicallyPrecedes(left)
  }

  private static func speaksOfRevision(_ line: String) -> Bool {
    guard line.count <= 120 else { return false }
    let form = line.lowercased()
    return [
      "version", "revision", "revised", "rev.", "last updated", "updated", "effective", "issued", "edition", "改定", "改訂",
      "改正", "制定", "施行", "発行", "更新", "版", "作成日",
    ].contains { form.contains($0) }
  }

  /// `v2.1`, `ver. 3`, `Rev. 4`, `第3版`, `rev-B` has none.
  static func version(_ text: String) -> [Int]? {
    let form = CompatibilityForm.normalize(text).lowercased()
    if let match = form.firstMatch(
      of: /(?:^|[^a-z])(?:v|ver\.?|version|rev\.?|revision|r)[ _-]?([0-9]{1,3}(?:\.[0-9]{1,3})*)(?![0-9年\/-])/)
    {
      return numbers(match.1)
    }
    if let match = form.firstMatch(of: /第 ?([0-9]{1,3}(?:\.[0-9]{1,3})*) ?版/) { return numbers(match.1) }
    if let match = form.firstMatch(of: /([0-9]{1,3})(?:st|nd|rd|th) edition/) { return numbers(match.1) }
    return nil
  }

  /// Every date, as year, month and day; a missing day is 0.
  static func dates(_ text: String) -> [[Int]] {
    let form = CompatibilityForm.normalize(text).lowercased().replacing("元年", with: "1年")
    var found: [[Int]] = []
    for match in form.matches(
      of: /((?:19|20)[0-9]{2})[-_.\/年 ]{1,2}([01]?[0-9])(?:[-_.\/月 ]{1,2}([0-3]?[0-9]))?(?![0-9])/)
    {
      found.append(numbers(match.1) + numbers(match.2) + (match.3.map(numbers) ?? [0]))
    }
    for match in form.matches(of: /(?:^|[^0-9])((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])?(?![0-9])/) {
      found.append(numbers(match.1) + numbers(match.2) + (match.3.map(numbers) ?? [0]))
    }
    for match in form.matches(of: /(令和|平成|昭和|[rhs])\.? ?([0-9]{1,2})[年.\/-] ?([01]?[0-9])(?:[月.\/-] ?([0-3]?[0-9]))?/) {
      let first: [Substring: Int] = ["令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925]
      guard let base = first[match.1], let year = Int(match.2) else { continue }
      found.append([base + year] + numbers(match.3) + (match.4.map(numbers) ?? [0]))
    }
    for match in form.matches(
      of:
        /([0-3]?[0-9] )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?:([0-3]?[0-9]),? )?((?:19|20)[0-9]{2})/
    ) {
      let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      let month = (months.firstIndex(of: String(match.2)) ?? 0) + 1
      let day = match.1.flatMap { Int($0.filter(\.isNumber)) } ?? match.3.flatMap { Int($0) } ?? 0
      found.append(numbers(match.4) + [month, day])
    }
    if found.isEmpty, let match = form.firstMatch(of: /(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年度|年|版| ?fy|[^0-9]|$)/) {
      found.append(numbers(match.1) + [0, 0])
    }
    return found.filter { $0.count == 3 && $0[1] <= 12 && $0[2] <= 31 }
  }

  private static func numbers(_ text: Substring) -> [Int] { text.split(separator: ".").compactMap { Int($0) } }
}
