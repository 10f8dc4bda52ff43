extension PreTokenizer {
  /// The types that a file may name.
  static let known = [
    "BertPreTokenizer", "ByteLevel", "CharDelimiterSplit", "Digits", "FixedLength", "Metaspace", "Punctuation",
    "Sequence",
    "Split", "UnicodeScripts", "Whitespace", "WhitespaceSplit",
  ]

  /// The steps of a file's pre-tokenizer.
  static func steps(_ part: PartSettings) throws(TokenizerFileError) -> [Step] {
    switch try part.type() {
    case "Sequence":
      var steps: [Step] = []
      for inner in try part.parts("pretokenizers") { steps += try Self.steps(inner) }
      return steps
    case "BertPreTokenizer":
      return [
        .split(.characters({ UnicodeVersions.whitespace }), .removed, isInverted: false),
        .split(.characters({ UnicodeVersions.punctuation }), .isolated, isInverted: false),
      ]
    case "ByteLevel":
      var steps: [Step] = []
      if try part.optionalBool("add_prefix_space") ?? true { steps.append(.prefixSpace) }
      if try part.optionalBool("use_regex") ?? true {
        steps.append(.split(.known(.gpt2), .isolated, isInverted: false))
      }
      return steps + [.byteAlphabet]
    case "CharDelimiterSplit", "Delimiter":
      let delimiter = ScalarSet(scalars: [try part.scalar("delimiter").value])
      return [.split(.characters({ delimiter }), .removed, isInverted: false)]
    case "Digits":
      let behavior: SplitBehavior = try part.optionalBool("individual_digits") ?? false ? .isolated : .contiguous
      return [.split(.characters({ UnicodeVersions.numeric }), behavior, isInverted: false)]
    case "FixedLength":
      let length = try part.optionalCount("length") ?? 5
      guard length > 0 else { throw .malformed(part.path("length"), en: "is 0", ja: "0 になっています") }
      return [.fixedLength(length)]
    case "Metaspace":
      let (replacement, scheme, isSplit) = try metaspace(part)
      let step = Step.metaspace(replacement: Array(String(replacement).utf8), scheme)
      let set = ScalarSet(scalars: [replacement.value])
      return isSplit ? [step, .split(.characters({ set }), .mergedWithNext, isInverted: false)] : [step]
    case "Punctuation":
      return [.split(.characters({ UnicodeVersions.punctuation }), try behavior(part) ?? .isolated, isInverted: false)]
    case "Split":
      guard let behavior = try behavior(part) else {
        throw .malformed(part.path("behavior"), en: "is missing", ja: "指定がありません")
      }
      return [.split(try Splitter.pattern(part), behavior, isInverted: try part.optionalBool("invert") ?? false)]
    case "UnicodeScripts": return [.scripts]
    case "Whitespace": return [.split(.words, .removed, isInverted: true)]
    case "WhitespaceSplit": return [.split(.characters({ UnicodeVersions.whitespace }), .removed, isInverted: false)]
    case let type: throw .unknownPart(part.key, type, known: known)
    }
  }

  private static func behavior(_ part: PartSettings) throws(TokenizerFileError) -> SplitBehavior? {
    guard let name = try part.optionalString("behavior") else { return nil }
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw .unknownPart(part.path("behavior"), name, known: SplitBehavior.allCases.map(\.rawValue))
    }
    return behavior
  }

  /// The settings of a `Metaspace`, which are the same for splitting and decoding.
  static func metaspace(
    _ part: PartSettings
  ) throws(TokenizerFileError) -> (replacement: Unicode.Scalar, PrependScheme, split: Bool) {
    var scheme = PrependScheme.always
    if let name = try part.optionalString("prepend_scheme") {
      guard let known = PrependScheme(rawValue: name) else {
        throw .unknownPart(part.path("prepend_scheme"), name, known: PrependScheme.allCases.map(\.rawValue))
      }
      scheme = known
    }
    if try part.optionalBool("add_prefix_space") == false, scheme != .never {
      throw .malformed(
        part.path("add_prefix_space"), en: "is false, while prepend_scheme is \(scheme.rawValue)",
        ja: "false ですが、prepend_scheme が \(scheme.rawValue) になっています")
    }
    return (try part.scalar("replacement"), scheme, try part.optionalBool("split") ?? true)
  }
}
