import Foundation
import Records

/// Counts a token for each Japanese character and each run of other letters, so that budgets mean something.
struct RoughCounter: TokenCounter {
  func count(_ text: String) -> Int {
    var count = 0
    var inWord = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        inWord = false
      } else if scalar.isASCII {
        if !inWord { count += 1 }
        inWord = true
      } else {
        count += 1
        inWord = false
      }
    }
    return count
  }
}

/// Documents of every kind of block, in both languages, from a seed.
enum RandomDocument {
  static func make(seed: UInt64) -> Document {
    var random = SeededRandom(seed: seed)
    let language: Language = seed.isMultiple(of: 2) ? .ja : .en
    var blocks: [Block] = []
    for number in 1...Int.random(in: 1...40, using: &random) {
      blocks.append(block(number, language, &random))
    }
    let bytes = Data("\(seed)".utf8)
    let source = SourceFile(
      path: "corpora/\(seed).pdf", sha256: ContentHash(of: bytes), bytes: bytes.count, mediaType: "application/pdf")
    return Document(
      source: source, title: "Document \(seed)", language: language,
      pages: [Page(number: 1, width: 595, height: 842), Page(number: 2, width: 595, height: 842)], blocks: blocks)
  }

  private static func block(_ number: Int, _ language: Language, _ random: inout SeededRandom) -> Block {
    let id = "b\(number)"
    let page = number > 20 ? 2 : 1
    switch Int.random(in: 0..<15, using: &random) {
    case 12: return Block(id: id, page: page, kind: .paragraph, text: "Signature: ________\nDate: ________")
    case 13:
      var marked = Block(id: id, page: page, kind: .paragraph, text: "CONFIDENTIAL\u{200B}")
      marked.mark = .watermark
      return marked
    case 14:
      return Block(id: id, page: page, kind: .paragraph, text: "第\(number)条　" + sentence(language, &random))
    case 0: return Block(id: id, page: page, kind: .header, text: "Company rules")
    case 1: return Block(id: id, page: page, kind: .footer, text: "\(page) / 2")
    case 2, 3:
      return Block(
        id: id, page: page, kind: .heading, level: Int.random(in: 1...4, using: &random), text: "Heading \(number)")
    case 4, 5:
      return Block(id: id, page: page, kind: .listItem, level: 1, text: "(\(number)) " + sentence(language, &random))
    case 6:
      let rows = (0..<Int.random(in: 1...12, using: &random)).map { ["Row \($0)", "\(number * $0) 円"] }
      var table = Block(
        id: id, page: page, kind: .table, text: rows.map { $0.joined(separator: " | ") }.joined(separator: "\n"),
        rows: rows)
      table.headerRows = [nil, 1, 2].randomElement(using: &random) ?? nil
      return table
    case 7:
      return Block(id: id, page: page, kind: .paragraph, text: "soft\u{AD}ware \u{200B}" + sentence(language, &random))
    case 8: return Block(id: id, page: page, kind: .paragraph, text: "  ")
    default:
      let count = Int.random(in: 1...8, using: &random)
      let joint = language == .ja ? "" : " "
      return Block(
        id: id, page: page, kind: .paragraph,
        text: (0..<count).map { _ in sentence(language, &random) }.joined(separator: joint))
    }
  }

  private static func sentence(_ language: Language, _ random: inout SeededRandom) -> String {
    let length = Int.random(in: 2...25, using: &random)
    switch language {
    case .en: return "The " + (0..<length).map { "word\($0)" }.joined(separator: " ") + "."
    case .ja:
      return (0..<length).map { _ in ["規程", "社員は", "申請", "休暇を"].randomElement(using: &random) ?? "" }.joined() + "。"
    }
  }
}
