internal import Tensors

extension PythonText {
  /// A method that is called with some arguments.
  private typealias Method = @Sendable (JinjaEvaluator, PythonText, JinjaArguments) throws -> JinjaValue

  /// A text's method of a name; nil where Python's `str` has none, or none that templates need.
  static func method(_ name: String, of text: String) -> JinjaFunction? {
    guard let method = methods[name] else { return nil }
    return JinjaFunction(name) { evaluator, arguments in
      try evaluator.charge(1 + text.utf8.count >> 4)
      try evaluator.charge(for: arguments)
      return try method(evaluator, PythonText(text), arguments)
    }
  }

  private static let methods: [String: Method] =
    [changing, finding, cutting, asking, formatting].reduce(into: [:]) { $0.merge($1) { first, _ in first } }

  private static func plain(_ name: String, _ body: @escaping @Sendable (PythonText) -> PythonText) -> (String, Method)
  {
    (
      name,
      { evaluator, text, arguments in
        _ = try arguments.bind(name, [])
        return try evaluator.string(body(text).string)
      }
    )
  }

  private static func question(_ name: String, _ body: @escaping @Sendable ([Unicode.Scalar]) -> Bool) -> (
    String, Method
  ) {
    (
      name,
      { _, text, arguments in
        _ = try arguments.bind(name, [])
        return .boolean(body(text.scalars))
      }
    )
  }

  private static func named(_ name: String, _ method: @escaping Method) -> (String, Method) { (name, method) }

  // MARK: Changing

  private static var changing: [String: Method] {
    Dictionary(
      uniqueKeysWithValues: [
        plain("upper") { $0.uppercased }, plain("lower") { $0.lowercased }, plain("title") { $0.titlecased },
        plain("capitalize") { $0.capitalized }, plain("swapcase") { $0.swappedCase },
        plain("casefold") { folded($0) },
        strip("strip", left: true, right: true), strip("lstrip", left: true, right: false),
        strip("rstrip", left: false, right: true), named("replace", replace),
        named(
          "removeprefix",
          { evaluator, text, arguments in
            let part = PythonText(try required(arguments, "removeprefix", "prefix"))
            return try evaluator.string(
              text.hasPart(part, at: 0) ? String(text.scalars.dropFirst(part.count)) : text.string)
          }),
        named(
          "removesuffix",
          { evaluator, text, arguments in
            let part = PythonText(try required(arguments, "removesuffix", "suffix"))
            let ends = part.count > 0 && text.hasPart(part, at: text.count - part.count)
            return try evaluator.string(ends ? String(text.scalars.dropLast(part.count)) : text.string)
          }),
      ])
  }

  /// Lower case for comparing: what has two forms in lower case gets one.
  private static func folded(_ text: PythonText) -> PythonText {
    PythonText(
      text.scalars.flatMap { scalar -> [Unicode.Scalar] in
        switch scalar {
        case "ß", "ẞ": ["s", "s"]
        case "ς": ["σ"]
        default: Array(scalar.properties.lowercaseMapping.unicodeScalars)
        }
      })
  }

  static func required(_ arguments: JinjaArguments, _ function: String, _ name: String) throws -> String {
    try JinjaArguments.text(try arguments.bind(function, [name], required: 1)[0], function, default: "")
  }

  /// A text, or none for Python's `None`.
  private static func optional(_ value: JinjaValue?, _ function: String) throws -> PythonText? {
    guard let value, !value.isNone else { return nil }
    return PythonText(try JinjaArguments.text(value, function, default: ""))
  }

  private static func strip(_ name: String, left: Bool, right: Bool) -> (String, Method) {
    (
      name,
      { evaluator, text, arguments in
        let characters = try optional(try arguments.bind(name, ["chars"])[0], name)
        return try evaluator.string(text.stripped(left: left, right: right, of: characters).string)
      }
    )
  }

  private static let replace: Method = { evaluator, text, arguments in
    let bound = try arguments.bind("replace", ["old", "new", "count"], required: 2)
    let texts = try bound[..<2].map { PythonText(try JinjaArguments.text($0, "replace", default: "")) }
    return try evaluator.replacing(
      texts[0], with: texts[1], in: text, limit: try JinjaArguments.integer(bound[2], "replace", default: -1))
  }

  // MARK: Finding

  private static var finding: [String: Method] {
    Dictionary(
      uniqueKeysWithValues: [
        find("find", last: false, throwing: false), find("rfind", last: true, throwing: false),
        find("index", last: false, throwing: true), find("rindex", last: true, throwing: true),
        named(
          "count",
          { _, text, arguments in
            let (part, start, end) = try part(arguments, "count", in: text)
            return .integer(start > end ? 0 : text.occurrences(of: part, from: start, to: end))
          }),
        edge("startswith") { text, part, start, end in start + part.count <= end && text.hasPart(part, at: start) },
        edge("endswith") { text, part, start, end in
          end - part.count >= start && text.hasPart(part, at: end - part.count)
        },
      ])
  }

