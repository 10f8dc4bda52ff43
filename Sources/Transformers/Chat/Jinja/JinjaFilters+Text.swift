internal import Foundation
internal import Tensors

extension JinjaEvaluator {
  static var textFilters: [String: Filter] {
    [
      "upper": changing("upper") { $0.uppercased }, "lower": changing("lower") { $0.lowercased },
      "capitalize": changing("capitalize") { $0.capitalized }, "title": changing("title", titled),
      "string": { evaluator in
        { value, arguments in
          _ = try arguments.bind("string", [])
          return value.text == nil ? try evaluator.string(try evaluator.text(of: value)) : value
        }
      },
      "trim": { $0.trim }, "replace": { $0.replaceText }, "indent": { $0.indent }, "center": { $0.center },
      "truncate": { $0.truncate }, "wordcount": { $0.countWords }, "format": { $0.formatText },
      "urlencode": { $0.encodeAddress }, "tojson": { $0.writeJSON }, "safe": { $0.markSafe },
      "escape": { $0.escape }, "e": { $0.escape }, "forceescape": { $0.forceEscape },
      "default": { $0.replaceUndefined },
      "d": { $0.replaceUndefined }, "attr": { $0.getAttribute },
    ]
  }

  private static func changing(_ name: String, _ body: @escaping @Sendable (PythonText) -> PythonText) -> Filter {
    { evaluator in
      { value, arguments in
        _ = try arguments.bind(name, [])
        return try evaluator.string(body(PythonText(try evaluator.text(of: value))).string)
      }
    }
  }

