import Foundation
import Records
import Testing

@testable import Generation

/// Passages written for these tests, in both languages.
enum Samples {
  /// An answer where it first stands in a statement.
  static func candidate(_ answer: String, in statement: String, _ type: QuestionType) throws -> AnswerCandidate {
    let found = try #require(statement.range(of: answer))
    let utf8 = statement.utf8
    let start = utf8.distance(from: utf8.startIndex, to: found.lowerBound)
    let end = utf8.distance(from: utf8.startIndex, to: found.upperBound)
    return AnswerCandidate(range: start..<end, text: answer, type: type, rule: "test", score: 1)
  }

  static let expenses = chunk(
    """
    Expense claims must be submitted within 30 days of the trip. The daily allowance in Europe is GBP 45.50, and \
    receipts are required for amounts above £20. Claims are approved by the Finance Department before 25 April 2025.
    Questions go to Maria Lindqvist at travel@kitsune-robotics.example or extension 4021. The help desk is open from \
    9:00 to 17:30.
    """, context: ["Travel rules", "2 Claims"])

  static let robot = chunk(
    """
    A docking station means the base on which the robot charges its battery.
    The KR-200 may be used at −10 °C to 40 °C and weighs 3.5 kg. The robot stops because the sensor detects a step of \
    more than 25 mm.
    To restart the robot, press the green button for three seconds.
    The box contains:
    - the robot
    - one charging cable
    - two side brushes
    """, context: ["KR-200 manual"])

  static let rules = chunk(
    """
    有給休暇とは、賃金が支払われる休暇をいう。入社６か月後に10日の休暇が与えられます。
    始業は午前9時、勤務時間は午前9時から午後5時30分までです。通勤手当の上限は月額３０，０００円とする。
    申請は総務部の田中さんに提出してください。締切は毎月25日です。
    情報漏えいを防ぐため、私物のUSBメモリは使用できません。
    体調が悪い場合は、始業時刻までに上長へ電話で連絡してください。
    """, context: ["就業規則", "第3章 休暇"])

  static let price = chunk(
    """
    品名 | 型番 | 価格
    掃除ロボット | KR-200 | 128,000円
    交換ブラシ | BR-10 | 2,400円
    """, context: ["価格表"])

  static let all = [expenses, robot, rules, price]

  static func chunk(_ text: String, context: [String] = [], index: Int = 0) -> Chunk {
    Chunk(
      document: ContentHash(of: [text]), path: "corpora/sample.md", index: index, text: text, start: 0,
      end: text.utf8.count, pages: [1], tokenCount: 100, context: context, language: Language(guessing: text))
  }

  /// The repository's own templates.
  static let templateDirectory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("templates")

  static func templates() throws -> PromptTemplates { try PromptTemplates(directory: templateDirectory) }

  static func evidence(_ chunk: Chunk, _ range: Range<Int>) -> Evidence {
    Evidence(
      document: chunk.path, sha256: chunk.document, chunk: chunk.id, start: range.lowerBound, end: range.upperBound,
      quote: String(decoding: Array(chunk.text.utf8)[range], as: UTF8.self), page: 1, rects: [])
  }
}