  /// What is looked for, and the limits within which.
  private static func part(
    _ arguments: JinjaArguments, _ name: String, in text: PythonText
  ) throws -> (PythonText, Int, Int) {
    let bound = try arguments.bind(name, ["sub", "start", "end"], required: 1)
    let limits = try limits(bound, name, text.count)
    return (PythonText(try JinjaArguments.text(bound[0], name, default: "")), limits.0, limits.1)
  }

  private static func limits(_ bound: [JinjaValue?], _ name: String, _ count: Int) throws -> (Int, Int) {
    func limit(_ value: JinjaValue?, _ standard: Int) throws -> Int {
      guard let value, !value.isNone else { return standard }
      return try JinjaArguments.integer(value, name, default: standard)
    }
    // A start behind the end finds nothing, not even nothing.
    let start = try limit(bound[1], 0)
    return (
      start > count ? count + 1 : JinjaEvaluator.clamp(start, count),
      JinjaEvaluator.clamp(try limit(bound[2], count), count)
    )
  }

  private static func find(_ name: String, last: Bool, throwing: Bool) -> (String, Method) {
    (
      name,
      { _, text, arguments in
        let (part, start, end) = try part(arguments, name, in: text)
        let range =
          last ? text.lastRange(of: part, from: start, to: end) : text.firstRange(of: part, from: start, to: end)
        if throwing, range == nil {
          throw JinjaFailure.argument(name, Explanation(en: "the text is not there", ja: "その文字列がありません"))
        }
        return .integer(range?.lowerBound ?? -1)
      }
    )
  }

  /// `startswith` and `endswith`, which take one text or a tuple of them.
  private static func edge(
    _ name: String, _ body: @escaping @Sendable (PythonText, PythonText, Int, Int) -> Bool
  ) -> (String, Method) {
    (
      name,
      { _, text, arguments in
        let bound = try arguments.bind(name, ["prefix", "start", "end"], required: 1)
        let (start, end) = try limits(bound, name, text.count)
        var candidates = [bound[0] ?? .none]
        if case .tuple(let list) = candidates[0] { candidates = list.items }
        for candidate in candidates
        where body(text, PythonText(try JinjaArguments.text(candidate, name, default: "")), start, end) {
          return .boolean(true)
        }
        return .boolean(false)
      }
    )
  }

  // MARK: Cutting and joining

  private static var cutting: [String: Method] {
    Dictionary(
      uniqueKeysWithValues: [
        split("split") { $0.split($1, limit: $2) }, split("rsplit") { $0.splitFromEnd($1, limit: $2) },
        partition("partition", fromEnd: false), partition("rpartition", fromEnd: true),
        named(
          "splitlines",
          { evaluator, text, arguments in
            let keeping = try arguments.bind("splitlines", ["keepends"])[0]?.isTrue ?? false
            return try evaluator.list(text.lines(keepingEnds: keeping).map { .string($0.string) })
          }),
        named(
          "join",
          { evaluator, text, arguments in
            let items = try evaluator.items(of: try arguments.bind("join", ["iterable"], required: 1)[0] ?? .none)
            let parts = try items.map { try JinjaArguments.text($0, "join", default: "") }
            return try evaluator.string(try evaluator.joined(parts, by: text.string))
          }),
      ])
  }

  private static func split(
    _ name: String, _ body: @escaping @Sendable (PythonText, PythonText?, Int) -> [PythonText]
  ) -> (String, Method) {
    (
      name,
      { evaluator, text, arguments in
        let bound = try arguments.bind(name, ["sep", "maxsplit"])
        let separator = try optional(bound[0], name)
        if separator?.count == 0 {
          throw JinjaFailure.argument(name, Explanation(en: "the separator is empty", ja: "区切りが空です"))
        }
        let pieces = body(text, separator, try JinjaArguments.integer(bound[1], name, default: -1))
        return try evaluator.list(pieces.map { .string($0.string) })
      }
    )
  }

  private static func partition(_ name: String, fromEnd: Bool) -> (String, Method) {
    (
      name,
      { evaluator, text, arguments in
        let separator = PythonText(try required(arguments, name, "sep"))
        guard separator.count > 0 else {
          throw JinjaFailure.argument(name, Explanation(en: "the separator is empty", ja: "区切りが空です"))
        }
        let range = fromEnd ? text.lastRange(of: separator) : text.firstRange(of: separator)
        guard let range else {
          return try evaluator.tuple((fromEnd ? ["", "", text.string] : [text.string, "", ""]).map { .string($0) })
        }
        let parts = [text.scalars[..<range.lowerBound], separator.scalars[...], text.scalars[range.upperBound...]]
        return try evaluator.tuple(parts.map { .string(String($0)) })
      }
    )
  }

  // MARK: Asking