  /// Each word with a capital, where white space, hyphens and opening brackets end words.
  @Sendable private static func titled(_ text: PythonText) -> PythonText {
    func parts(_ scalar: Unicode.Scalar) -> Bool {
      PythonCharacter.isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar)
    }
    var out: [Unicode.Scalar] = []
    for piece in text.scalars.split(omittingEmptySubsequences: false, whereSeparator: parts) {
      if let first = piece.first {
        out += PythonText([first]).uppercased.scalars + PythonText(piece.dropFirst()).lowercased.scalars
      }
      if piece.endIndex < text.count { out.append(text.scalars[piece.endIndex]) }
    }
    return PythonText(out)
  }

  private func trim(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let characters = try arguments.bind("trim", ["chars"])[0]
    let set = try characters.flatMap { $0.isNone ? nil : PythonText(try JinjaArguments.text($0, "trim", default: "")) }
    return try string(PythonText(try text(of: value)).stripped(of: set).string)
  }

  private func replaceText(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("replace", ["old", "new", "count"], required: 2)
    let texts = try ([value] + bound[..<2].map { $0 ?? .none }).map { PythonText(try text(of: $0)) }
    let limit = bound[2].map(\.isNone) == false ? try JinjaArguments.integer(bound[2], "replace", default: -1) : -1
    return try replacing(texts[1], with: texts[2], in: texts[0], limit: limit)
  }

  private func indent(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("indent", ["width", "first", "blank"])
    guard let body = value.text else {
      if case .undefined(let why) = value { throw JinjaFailure.undefined(why) }
      throw JinjaFailure.operand("indent", value)
    }
    let width = try bound[0]?.text ?? String(repeating: " ", count: spaces(bound[0]))
    var lines = PythonText(body + "\n").lines().map(\.string)
    try check(textOf: body.utf8.count + width.utf8.count * lines.count)
    let indentsBlank = bound[2]?.isTrue ?? false
    for index in lines.indices.dropFirst() where indentsBlank || !lines[index].isEmpty {
      lines[index] = width + lines[index]
    }
    return try string((bound[1]?.isTrue == true ? width : "") + lines.joined(separator: "\n"))
  }

  private func spaces(_ value: JinjaValue?) throws -> Int {
    let count = max(0, try JinjaArguments.integer(value, "indent", default: 4))
    try check(textOf: count)
    return count
  }

  private func center(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let width = max(0, try JinjaArguments.integer(try arguments.bind("center", ["width"])[0], "center", default: 80))
    try check(textOf: width)
    let text = PythonText(try text(of: value))
    let missing = max(0, width - text.count)
    return try string(text.padded(to: width, with: " ", left: missing / 2 + (missing & width & 1)).string)
  }

  private func truncate(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("truncate", ["length", "killwords", "end", "leeway"])
    let length = try JinjaArguments.integer(bound[0], "truncate", default: 255)
    let end = try JinjaArguments.text(bound[2], "truncate", default: "...")
    let leeway = try JinjaArguments.integer(bound[3].flatMap { $0.isNone ? nil : $0 }, "truncate", default: 5)
    let room = max(-1, length) - end.unicodeScalars.count
    guard room >= 0, leeway >= 0 else {
      throw JinjaFailure.argument("truncate", Explanation(en: "the length is too small", ja: "長さが小さすぎます"))
    }
    if try self.length(of: value) - leeway <= length { return value }
    guard let whole = value.text else { throw JinjaFailure.operand("truncate", value) }
    let text = PythonText(whole)
    let kept = PythonText(text.scalars.prefix(room))
    if bound[1]?.isTrue == true { return try string(kept.string + end) }
    return try string(kept.splitFromEnd(PythonText(" "), limit: 1)[0].string + end)
  }

  private func countWords(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("wordcount", [])
    var words = 0
    var isInside = false
    for scalar in try text(of: value).unicodeScalars {
      let isWord = scalar == "_" || PythonCharacter.isLetter(scalar) || scalar.properties.numericType != nil
      if isWord, !isInside { words += 1 }
      isInside = isWord
    }
    return .integer(words)
  }

  private func formatText(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    var named = JinjaDictionary()
    for (name, value) in arguments.named { named.set(name, to: value) }
    guard named.count == 0 || arguments.positional.isEmpty else {
      throw JinjaFailure.argument(
        "format", Explanation(en: "arguments with and without names are mixed", ja: "名前付きの引数とそうでない引数が混ざっています"))
    }
    let values = named.count > 0 ? JinjaValue.dictionary(named) : .tuple(arguments.positional)
    return try string(try percentFormat(try text(of: value), values))
  }

  private func encodeAddress(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("urlencode", [])
    func encoded(_ value: JinjaValue, inQuery: Bool) throws -> String {
      var out = ""
      for byte in try text(of: value).utf8 {
        let isPlain =
          byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
        if isPlain || "_.-~".utf8.contains(byte) || !inQuery && byte == 0x2F {
          out.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
          let digits = String(byte, radix: 16, uppercase: true)
          out += inQuery && byte == 0x20 ? "+" : (byte < 0x10 ? "%0" : "%") + digits
        }
      }
      return out
    }
    switch value {
    case .string, .markup, .none, .boolean, .integer, .float: return try string(try encoded(value, inQuery: false))
    default: break
    }
    var pairs = try items(of: value)
    if case .dictionary(let dictionary) = value { pairs = dictionary.pairs }
    return try string(
      try pairs.map { pair in
        let parts = try items(of: pair)
        guard parts.count == 2 else { throw JinjaFailure.unpacking(expected: 2, found: parts.count) }
        return try parts.map { try encoded($0, inQuery: true) }.joined(separator: "=")
      }.joined(separator: "&"))
  }

  private func writeJSON(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("tojson", ["ensure_ascii", "indent", "separators", "sort_keys"])
    var json = JSONText(self)
    json.isASCII = bound[0]?.isTrue ?? false
    json.sortsKeys = bound[3]?.isTrue ?? false
    if let indent = bound[1], !indent.isNone {
      let width = indent.text == nil ? max(0, try JinjaArguments.integer(indent, "tojson", default: 0)) : 0
      try check(textOf: width)
      json.indentation = indent.text ?? String(repeating: " ", count: width)
      json.separators = (",", ": ")
    }
    if let separators = bound[2], !separators.isNone {
      let parts = try items(of: separators).map { try JinjaArguments.text($0, "tojson", default: "") }
      guard parts.count == 2 else { throw JinjaFailure.unpacking(expected: 2, found: parts.count) }
      json.separators = (parts[0], parts[1])
    }
    return try string(try json.text(of: value))
  }

  private func markSafe(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("safe", [])
    return .markup(try text(of: value))
  }

  private func escape(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    if case .markup = value { return value }
    return try forceEscape(value, arguments)
  }

  private func forceEscape(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    _ = try arguments.bind("escape", [])
    let text = try text(of: value)
    try check(textOf: text.utf8.count * 5)
    return .markup(Self.escaped(text))
  }

  private func replaceUndefined(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let bound = try arguments.bind("default", ["default_value", "boolean"])
    let isMissing = value.isUndefined || bound[1]?.isTrue == true && !value.isTrue
    return isMissing ? bound[0] ?? .string("") : value
  }

  private func getAttribute(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let name = try PythonText.required(arguments, "attr", "name")
    // Members only: an item of the name does not count.
    if case .dictionary(let dictionary) = value, dictionary[name] != nil,
      !["get", "items", "keys", "values", "copy"].contains(name)
    {
      return .undefined(.attribute(of: value.typeName, name))
    }
    return try attribute(name, of: value)
  }
}
