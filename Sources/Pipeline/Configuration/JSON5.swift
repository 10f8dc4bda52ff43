public import Records

/// A small reader for JSON5 that knows where everything stands, so that a mistake can be named by line and column.
public enum JSON5 {
  /// Where something stands, both from 1; columns count characters.
  public struct Position: Sendable, Hashable, CustomStringConvertible {
    /// The line.
    public var line: Int
    /// The column.
    public var column: Int

    /// `LINE:COLUMN`, such as `3:14`.
    public var description: String { "\(line):\(column)" }
  }

  /// What is wrong, and where.
  public struct SyntaxError: ExplainedError, Hashable {
    /// What was found or missing.
    public var message: BilingualText
    /// Where.
    public var position: Position

    /// Place and mistake in one line.
    public var text: BilingualText {
      BilingualText(en: "\(position): \(message.en)", ja: "\(position): \(message.ja)")
    }
  }

  /// A value with its place.
  public struct Node: Sendable, Hashable {
    /// What it is.
    public var value: Value
    /// Where it begins.
    public var position: Position
  }

  /// A member of an object, in the file's order.
  public struct Member: Sendable, Hashable {
    /// The key.
    public var key: String
    /// Where the key stands.
    public var position: Position
    /// The value.
    public var node: Node
  }

  /// What a value can be.
  public indirect enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Node])
    case object([Member])
  }

  /// Reads one value and nothing after it.
  public static func parse(_ text: String) throws(SyntaxError) -> Node {
    var parser = JSON5Parser(Array(text.unicodeScalars))
    return try parser.document()
  }
}

