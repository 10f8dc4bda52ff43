import Foundation
import Records

/// A text and where it links to.
struct MarkedText: Hashable {
  var text: String
  /// UTF-8 offsets in the text.
  var links: [Link] = []
}

/// Takes the marks out of a line of Markdown and leaves the words: emphasis, code, links, pictures, escapes, entities.
struct MarkdownInline {
  /// `[name]: target` anywhere in the file, by the name in lower case.
  var references: [String: String] = [:]
  /// How many links' texts are read within one another: CommonMark allows none, real files have a picture in a link.
  var depth = 4

  /// The words of a line.
  static func plain(_ text: String) -> String { MarkdownInline().parse(text).text }

  /// The words of a line, and where they link to.
  func parse(_ text: String) -> MarkedText {
    var parser = Parser(Array(text.trimmed), references: references, depth: depth)
    return parser.run()
  }

  /// `[name]: target "title"`; nil for any other line.
  static func definition(_ line: String) -> (name: String, target: String)? {
    let text = line.trimmed
    guard text.hasPrefix("["), !text.hasPrefix("[^"), let end = text.range(of: "]:"),
      !text[..<end.lowerBound].contains("](")
    else { return nil }
    let name = text[text.index(after: text.startIndex)..<end.lowerBound].lowercased()
    let rest = String(text[end.upperBound...]).trimmed
    guard let target = rest.split(whereSeparator: \.isWhitespace).first, !name.isEmpty, !name.contains("[") else {
      return nil
    }
    // Behind the address there is a title in quotation marks or nothing: else this is a sentence.
    let behind = String(rest.dropFirst(target.count)).trimmed
    guard behind.isEmpty || "\"'(".contains(behind.prefix(1)) else { return nil }
    return (name, target.trimmingCharacters(in: ["<", ">"]))
  }

  private struct Parser {
    let characters: [Character]
    let references: [String: String]
    let depth: Int
    var position = 0
    var out = MarkedText(text: "")
    /// The closing bracket of every `[` and `(` that has one. Found once: hostile files have thousands that have none.
    private let closings: [Int: Int]
    private let lastAngle: Int

    init(_ characters: [Character], references: [String: String], depth: Int) {
      self.characters = characters
      self.references = references
      self.depth = depth
      closings = Self.closings(in: characters)
      lastAngle = characters.lastIndex(of: ">") ?? -1
    }

    private static func closings(in characters: [Character]) -> [Int: Int] {
      var found: [Int: Int] = [:]
      var (square, round): ([Int], [Int]) = ([], [])
      for (index, character) in characters.enumerated() {
        switch character {
        case "[": square.append(index)
        case "(": round.append(index)
        case "]": if let open = square.popLast() { found[open] = index }
        case ")": if let open = round.popLast() { found[open] = index }
        default: break
        }
      }
      return found
    }

    private static let escapable: Set<Character> = Set("\\`*_{}[]()#+-.!|<>~\"'&$")

    mutating func run() -> MarkedText {
      while position < characters.count { step() }
      while out.text.last?.isWhitespace == true { out.text.removeLast() }
      let end = out.text.utf8.count
      out.links = out.links.filter { $0.start < end }.map {
        Link(start: $0.start, end: min($0.end, end), target: $0.target)
      }
      return out
    }

    private mutating func step() {
      let character = characters[position]
      switch character {
      case "\\" where position + 1 < characters.count && Self.escapable.contains(characters[position + 1]):
        out.text.append(characters[position + 1])
        position += 2
      case "\\" where position + 1 == characters.count: position += 1
      case "`": code()
      case "!" where next == "[":
        position += 1
        if !link(isPicture: true) { out.text.append("!") }
      case "[": if !link() { keep() }
      case "<": if !tag() { keep() }
      case "&": if !entity() { keep() }
      case "h": if !address() { keep() }
      case "*", "_", "~": emphasis(character)
      default: keep()
      }
    }

    private var next: Character? { position + 1 < characters.count ? characters[position + 1] : nil }

    private mutating func keep() {
      out.text.append(characters[position])
      position += 1
    }

    private mutating func append(_ marked: MarkedText, target: String? = nil) {
      let start = out.text.utf8.count
      out.text += marked.text
      let end = out.text.utf8.count
      if let target, start < end { out.links.append(Link(start: start, end: end, target: target)) }
      out.links += marked.links.map { Link(start: $0.start + start, end: $0.end + start, target: $0.target) }
    }

    private mutating func code() {
      let count = run(of: "`", at: position)
      var end = position + count
      while end < characters.count {
        let closing = run(of: "`", at: end)
        if closing == count {
          out.text += String(characters[(position + count)..<end]).trimmed
          position = end + count
          return
        }
        end += max(1, closing)
      }
      for _ in 0..<count { keep() }
    }

    private func run(of mark: Character, at start: Int) -> Int {
      var end = start
      while end < characters.count, characters[end] == mark { end += 1 }
      return end - start
    }

