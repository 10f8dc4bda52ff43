import Foundation
import Records

/// What a yes-no question says otherwise than its sentence, although nothing is denied: another grade, another count,
/// another bearer of a cost.
extension Polarity {
  /// Whether a question says what its sentence says but for one thing that stands in the same place there, so that the
  /// answer to it is no.
  static func asksOther(_ sentence: String, _ question: String, _ around: String, _ language: Language) -> Bool {
    let (stated, asked) = (plain(sentence), plain(question))
    if asksOtherLabel(stated, asked, language) { return true }
    return language == .ja && (asksOtherCount(stated, asked, around) || asksOtherBearer(stated, asked))
  }

  private static func plain(_ text: String) -> String {
    CompatibilityForm.normalize(text).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func content(_ text: String, _ language: Language) -> Set<String> {
    Set(Terms.content(of: text, language: language))
  }

  // MARK: Grades

  private static let kinds =
    #"(?:severity|level|priority|class|category|type|grade|zone|line|phase|stage|tier|rank|band|building|hall|floor|gate|dock|bay|warehouse)"#
  private static let englishLabel = Pattern(
    #"\b(\#(kinds))\s+([0-9]{1,2}|(?-i:[A-Z]))\b(?![.,][0-9])"#, ignoringCase: true)
  private static let japaneseKinds =
    #"(?:ライン|ランク|クラス|タイプ|ゾーン|レベル|フェーズ|コース|グループ|重大度|優先度|危険度|等級|倉庫|工場|棟|号棟|号機|号室|番線|級|種|型|班)"#
  private static let japaneseLabels = [
    Pattern(#"(?<![A-Za-z0-9.,])([A-Z]|[0-9]{1,2})(?=(\#(japaneseKinds)))"#),
    Pattern(#"(?<=(\#(japaneseKinds)))([A-Z]|[0-9]{1,2})(?![A-Za-z0-9.,]|\p{Han})"#),
  ]
  /// Other grades may hold as well, or be allowed as well.
  private static let open = Pattern(
    #"\b(?:can|could|may|might|allowed|possible|also|too|or|both|either|including|e\.g\.|such\s+as|at\s+(?:least|most))\b|でき|可能|よい|良い|いい|認め|構|かまい|も|または|又は|および|及び|など|等(?!級)|以上|以下|以降|まで"#,
    ignoringCase: true)

  /// Severity 2 where the sentence states severity 1, Aライン where it states Bライン, and all else alike.
  private static func asksOtherLabel(_ stated: String, _ asked: String, _ language: Language) -> Bool {
    guard !open.matches(asked), !open.matches(stated), let own = label(in: stated, language),
      let other = label(in: asked, language), own.value != other.value,
      Int(own.value) == nil || Int(other.value) != nil, own.kind == other.kind
    else { return false }
    let source = asked as NSString
    let replaced = source.replacingCharacters(
      in: NSRange(location: other.range.lowerBound, length: other.range.count), with: own.value)
    return content(asked, language).count > 2 && isDenied(stated, language) == false
      && isDenied(asked, language) == false && holdsAll(of: replaced, in: stated, language)
  }

  /// The one label of a text; nil where there are several.
  private static func label(in text: String, _ language: Language) -> (
    kind: String, value: String, range: Range<Int>
  )? {
    let source = text as NSString
    let whole = 0..<source.length
    func words(_ range: Range<Int>) -> String {
      source.substring(with: NSRange(location: range.lowerBound, length: range.count)).lowercased()
    }
    let places: [(value: Int, kind: Int, pattern: Pattern)] =
      language == .en
      ? [(2, 1, englishLabel)] : [(1, 2, japaneseLabels[0]), (2, 1, japaneseLabels[1])]
    let found = places.flatMap { place in
      zip(
        place.pattern.ranges(in: source, within: whole, group: place.value),
        place.pattern.ranges(in: source, within: whole, group: place.kind))
    }
    return only(found).map { (words($0.1), words($0.0), $0.0) }
  }

  private static func only<Element>(_ all: [Element]) -> Element? { all.count == 1 ? all.first : nil }

  // MARK: Counts

  private static let counter = #"(?:台|人|名|本|枚|個|件|冊|室|棟|脚|基|機|着|足|か所|箇所|ヶ所)"#
  private static let askedCount = Pattern(
    #"(?<!\p{Han})([\p{Han}ァ-ヴー]{2,10})(?:の(?:数|台数|人数|件数|本数|枚数))?(?:は|が)、?([0-9][0-9,]*)(\#(counter))(?:です|でしょう|でした|あり(?:ます)?|い(?:ます)?|所有|保有|し)?[^0-9]{0,8}か[。?]?$"#
  )
  private static let places = Pattern(
    #"[0-9A-Za-z]|(?:支店|営業所|工場|出張所|店|部|課|室|棟|校|院|年度|年|月|時|先|側)(?:の|で|に|は)|東|西|南|北|他|別|新|旧|合計|全"#)

  /// 冷凍車は5台ですか where the sentence lists 冷凍車3台.
  private static func asksOtherCount(_ stated: String, _ asked: String, _ around: String) -> Bool {
    let source = asked as NSString
    let whole = 0..<source.length
    func group(_ number: Int) -> String? {
      askedCount.first(in: source, within: whole, group: number).map {
        source.substring(with: NSRange(location: $0.lowerBound, length: $0.count))
      }
    }
    guard let noun = group(1), let number = group(2), let unit = group(3),
      let start = askedCount.first(in: source, within: whole)?.lowerBound
    else { return false }
    // Of what stands before it, one word may be wider than the sentence's; a place may have a count of its own.
    let before = source.substring(to: start)
    let known = Terms.folded(stated + "\n" + around)
    let own = content(before, .ja).filter { !known.contains($0) }
    guard own.count <= 1, own.isEmpty || !places.matches(before) else { return false }
    let escaped = NSRegularExpression.escapedPattern(for: noun)
    let listed = Pattern(
      #"(?<![\p{Han}ァ-ヴーA-Za-z0-9])\#(escaped)(?:は|が|を|:|\s)?([0-9][0-9,]*)\#(unit)(?!以上|以下|未満|超|まで|から|程度|前後|目|弱|強|ずつ|増|減|につき|あたり|当たり)"#
    )
    let text = stated as NSString
    guard let count = only(listed.ranges(in: text, within: 0..<text.length, group: 1)),
      stated.components(separatedBy: noun).count == 2, isDenied(stated, .ja) == false
    else { return false }
    func value(_ digits: String) -> String { digits.replacingOccurrences(of: ",", with: "") }
    return value(text.substring(with: NSRange(location: count.lowerBound, length: count.count))) != value(number)
  }

  // MARK: Bearers

  private static let bearer = Pattern(
    #"^([^、。が]{2,40})(?:は|を)、?([\p{Han}ァ-ヴー]{1,8})が(?:全額)?、?(\p{Han}{1,4})[^、。もが\p{Han}]{0,8}[。?]?$"#)
  private static let companies: Set<String> = ["当社", "会社", "弊社", "自社", "本社", "当行", "当院", "当法人", "法人", "雇用主"]
  private static let persons = Pattern(#"(?:者|人|員|手|客|本人|従業員|社員|家族)$"#)

  /// 当社が負担しますか where it is the driver who pays. A driver may be one of the staff, but not the company.
  private static func asksOtherBearer(_ stated: String, _ asked: String) -> Bool {
    func parts(_ text: String) -> (what: String, who: String, does: String)? {
      let groups = bearer.groups(in: text as NSString).first?.groups.compactMap { $0 } ?? []
      return groups.count == 3 ? (groups[0], groups[1], groups[2]) : nil
    }
    guard let own = parts(stated), let other = parts(asked) else { return false }
    guard content(own.what, .ja) == content(other.what, .ja), own.does == other.does, isDenied(stated, .ja) == false,
      isDenied(asked, .ja) == false
    else { return false }
    func differ(_ company: String, _ person: String) -> Bool {
      companies.contains(company) && persons.matches(person) && !companies.contains(person)
    }
    return differ(own.who, other.who) || differ(other.who, own.who)
  }
}
