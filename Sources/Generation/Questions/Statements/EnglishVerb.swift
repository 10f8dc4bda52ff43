/// Verbs of rules, manuals and reports in all their forms: what a question with `do` needs. Words that are nouns as often
/// (`reports`, `orders`) are left out, since a wrong guess makes a wrong question.
struct EnglishVerb: Hashable {
  enum Tense { case base, thirdPerson, past }

  var base: String
  var tense: Tense

  /// `do`, `does` or `did`, whichever asks in this tense.
  var helper: String {
    switch tense {
    case .base: "do"
    case .thirdPerson: "does"
    case .past: "did"
    }
  }

  /// Whether `has` before this word only helps: `has been`, `has completed`.
  static func isParticiple(_ word: String) -> Bool {
    word == "been" || word.hasSuffix("ed") || participles.contains(word) || finite(word)?.tense == .past
  }

  private static let participles: Set<String> = [
    "become", "begun", "chosen", "fallen", "forbidden", "given", "grown", "risen", "run", "shown", "taken", "worn",
    "written", "done", "gone", "seen", "known", "agreed",
  ]

  /// The verb that a word is a finite form of.
  static func finite(_ word: String) -> EnglishVerb? { forms[word.lowercased()] }

  /// Words before a main verb that ask by standing first.
  static let auxiliaries: Set<String> = [
    "is", "are", "was", "were", "must", "may", "can", "will", "shall", "should", "would", "could", "might", "cannot",
  ]

  private static let regular = """
    accept acquire add adopt allow appear apply appoint approve arrive ask attach attend award become begin belong borrow
    bring build buy carry choose collect compare complete comply confirm connect consist contact contain continue
    contribute cool cost create decide deduct define deliver deliver depart depend describe detect determine develop
    divide earn elect employ enable end enter erase establish exceed exclude expire explain extend fall fill find fit
    follow forbid form fulfil gather generate give govern grant grow halve handle happen hold include increase inform
    inspect install introduce invent invite join keep last launch lead learn leave lie live lose lower maintain make manage mean
    meet move name need negotiate notify occur offer open operate overwrite own participate pay perform permit
    prepare present press prevent produce prohibit prove provide publish purchase raise reach receive recommend record
    reduce register reimburse reject remain remove renew repair repay replace replied reply require reserve reside
    respond restart retain retire return rise run save select sell send serve shorten show sign spend stand start state stay
    stop store submit supervise supply support switch take teach tell test tolerate train transmit travel treat turn
    update use verify vote wait want warn wash wear weigh win work write
    """
  private static let irregular: [(base: String, past: String)] = [
    ("become", "became"), ("begin", "began"), ("bring", "brought"), ("build", "built"), ("buy", "bought"),
    ("choose", "chose"), ("cost", "cost"), ("fall", "fell"), ("find", "found"), ("forbid", "forbade"), ("give", "gave"),
    ("grow", "grew"), ("hold", "held"), ("keep", "kept"), ("lead", "led"), ("leave", "left"), ("lie", "lay"),
    ("lose", "lost"), ("make", "made"), ("meet", "met"), ("pay", "paid"), ("repay", "repaid"), ("rise", "rose"),
    ("run", "ran"), ("sell", "sold"), ("send", "sent"), ("spend", "spent"), ("stand", "stood"), ("take", "took"),
    ("teach", "taught"), ("tell", "told"), ("wear", "wore"), ("win", "won"), ("write", "wrote"), ("have", "had"),
    ("show", "showed"),
  ]

  // MARK: Forms

  /// Verbs of which only the participle is sure to be one: `reports` may be a noun, `is reported` is none.
  private static let besides = """
    assess assign audit book calculate calibrate chair change check clean control coordinate count cover decide design
    draw edit examine file head host inform issue measure monitor note order organise organize plan print process
    question rate record regulate report review schedule seal see select sign test track translate use value
    """
  private static let irregularParticiples: [(base: String, participle: String)] = [
    ("become", "become"), ("begin", "begun"), ("choose", "chosen"), ("fall", "fallen"), ("forbid", "forbidden"),
    ("give", "given"), ("grow", "grown"), ("rise", "risen"), ("run", "run"), ("show", "shown"), ("take", "taken"),
    ("wear", "worn"), ("write", "written"), ("do", "done"), ("see", "seen"), ("know", "known"), ("draw", "drawn"),
  ]
  private static let participleOf = Dictionary(irregularParticiples.map { ($0.base, $0.participle) }) { first, _ in
    first
  }
  private static let pastOf = Dictionary(irregular.map { ($0.base, $0.past) }) { first, _ in first }
  private static let baseOf: [String: String] = {
    let bases = (regular + " " + besides).split(whereSeparator: \.isWhitespace).map(String.init)
    let known = bases + irregular.map(\.base) + irregularParticiples.map(\.base)
    return Dictionary(known.map { (participle(of: $0), $0) }) { first, _ in first }
  }()

  /// The verb of `held`, `approved`; nil where it is not known.
  static func base(ofParticiple word: String) -> String? { baseOf[word.lowercased()] }

  /// `held` of `hold`.
  static func participle(of base: String) -> String { participleOf[base] ?? pastOf[base] ?? ending(base, "ed") }

  /// `holds` of `hold`.
  static func thirdPerson(_ base: String) -> String { base == "have" ? "has" : ending(base, "s") }

  /// `saw`, `held`, `approved`.
  static func past(_ base: String) -> String {
    pastOf[base] ?? ["see": "saw", "do": "did", "know": "knew", "draw": "drew"][base] ?? ending(base, "ed")
  }

  private static let forms: [String: EnglishVerb] = {
    var out: [String: EnglishVerb] = [:]
    let bases = Set(regular.split(whereSeparator: \.isWhitespace).map(String.init) + ["have"])
    let past = Dictionary(irregular.map { ($0.base, $0.past) }) { first, _ in first }
    for base in bases {
      out[base] = EnglishVerb(base: base, tense: .base)
    }
    for base in bases {
      out[past[base] ?? ending(base, "ed")] = EnglishVerb(base: base, tense: .past)
      out[base == "have" ? "has" : ending(base, "s")] = EnglishVerb(base: base, tense: .thirdPerson)
    }
    return out
  }()

  private static func ending(_ base: String, _ suffix: String) -> String {
    let consonantY = base.hasSuffix("y") && !"aeiou".contains(base.dropLast().last ?? "a")
    if suffix == "s" {
      if consonantY { return base.dropLast() + "ies" }
      return base + (["s", "x", "h", "o"].contains(base.last) && !base.hasSuffix("gh") ? "es" : "s")
    }
    if consonantY { return base.dropLast() + "ied" }
    if base.hasSuffix("e") { return base + "d" }
    let doubled: Set<String> = ["stop", "fit", "plan", "permit", "submit", "transmit", "occur", "travel", "fulfil"]
    return base + (doubled.contains(base) ? String(base.suffix(1)) : "") + "ed"
  }
}
