/// Takes the marks out of a line of Markdown and leaves the words: emphasis, code, links, pictures, escapes.
enum MarkdownInline {
  static func plain(_ text: String) -> String {
    var parser = Parser(Array(text))
    return parser.run()
  }

  private struct Parser {
    let characters: [Character]
    var position = 0
    var out = ""

    init(_ characters: [Character]) { self.characters = characters }

    private static let escapable: Set<Character> = Set("\\`*_{}[]()#+-.!|<>~")

    mutating func run() -> String {
      while position < characters.count { step() }
      return out.trimmed
    }

    private mutating func step() {
      let character = characters[position]
      switch character {
      case "\\" where position + 1 < characters.count && Self.escapable.contains(characters[position + 1]):
        out.append(characters[position + 1])
        position += 2
      case "`": code()
      case "!" where next == "[":
        position += 1
        if !link() { out.append("!") }
      case "[": if !link() { keep() }
      case "<": if !tag() { keep() }
      case "*", "_", "~": emphasis(character)
      default: keep()
      }
    }

    private var next: Character? { position + 1 < characters.count ? characters[position + 1] : nil }

    private mutating func keep() {
      out.append(characters[position])
      position += 1
    }

    private mutating func code() {
      let count = run(of: "`", at: position)
      var end = position + count
      while end < characters.count {
        let closing = run(of: "`", at: end)
        if closing == count {
          out += String(characters[(position + count)..<end]).trimmed
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

    /// `[text](target)`, `[text][name]`, `[^note]`; false when it is a bracket like any other.
    private mutating func link() -> Bool {
      guard let close = matching("[", "]", from: position) else { return false }
      let inside = String(characters[(position + 1)..<close])
      if inside.hasPrefix("^") {
        position = close + 1
        return true
      }
      guard close + 1 < characters.count else { return false }
      let end: Int?
      switch characters[close + 1] {
      case "(": end = matching("(", ")", from: close + 1)
      case "[": end = matching("[", "]", from: close + 1)
      default: end = nil
      }
      guard let end else { return false }
      out += MarkdownInline.plain(inside)
      position = end + 1
      return true
    }

    private func matching(_ open: Character, _ close: Character, from start: Int) -> Int? {
      var depth = 0
      for index in start..<characters.count {
        if characters[index] == open { depth += 1 }
        if characters[index] == close {
          depth -= 1
          if depth == 0 { return index }
        }
      }
      return nil
    }

    /// `<br>` is a space, `<https://…>` its address, other tags nothing; `a < b` stays.
    private mutating func tag() -> Bool {
      guard let first = next, first.isLetter || first == "/" || first == "!",
        let end = characters[position...].firstIndex(of: ">")
      else { return false }
      let inside = String(characters[(position + 1)..<end])
      guard inside.first?.isASCII == true else { return false }
      if inside.contains("://") || inside.contains("@") && !inside.contains(" ") { out += inside }
      if inside.lowercased().hasPrefix("br") { out += " " }
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
      if isWithinWord || isAlone || mark == "~" && count < 2 {
        for _ in 0..<count { keep() }
      } else {
        position += count
      }
    }

    private func isWordly(_ character: Character) -> Bool { character.isLetter || character.isNumber }
  }
}
