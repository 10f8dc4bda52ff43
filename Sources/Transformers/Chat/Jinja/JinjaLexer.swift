/// A piece of a template, with the line where it begins.
struct JinjaToken {
  enum Kind: Hashable {
    /// Text that is written out as it is.
    case data(String)
    /// `{{`
    case outputBegin
    /// `}}`
    case outputEnd
    /// `{%`
    case tagBegin
    /// `%}`
    case tagEnd
    case name(String)
    case string(String)
    case integer(Int)
    case float(Double)
    case symbol(String)
    case end
  }

  let kind: Kind
  let line: Int

  /// Text that the template itself holds.
  var literal: String? {
    switch kind {
    case .data(let text), .string(let text): text
    default: nil
    }
  }

  /// How messages name it.
  var spelling: String {
    switch kind {
    case .data: "text"
    case .outputBegin: "{{"
    case .outputEnd: "}}"
    case .tagBegin: "{%"
    case .tagEnd: "%}"
    case .name(let name): name
    case .string(let text): "'" + (text.count > 24 ? text.prefix(24) + "…" : text) + "'"
    case .integer(let value): String(value)
    case .float(let value): String(value)
    case .symbol(let symbol): symbol
    case .end: "the end of the template"
    }
  }
}

/// Cuts a template into tokens by Jinja's rules, with `trim_blocks` and `lstrip_blocks` on and without the newline at the
/// very end, as `apply_chat_template` sets them.
struct JinjaLexer {
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var tokens: [JinjaToken] = []
  /// Whether what came before ended with a newline: white space before a tag can be cut off only at a line's start.
  private var isLineStart = true
  /// Closing brackets that are awaited: within them `}}` ends no output.
  private var closing: [Unicode.Scalar] = []

  private enum Opening {
    case output
    case tag
    case comment
    case raw
  }

  /// Cuts a template into tokens.
  static func tokens(of source: String) throws(JinjaSyntaxError) -> [JinjaToken] {
    var lexer = JinjaLexer(source)
    return try lexer.run()
  }

  private init(_ source: String) {
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(source.utf8.count)
    var wasReturn = false
    for scalar in source.unicodeScalars {
      if scalar == "\n", wasReturn {
        wasReturn = false
        continue
      }
      wasReturn = scalar == "\r"
      scalars.append(wasReturn ? "\n" : scalar)
    }
    if scalars.last == "\n" { scalars.removeLast() }
    self.scalars = scalars
  }

  private mutating func run() throws(JinjaSyntaxError) -> [JinjaToken] {
    while position < scalars.count {
      guard let (opening, start) = nextOpening() else {
        add(data: scalars[position...])
        position = scalars.count
        break
      }
      let sign = scalars[safe: start + 2].flatMap { "+-".unicodeScalars.contains($0) ? $0 : nil }
      addText(upTo: start, sign: sign, cutsIndentation: opening != .output)
      switch opening {
      case .comment: try skipComment(start)
      case .raw: try readRaw()
      case .output, .tag: try readTag(opening, start + 2 + (sign == nil ? 0 : 1))
      }
    }
    tokens.append(JinjaToken(kind: .end, line: line))
    return tokens
  }

  // MARK: Text

  private func nextOpening() -> (Opening, Int)? {
    var index = position
    while index + 1 < scalars.count {
      if scalars[index] == "{" {
        switch scalars[index + 1] {
        case "{": return (.output, index)
        case "#": return (.comment, index)
        case "%": return (endOfRawTag(index) == nil ? .tag : .raw, index)
        default: break
        }
      }
      index += 1
    }
    return nil
  }

  /// Adds the text before a tag, without what the tag's sign or `lstrip_blocks` takes away.
  private mutating func addText(upTo end: Int, sign: Unicode.Scalar?, cutsIndentation: Bool) {
    var kept = scalars[position..<end]
    if sign == "-" {
      while let last = kept.last, PythonCharacter.isSpace(last) { kept.removeLast() }
    } else if sign == nil, cutsIndentation {
      let lineStart = kept.lastIndex(of: "\n").map { $0 + 1 } ?? position
      if lineStart > position || isLineStart, lineStart < end, kept[lineStart...].allSatisfy(PythonCharacter.isSpace) {
        kept = kept[..<lineStart]
      }
    }
    add(data: kept)
    advance(to: end)
  }

  private mutating func add(data: ArraySlice<Unicode.Scalar>) {
    guard !data.isEmpty else { return }
    tokens.append(JinjaToken(kind: .data(String(data)), line: line))
  }

  /// Goes on, counting lines.
  private mutating func advance(to end: Int) {
    while position < end {
      if scalars[position] == "\n" { line += 1 }
      position += 1
    }
  }

  // MARK: Comments and raw text