struct JSON5Parser {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var column = 1
  private var depth = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  mutating func document() throws(JSON5.SyntaxError) -> JSON5.Node {
    if peek == "\u{FEFF}" { advance() }
    try skipBlank()
    let node = try node()
    try skipBlank()
    guard peek == nil else { throw error("nothing may follow the outermost value", ja: "最も外側の値の後には何も書けません") }
    return node
  }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  private var next: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }
  private var position: JSON5.Position { JSON5.Position(line: line, column: column) }

  private func error(_ en: String, ja: String, at place: JSON5.Position? = nil) -> JSON5.SyntaxError {
    JSON5.SyntaxError(message: BilingualText(en: en, ja: ja), position: place ?? position)
  }

  /// Something else stands where `en` was expected.
  private func expected(_ en: String, ja: String) -> JSON5.SyntaxError {
    let found =
      peek.map { BilingualText(en: "“\($0)”", ja: "「\($0)」") }
      ?? BilingualText(en: "the end of the file", ja: "ファイルの終わり")
    return error("expected \(en), found \(found.en)", ja: "\(ja)が必要ですが、\(found.ja)があります")
  }

  private mutating func advance() {
    if scalars[index] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private mutating func skipBlank() throws(JSON5.SyntaxError) {
    while let scalar = peek {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        advance()
      } else if scalar == "/", next == "/" {
        while let scalar = peek, scalar != "\n" { advance() }
      } else if scalar == "/", next == "*" {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(JSON5.SyntaxError) {
    let start = position
    advance()
    advance()
    while peek != nil {
      if peek == "*", next == "/" {
        advance()
        advance()
        return
      }
      advance()
    }
    throw error("this comment is never closed", ja: "コメントが閉じられていません", at: start)
  }

  private mutating func node() throws(JSON5.SyntaxError) -> JSON5.Node {
    let start = position
    guard depth < 64 else { throw error("the values are nested too deeply", ja: "入れ子が深すぎます") }
    depth += 1
    defer { depth -= 1 }
    switch peek {
    case "{": return JSON5.Node(value: .object(try members()), position: start)
    case "[": return JSON5.Node(value: .array(try elements()), position: start)
    case "\"", "'": return JSON5.Node(value: .string(try string()), position: start)
    default: return JSON5.Node(value: try word(), position: start)
    }
  }

  private mutating func members() throws(JSON5.SyntaxError) -> [JSON5.Member] {
    let start = position
    var out: [JSON5.Member] = []
    advance()
    while true {
      try skipBlank()
      if peek == "}" {
        advance()
        return out
      }
      guard peek != nil else { throw error("this “{” is never closed", ja: "「{」が閉じられていません", at: start) }
      let place = position
      let key = try key()
      guard !out.contains(where: { $0.key == key }) else {
        throw error("the key “\(key)” stands here twice", ja: "キー「\(key)」が二度書かれています", at: place)
      }
      try skipBlank()
      guard peek == ":" else { throw expected("“:” after “\(key)”", ja: "「\(key)」の後に「:」") }
      advance()
      try skipBlank()
      out.append(JSON5.Member(key: key, position: place, node: try node()))
      try skipBlank()
      if peek == "," {
        advance()
      } else if peek != "}" {
        throw expected("“,” or “}”", ja: "「,」か「}」")
      }
    }
  }

  private mutating func elements() throws(JSON5.SyntaxError) -> [JSON5.Node] {
    let start = position
    var out: [JSON5.Node] = []
    advance()
    while true {
      try skipBlank()
      if peek == "]" {
        advance()
        return out
      }
      guard peek != nil else { throw error("this “[” is never closed", ja: "「[」が閉じられていません", at: start) }
      out.append(try node())
      try skipBlank()
      if peek == "," {
        advance()
      } else if peek != "]" {
        throw expected("“,” or “]”", ja: "「,」か「]」")
      }
    }
  }

  private mutating func key() throws(JSON5.SyntaxError) -> String {
    if peek == "\"" || peek == "'" { return try string() }
    let word = bareWord()
    guard !word.isEmpty else { throw expected("a key", ja: "キー") }
    return word
  }

  private mutating func bareWord() -> String {
    var out = String.UnicodeScalarView()
    while let scalar = peek,
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "+-._$".unicodeScalars.contains(scalar)
    {
      out.append(scalar)
      advance()
    }
    return String(out)
  }

  private mutating func word() throws(JSON5.SyntaxError) -> JSON5.Value {
    let start = position
    let word = bareWord()
    switch word {
    case "": throw expected("a value", ja: "値")
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "Infinity", "+Infinity": return .number(.infinity)
    case "-Infinity": return .number(-.infinity)
    case "NaN": return .number(.nan)
    default:
      guard let number = Self.number(word) else {
        throw error(
          "“\(word)” is no value; text needs quotes", ja: "「\(word)」は値ではありません。文字列は引用符で囲む必要があります", at: start)
      }
      return .number(number)
    }
  }

  private static func number(_ word: String) -> Double? {
    var digits = word[...]
    var sign = 1.0
    if let first = digits.first, first == "-" || first == "+" {
      sign = first == "-" ? -1 : 1
      digits = digits.dropFirst()
    }
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      return UInt64(digits.dropFirst(2), radix: 16).map { sign * Double($0) }
    }
    // `Double` would take words such as “inf” and hexadecimal fractions, which JSON5 does not know.
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) || ".eE+-".utf8.contains($0) }) else { return nil }
    let padded = (digits.hasPrefix(".") ? "0" : "") + digits + (digits.hasSuffix(".") ? "0" : "")
    return Double(padded).map { sign * $0 }
  }

  private mutating func string() throws(JSON5.SyntaxError) -> String {
    let start = position
    let quote = peek
    var out = String.UnicodeScalarView()
    advance()
    while let scalar = peek {
      if scalar == quote {
        advance()
        return String(out)
      }
      if scalar == "\n" { break }
      if scalar == "\\" {
        advance()
        try escape(into: &out)
      } else {
        out.append(scalar)
        advance()
      }
    }
    throw error("this text is never closed", ja: "文字列が閉じられていません", at: start)
  }

  private mutating func escape(into out: inout String.UnicodeScalarView) throws(JSON5.SyntaxError) {
    guard let scalar = peek else { throw error("the file ends inside a text", ja: "文字列の途中でファイルが終わっています") }
    let place = position
    advance()
    switch scalar {
    case "n": out.append("\n")
    case "t": out.append("\t")
    case "r": out.append("\r")
    case "b": out.append("\u{8}")
    case "f": out.append("\u{C}")
    case "v": out.append("\u{B}")
    case "0": out.append("\0")
    case "\n": break
    case "\r": if peek == "\n" { advance() }
    case "x": out.append(try codePoint(digits: 2, place))
    case "u":
      var unit = try codeUnit(digits: 4, place)
      if (0xD800..<0xDC00).contains(unit), peek == "\\", next == "u" {
        advance()
        advance()
        let low = try codeUnit(digits: 4, place)
        guard (0xDC00..<0xE000).contains(low) else { throw loneSurrogate(place) }
        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let value = Unicode.Scalar(unit) else { throw loneSurrogate(place) }
      out.append(value)
    default: out.append(scalar)
    }
  }

  private func loneSurrogate(_ place: JSON5.Position) -> JSON5.SyntaxError {
    error("a surrogate without its other half", ja: "サロゲートの片方がありません", at: place)
  }

  private mutating func codeUnit(digits: Int, _ place: JSON5.Position) throws(JSON5.SyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let scalar = peek, let digit = Character(scalar).hexDigitValue, scalar.isASCII else {
        throw error("expected \(digits) hexadecimal digits", ja: "16 進数が \(digits) 桁必要です", at: place)
      }
      value = value * 16 + UInt32(digit)
      advance()
    }
    return value
  }

  private mutating func codePoint(
    digits: Int, _ place: JSON5.Position
  ) throws(JSON5.SyntaxError) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(try codeUnit(digits: digits, place)) else {
      throw error("no such character", ja: "この番号の文字はありません", at: place)
    }
    return scalar
  }
}
