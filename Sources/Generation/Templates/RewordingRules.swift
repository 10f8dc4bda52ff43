import Foundation
import Records

/// Turns a question into another wording of itself by rules, without a model: the last resort, and always the same.
///
/// A rule is `LEFT => RIGHT`; `*` stands for what the two have in common. Rules whose left side is more than `*` are
/// tried first, since they change the question itself rather than frame it.
public struct RewordingRules: Sendable {
  struct Rule: Sendable, Hashable {
    var before: String
    var after: String
    var newBefore: String
    var newAfter: String

    var isFrame: Bool { before.isEmpty && after.isEmpty }
  }

  let language: Language
  let rules: [Rule]

  init(language: Language) {
    self.language = language
    rules = []
  }

  init(parsing text: String, language: Language, file: String) throws {
    var rules: [Rule] = []
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = raw.trimmingCharacters(in: .whitespaces)
      if line.isEmpty || line.hasPrefix("#") { continue }
      let sides = line.components(separatedBy: "=>").map { $0.trimmingCharacters(in: .whitespaces) }
      let left = sides.first?.components(separatedBy: "*") ?? []
      let right = sides.last?.components(separatedBy: "*") ?? []
      guard sides.count == 2, left.count == 2, right.count == 2 else {
        throw TemplateError.malformedRule(file: file, line: index + 1, text: line)
      }
      rules.append(Rule(before: left[0], after: left[1], newBefore: right[0], newAfter: right[1]))
    }
    self.language = language
    self.rules = rules
  }

  /// Every other wording that the rules give, the best first; which of several equals comes first depends on the seed.
  public func rewordings(of question: String, seed: UInt64) -> [String] {
    var core = question.trimmingCharacters(in: .whitespacesAndNewlines)
    while let last = core.last, "?？。.!！".contains(last) { core.removeLast() }
    guard !core.isEmpty else { return [] }
    let changed = rules.filter { !$0.isFrame }.compactMap { apply($0, to: core) }
    let framed = rules.filter(\.isFrame).compactMap { apply($0, to: core) }
    var seen: Set<String> = [question]
    return (changed.turned(by: seed) + framed.turned(by: seed)).filter { seen.insert($0).inserted }
  }

  private func apply(_ rule: Rule, to core: String) -> String? {
    guard core.hasPrefix(rule.before), core.hasSuffix(rule.after) else { return nil }
    guard core.count > rule.before.count + rule.after.count else { return nil }
    var shared = String(core.dropFirst(rule.before.count).dropLast(rule.after.count))
    // 「校正」とは何ですか is no question of what 「校正」と is.
    if language == .ja, shared.hasSuffix("と"), rule.after.hasPrefix("は") { return nil }
    // Inside a frame the question no longer opens the sentence; a name keeps its capital.
    if language == .en, rule.before.isEmpty, !rule.newBefore.isEmpty { shared = Self.uncapitalised(shared) }
    var newAfter = rule.newAfter
    // 出します is the polite form of 出す, not of 出する.
    if language == .ja, rule.after.hasPrefix("します"), newAfter.hasPrefix("する") {
      guard let ending = PlainForm.ending(afterStem: shared) else { return nil }
      newAfter = ending + newAfter.dropFirst(2)
    }
    return rule.newBefore + shared + newAfter
  }

  private static func uncapitalised(_ text: String) -> String {
    let first = text.prefix { $0.isLetter }
    guard StopWords.questionOpeners.contains(first.lowercased()) else { return text }
    return first.lowercased() + text.dropFirst(first.count)
  }
}