  private mutating func skipComment(_ start: Int) throws(JinjaSyntaxError) {
    let begin = line
    advance(to: start + 2)
    // The sign belongs to the opening: `{#-#}` is closed by its second “#”.
    if let sign = scalars[safe: position], sign == "-" || sign == "+" { advance(to: position + 1) }
    while position < scalars.count {
      if let end = endOfTag(position, "#", trimsNewline: true) { return finishTag(end) }
      advance(to: position + 1)
    }
    // As in the reference: one that opens at the very end says nothing.
    let opening = scalars[(start + 2)...].drop { $0 == "-" || $0 == "+" }
    if opening.isEmpty { return }
    throw JinjaSyntaxError(begin, en: "this comment is not closed by “#}”", ja: "コメントが「#}」で閉じられていません")
  }

  /// Where `{% raw %}` ends, if that is what stands there.
  private func endOfRawTag(_ start: Int) -> Int? {
    guard let end = word("raw", start) else { return nil }
    if hasPrefix("-%}", end) { return skippingSpace(end + 3) }
    return hasPrefix("%}", end) ? end + 2 : nil
  }

  private func word(_ name: String, _ start: Int) -> Int? {
    guard hasPrefix("{%", start) else { return nil }
    var index = start + 2
    if let sign = scalars[safe: index], sign == "-" || sign == "+" { index += 1 }
    index = skippingSpace(index)
    guard hasPrefix(name, index) else { return nil }
    return skippingSpace(index + name.unicodeScalars.count)
  }

  private mutating func readRaw() throws(JinjaSyntaxError) {
    let begin = line
    finishTag(endOfRawTag(position) ?? position)
    var index = position
    while index < scalars.count {
      if let after = word("endraw", index), let end = endOfTag(after, "%", trimsNewline: true) {
        let sign = scalars[safe: index + 2].flatMap { "+-".unicodeScalars.contains($0) ? $0 : nil }
        addText(upTo: index, sign: sign, cutsIndentation: true)
        return finishTag(end)
      }
      index += 1
    }
    throw JinjaSyntaxError(
      begin, en: "“raw” is not closed by {% endraw %}", ja: "raw が {% endraw %} で閉じられていません")
  }

  /// Where a tag's closing ends if it begins here: `-%}` takes all white space behind it, `%}` one newline.
  private func endOfTag(_ start: Int, _ mark: String, trimsNewline: Bool) -> Int? {
    let close = mark + "}"
    if hasPrefix("-" + close, start) { return skippingSpace(start + 3) }
    if trimsNewline, hasPrefix("+" + close, start) { return start + 3 }
    guard hasPrefix(close, start) else { return nil }
    let end = start + 2
    return trimsNewline && scalars[safe: end] == "\n" ? end + 1 : end
  }

  private mutating func finishTag(_ end: Int) {
    isLineStart = end > 0 && scalars[end - 1] == "\n"
    advance(to: end)
  }

  private func skippingSpace(_ start: Int) -> Int {
    var index = start
    while let scalar = scalars[safe: index], PythonCharacter.isSpace(scalar) { index += 1 }
    return index
  }

  private func hasPrefix(_ text: String, _ start: Int) -> Bool {
    var index = start
    for scalar in text.unicodeScalars {
      guard scalars[safe: index] == scalar else { return false }
      index += 1
    }
    return true
  }

  // MARK: Inside of tags

  private mutating func readTag(_ opening: Opening, _ start: Int) throws(JinjaSyntaxError) {
    let isOutput = opening == .output
    tokens.append(JinjaToken(kind: isOutput ? .outputBegin : .tagBegin, line: line))
    let begin = line
    advance(to: start)
    closing = []
    while position < scalars.count {
      if closing.isEmpty, let end = endOfTag(position, isOutput ? "}" : "%", trimsNewline: !isOutput) {
        tokens.append(JinjaToken(kind: isOutput ? .outputEnd : .tagEnd, line: line))
        return finishTag(end)
      }
      try readToken()
    }
    let close = isOutput ? "}}" : "%}"
    throw JinjaSyntaxError(
      begin, en: "the tag that begins here is not closed by “\(close)”", ja: "ここで始まるタグが「\(close)」で閉じられていません")
  }

  private mutating func readToken() throws(JinjaSyntaxError) {
    let scalar = scalars[position]
    if PythonCharacter.isSpace(scalar) { return advance(to: position + 1) }
    if PythonCharacter.isDigit(scalar) { return try readNumber() }
    if PythonCharacter.isIdentifierStart(scalar) {
      var end = position + 1
      while let next = scalars[safe: end], PythonCharacter.isIdentifierPart(next) { end += 1 }
      return add(.name(String(scalars[position..<end])), end)
    }
    if scalar == "'" || scalar == "\"" { return try readString(scalar) }
    try readSymbol()
  }

  private mutating func add(_ kind: JinjaToken.Kind, _ end: Int) {
    tokens.append(JinjaToken(kind: kind, line: line))
    advance(to: end)
  }