  private static var asking: [String: Method] {
    func all(_ test: @escaping @Sendable (Unicode.Scalar) -> Bool) -> @Sendable ([Unicode.Scalar]) -> Bool {
      { !$0.isEmpty && $0.allSatisfy(test) }
    }
    @Sendable func isNumeric(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.numericType != nil }
    @Sendable func isDigit(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.numericType == .decimal || scalar.properties.numericType == .digit
    }
    return Dictionary(
      uniqueKeysWithValues: [
        question("isspace", all(PythonCharacter.isSpace)), question("isalpha", all(PythonCharacter.isLetter)),
        question("isdigit", all(isDigit)), question("isnumeric", all(isNumeric)),
        question("isdecimal", all { $0.properties.numericType == .decimal }),
        question("isalnum", all { PythonCharacter.isLetter($0) || isNumeric($0) }),
        question("isascii") { $0.allSatisfy(\.isASCII) },
        question("isupper", isUpper), question("islower", isLower),
        question("isidentifier") {
          $0.first.map(PythonCharacter.isIdentifierStart) == true && $0.allSatisfy(PythonCharacter.isIdentifierPart)
        },
        question("isprintable") { $0.allSatisfy(PythonCharacter.isPrintable) },
        question("istitle") {
          !$0.isEmpty && $0.contains(where: PythonCharacter.isCased) && PythonText($0).titlecased.scalars == $0
        },
      ])
  }

  /// Letters that have a case are there, and all are upper case.
  static func isUpper(_ scalars: [Unicode.Scalar]) -> Bool {
    scalars.contains { $0.properties.isUppercase }
      && !scalars.contains { $0.properties.isLowercase || $0.properties.generalCategory == .titlecaseLetter }
  }

  /// Letters that have a case are there, and all are lower case.
  static func isLower(_ scalars: [Unicode.Scalar]) -> Bool {
    scalars.contains { $0.properties.isLowercase }
      && !scalars.contains { $0.properties.isUppercase || $0.properties.generalCategory == .titlecaseLetter }
  }

  // MARK: Filling up and formatting

  /// Tabs become as many spaces as lead to the next stop.
  private static let expandTabs: Method = { evaluator, text, arguments in
    let size = try JinjaArguments.integer(try arguments.bind("expandtabs", ["tabsize"])[0], "expandtabs", default: 8)
    var out: [Unicode.Scalar] = []
    var column = 0
    for scalar in text.scalars {
      switch scalar {
      case "\t":
        let width = size > 0 ? size - column % size : 0
        try evaluator.allow(textOf: width)
        try evaluator.allow(textOf: out.count + width)
        out += Array(repeating: " ", count: width)
        column = 0
      case "\n", "\r":
        out.append(scalar)
        column = 0
      default:
        out.append(scalar)
        column += 1
      }
    }
    return try evaluator.string(PythonText(out).string)
  }

  private static var formatting: [String: Method] {
    Dictionary(
      uniqueKeysWithValues: [
        pad("ljust") { _, _ in 0 }, pad("rjust") { missing, _ in missing },
        // Python puts an odd place to the left where the width is odd.
        pad("center") { missing, width in missing / 2 + (missing & width & 1) },
        named("expandtabs", expandTabs),
        named(
          "zfill",
          { evaluator, text, arguments in
            let width = try JinjaArguments.integer(
              try arguments.bind("zfill", ["width"], required: 1)[0], "zfill", default: 0)
            try evaluator.check(textOf: max(0, width))
            let hasSign = text.scalars.first == "+" || text.scalars.first == "-"
            let sign = text.scalars.prefix(hasSign ? 1 : 0)
            let zeros = Array(repeating: Unicode.Scalar("0"), count: max(0, max(0, width) - text.count))
            return try evaluator.string(String(Array(sign) + zeros + text.scalars.dropFirst(sign.count)))
          }),
        named(
          "format",
          { evaluator, text, arguments in
            try evaluator.string(try PythonFormat(text, evaluator).formatted(arguments))
          }),
      ])
  }

  private static func pad(_ name: String, _ left: @escaping @Sendable (Int, Int) -> Int) -> (String, Method) {
    (
      name,
      { evaluator, text, arguments in
        let bound = try arguments.bind(name, ["width", "fillchar"], required: 1)
        let width = max(0, try JinjaArguments.integer(bound[0], name, default: 0))
        try evaluator.check(textOf: width)
        let fill = PythonText(try JinjaArguments.text(bound[1], name, default: " "))
        guard fill.count == 1 else {
          throw JinjaFailure.argument(
            name, Explanation(en: "one character is needed to fill up", ja: "埋める文字は 1 文字でなければなりません"))
        }
        return try evaluator.string(
          text.padded(to: width, with: fill.scalars[0], left: left(max(0, width - text.count), width)).string)
      }
    )
  }
}

extension JinjaEvaluator {
  /// Replaces parts of a text; how long the result can be is looked at first.
  func replacing(
    _ old: PythonText, with new: PythonText, in text: PythonText, limit: Int
  ) throws -> JinjaValue {
    let found = min(text.occurrences(of: old), limit < 0 ? .max : limit)
    try check(textOf: text.count + found * min(new.count, limits.textBytes))
    return try string(text.replacing(old, with: new, limit: limit).string)
  }

  /// Texts with another one between them.
  func joined(_ parts: [String], by separator: String) throws -> String {
    let sum = parts.reduce(0) { $0 + $1.utf8.count }
    try check(textOf: sum + separator.utf8.count * max(0, parts.count - 1))
    return parts.joined(separator: separator)
  }
}