    /// `[text](target)`, `[text][name]`, `[name]`, `[^note]`; false when it is a bracket like any other.
    private mutating func link(isPicture: Bool = false) -> Bool {
      guard depth > 0, let close = closings[position] else { return false }
      if characters[position + 1] == "^" {
        position = close + 1
        return true
      }
      guard let (target, end) = target(behind: close, name: (position + 1)..<close) else { return false }
      let inside = String(characters[(position + 1)..<close])
      append(
        MarkdownInline(references: references, depth: depth - 1).parse(inside),
        target: isPicture || target.isEmpty ? nil : target)
      position = end + 1
      return true
    }

    /// Where a link leads and where it ends.
    private func target(behind close: Int, name: Range<Int>) -> (String, Int)? {
      let mark = close + 1 < characters.count ? characters[close + 1] : " "
      if mark == "(", let end = closings[close + 1] {
        let inside = String(characters[(close + 2)..<end]).trimmed
        if inside.hasPrefix("<"), let angle = inside.firstIndex(of: ">") {
          return (String(inside[inside.index(after: inside.startIndex)..<angle]), end)
        }
        // A title may stand behind the address; an address with spaces in it is wrong, but its words are no text.
        let address = inside.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
        return (address, end)
      }
      if mark == "[", let end = closings[close + 1] {
        let given = (close + 2)..<end
        return reference(given.isEmpty ? name : given).map { ($0, end) }
      }
      return reference(name).map { ($0, close) }
    }

    /// What a name stands for; CommonMark's names have at most 999 characters.
    private func reference(_ name: Range<Int>) -> String? {
      references.isEmpty || name.count > 999 ? nil : references[String(characters[name]).lowercased()]
    }

    /// `<br>` is a space, `<https://…>` its address, other tags nothing; `a < b` stays.
    private mutating func tag() -> Bool {
      guard let first = next, first.isASCII, first.isLetter || first == "/" || first == "!", position < lastAngle,
        let end = characters[position...].firstIndex(of: ">")
      else { return false }
      let inside = String(characters[(position + 1)..<end])
      let isMail = inside.contains("@") && !inside.contains(" ")
      if inside.contains("://") && !inside.contains(" ") || isMail {
        append(MarkedText(text: inside), target: isMail && !inside.contains(":") ? "mailto:" + inside : inside)
      }
      switch Self.place(ofTag: inside) {
      case .line where !out.text.isEmpty && out.text.last?.isNewline != true: out.text += "\n"
      case .space where out.text.last?.isWhitespace == false: out.text += " "
      default: break
      }
      position = end + 1
      return true
    }

    private enum Place { case line, space, none }

    /// What a page shows in the place of a tag: paragraphs and rows stand on lines, cells apart.
    private static func place(ofTag inside: String) -> Place {
      let name = inside.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }.lowercased()
      switch name {
      case "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "summary",
        "details", "dt", "dd", "blockquote", "caption", "center":
        return .line
      case "br", "td", "th": return .space
      default: return .none
      }
    }

    /// An address without marks links to itself.
    private mutating func address() -> Bool {
      let rest = characters[position...]
      guard rest.starts(with: "http://") || rest.starts(with: "https://"),
        position == 0 || !characters[position - 1].isLetter
      else { return false }
      var text = String(rest.prefix { $0.isASCII && !$0.isWhitespace && !"<>\"`|*".contains($0) })
      while let last = text.last, ".,:;!?'".contains(last) || last == ")" && !text.contains("(") { text.removeLast() }
      append(MarkedText(text: text), target: text)
      position += text.count
      return true
    }

    private static let entities: [String: String] = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
      "trade": "™", "mdash": "—", "ndash": "–", "hellip": "…", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
      "yen": "¥", "euro": "€", "pound": "£", "times": "×", "middot": "·", "bull": "•", "rarr": "→", "larr": "←",
      "deg": "°", "emsp": "\u{2003}", "ensp": "\u{2002}",
    ]

    private mutating func entity() -> Bool {
      guard let end = characters[position...].prefix(10).firstIndex(of: ";") else { return false }
      let name = String(characters[(position + 1)..<end])
      var text = Self.entities[name]
      if name.hasPrefix("#") {
        let isHexadecimal = name.dropFirst().lowercased().hasPrefix("x")
        let number = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
        text = number.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
      }
      guard let text else { return false }
      out.text += text
      position = end + 1
      return true
    }

    /// Marks beside a letter on one side and a space or an end on the other are emphasis; `2 * 3` and `a_b` are not.
    private mutating func emphasis(_ mark: Character) {
      let count = run(of: mark, at: position)
      let before = position > 0 ? characters[position - 1] : " "
      let after = position + count < characters.count ? characters[position + count] : " "
      let isWithinWord = mark == "_" && isWordly(before) && isWordly(after)
      let isAlone = before.isWhitespace && after.isWhitespace
      if isWithinWord || isAlone || mark == "~" && count < 2 || mark == "_" && count > 3 {
        for _ in 0..<count { keep() }
      } else {
        position += count
      }
    }

    private func isWordly(_ character: Character) -> Bool { character.isLetter || character.isNumber }
  }
}