  private mutating func readSymbol() throws(JinjaSyntaxError) {
    for symbol in ["//", "**", "==", "!=", ">=", "<="] where hasPrefix(symbol, position) {
      return add(.symbol(symbol), position + 2)
    }
    let scalar = scalars[position]
    guard "+-/*%~[](){}><=.:|,;".unicodeScalars.contains(scalar) else {
      throw JinjaSyntaxError(
        line, en: "the character “\(scalar)” has no meaning here", ja: "文字「\(scalar)」はここでは使えません")
    }
    switch scalar {
    case "(": closing.append(")")
    case "[": closing.append("]")
    case "{": closing.append("}")
    case ")", "]", "}":
      guard let expected = closing.popLast() else {
        throw JinjaSyntaxError(line, en: "“\(scalar)” closes nothing", ja: "「\(scalar)」に対応する開きかっこがありません")
      }
      guard expected == scalar else {
        throw JinjaSyntaxError(
          line, en: "“\(expected)” was expected, “\(scalar)” is there", ja: "「\(expected)」が必要ですが、「\(scalar)」があります")
      }
    default: break
    }
    add(.symbol(String(scalar)), position + 1)
  }

  // MARK: Numbers and strings

  private mutating func readNumber() throws(JinjaSyntaxError) {
    if scalars[position] == "0", let mark = scalars[safe: position + 1] {
      let radixes: [Unicode.Scalar: Int] = ["x": 16, "X": 16, "o": 8, "O": 8, "b": 2, "B": 2]
      if let radix = radixes[mark], let (digits, end) = digits(position + 2, radix: radix) {
        return try addInteger(digits, radix: radix, end)
      }
    }
    let followsDot = position > 0 && scalars[position - 1] == "."
    guard let (whole, wholeEnd) = digits(position, radix: 10, underscoreFirst: false) else { return }
    var text = whole
    var end = wholeEnd
    var isFloat = false
    if !followsDot, scalars[safe: end] == ".",
      let (fraction, after) = digits(end + 1, radix: 10, underscoreFirst: false)
    {
      text += "." + fraction
      end = after
      isFloat = true
    }
    if !followsDot, let mark = scalars[safe: end], mark == "e" || mark == "E" {
      let sign = scalars[safe: end + 1].flatMap { $0 == "-" || $0 == "+" ? String($0) : nil } ?? ""
      if let (exponent, after) = digits(end + 1 + sign.count, radix: 10, underscoreFirst: false) {
        text += "e" + sign + exponent
        end = after
        isFloat = true
      }
    }
    if isFloat { return add(.float(Double(text) ?? 0), end) }
    // A zero begins no decimal number but zero itself; what follows is a token of its own, as in the reference.
    if whole.hasPrefix("0"), let stop = scalars[position..<end].firstIndex(where: { $0 != "0" && $0 != "_" }) {
      return add(.integer(0), scalars[stop - 1] == "_" ? stop - 1 : stop)
    }
    try addInteger(whole, radix: 10, end)
  }

  /// Digits with single underscores between them.
  private func digits(_ start: Int, radix: Int, underscoreFirst: Bool = true) -> (String, Int)? {
    var text = ""
    var index = start
    while let scalar = scalars[safe: index] {
      if scalar == "_", underscoreFirst || !text.isEmpty, let next = scalars[safe: index + 1],
        Character(next).hexDigitValue.map({ $0 < radix }) == true, next.isASCII
      {
        index += 1
        continue
      }
      guard scalar.isASCII, let value = Character(scalar).hexDigitValue, value < radix else { break }
      text.unicodeScalars.append(scalar)
      index += 1
    }
    return text.isEmpty ? nil : (text, index)
  }

  private mutating func addInteger(_ digits: String, radix: Int, _ end: Int) throws(JinjaSyntaxError) {
    guard let value = Int(digits, radix: radix) else {
      throw JinjaSyntaxError(line, en: "the number \(digits) is too large", ja: "数 \(digits) が大きすぎます")
    }
    add(.integer(value), end)
  }

  private mutating func readString(_ quote: Unicode.Scalar) throws(JinjaSyntaxError) {
    var end = position + 1
    while let scalar = scalars[safe: end], scalar != quote { end += scalar == "\\" ? 2 : 1 }
    guard end < scalars.count else {
      throw JinjaSyntaxError(line, en: "this text is not closed by \(quote)", ja: "文字列が \(quote) で閉じられていません")
    }
    guard let text = PythonEscapes.decode(scalars[(position + 1)..<end]) else {
      throw JinjaSyntaxError(
        line, en: "a “\\” in this text is followed by what it cannot be followed by",
        ja: "文字列の中の「\\」の後の書き方が正しくありません")
    }
    add(.string(text), end + 1)
  }
}

extension Array {
  /// The element at an index; nil outside of the array.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension String {
  /// A text of some characters.
  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}
