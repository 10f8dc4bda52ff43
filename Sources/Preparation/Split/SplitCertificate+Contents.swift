import Foundation
import Records

// What a record and a card may hold: whatever is trained on is looked at, and nothing else is there.

/// Every conversation is one question and one answer, as `curate` writes it.
struct TurnCheck {
  private var found: [DatasetSplit: (count: Int, first: ContentHash, roles: [String])] = [:]

  mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
    let roles = example.messages.map(\.role)
    guard roles != ["user", "assistant"] else { return }
    let first = found[part] ?? (0, example.id, roles)
    found[part] = (first.count + 1, first.first, first.roles)
  }

  var violations: [SplitViolation] {
    DatasetSplit.allCases.compactMap { part in
      guard let (count, first, roles) = found[part] else { return nil }
      let turns = roles.prefix(8).joined(separator: ", ") + (roles.count > 8 ? " …" : "")
      return SplitViolation(
        code: "unexpected-turn",
        detail: BilingualText(
          en: "\(count) records of \(part.fileName) are not one question of the user and one answer (the first is "
            + "\(first.short): \(turns)).",
          ja: "\(part.fileName) の \(count) 件が、user の質問と assistant の回答一つずつになっていません"
            + "（最初の記録 \(first.short)：\(turns)）。"))
    }
  }
}

/// No question of validation or a test stands whole in a text that training sees: question, answer, any other turn, quote;
/// and no quote of a document that is held out in a turn. How alike quotes are is another check.
struct ContainmentCheck {
  private let frameRewords: Bool
  private var ofTrain = Searched()
  private var ofValidation = Searched()

  private struct Searched {
    var questions = ContainedTexts()
    var asked: [(id: HashKey, part: DatasetSplit)] = []
    var found: [DatasetSplit: (questions: Set<Int>, question: String, holder: ContentHash)] = [:]
    let ids = TextList()
    var quotes = ContainedTexts()
    var cited: [DatasetSplit] = []
    var known: Set<HashKey> = []
    var quoted: [DatasetSplit: (quotes: Set<Int>, holder: ContentHash)] = [:]

    mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
      // A question is where the user speaks, in whatever turn.
      for message in example.messages where message.role == "user" {
        questions.append(message.content)
        asked.append((HashKey(example.id), part))
        ids.append(example.id.short)
      }
      // Reworded questions share their evidence with training.
      guard part != .testReworded else { return }
      for quote in example.evidence.map(\.quote) where Wording(evidence: quote, example.language) != nil {
        guard known.insert(HashKey(text: quote)).inserted else { continue }
        quotes.append(quote)
        cited.append(part)
      }
    }

    mutating func finish() {
      questions.finish()
      quotes.finish()
      known = []
    }

    mutating func search(_ example: TrainingExample) {
      let id = HashKey(example.id)
      for text in example.messages.map(\.content) + example.evidence.map(\.quote) {
        for question in questions.found(in: text) where asked[question].id != id {
          let part = asked[question].part
          var known = found[part] ?? ([], ids[question], example.id)
          known.questions.insert(question)
          found[part] = known
        }
      }
      for message in example.messages {
        for quote in quotes.found(in: message.content) {
          quoted[cited[quote], default: ([], example.id)].quotes.insert(quote)
        }
      }
    }
  }

  /// - Parameter frameRewords: Datasets of earlier programs have reworded questions that hold a training question whole.
  init(frameRewords: Bool) { self.frameRewords = frameRewords }

  mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
    guard part != .train, part != .testReworded || !frameRewords else { return }
    ofTrain.add(example, part)
    if part == .testUnseen { ofValidation.add(example, part) }
  }

  mutating func finish() {
    ofTrain.finish()
    ofValidation.finish()
  }

  /// An example of a part that a model or somebody who chooses it sees.
  mutating func search(_ example: TrainingExample, in part: DatasetSplit) {
    if part == .train { ofTrain.search(example) } else { ofValidation.search(example) }
  }

  var violations: [SplitViolation] {
    [(DatasetSplit.train, ofTrain), (.validation, ofValidation)].flatMap { seen, searched in
      DatasetSplit.allCases.compactMap { part in
        searched.quoted[part].map { found in
          SplitViolation(
            code: "evidence-in-other-split",
            detail: BilingualText(
              en: "\(found.quotes.count) quotes of \(part.rawValue) stand whole in questions or answers of "
                + "\(seen.rawValue) (one in \(found.holder.short)).",
              ja: "\(part.rawValue) の引用 \(found.quotes.count) 件の全文が \(seen.rawValue) の質問または回答に含まれています"
                + "（一つは \(found.holder.short) に）。"))
        }
      }
        + DatasetSplit.allCases.compactMap { part in
          guard let found = searched.found[part] else { return nil }
          return SplitViolation(
            code: "question-in-other-split",
            detail: BilingualText(
              en: "\(found.questions.count) questions of \(part.rawValue) stand whole in texts of \(seen.rawValue) "
                + "(\(found.question) in \(found.holder.short)).",
              ja: "\(part.rawValue) の質問 \(found.questions.count) 件の全文が \(seen.rawValue) の文に含まれています"
                + "（\(found.question) が \(found.holder.short) に）。"))
        }
    }
  }
}

/// Every weight is a number above zero: one below would teach the opposite.
struct WeightCheck {
  private var found: [DatasetSplit: (count: Int, first: ContentHash, weight: Double)] = [:]

  mutating func add(_ example: TrainingExample, _ part: DatasetSplit) {
    guard !(example.weight > 0 && example.weight.isFinite) else { return }
    found[part, default: (0, example.id, example.weight)].count += 1
  }

  var violations: [SplitViolation] {
    DatasetSplit.allCases.compactMap { part in
      found[part].map { count, first, weight in
        SplitViolation(
          code: "weight-not-positive",
          detail: BilingualText(
            en:
              "\(count) records of \(part.fileName) have a weight that is not above zero (the first is \(first.short): "
              + "\(weight)).",
            ja: "\(part.fileName) の \(count) 件の重みが 0 より大きい数ではありません（最初の記録 \(first.short)：\(weight)）。"))
      }
    }
  }
}

/// The fields of a record.
enum RecordShape {
  private static let fields: [String: Set<String>] = [
    "": ["evidence", "fact", "id", "language", "messages", "type", "weight"],
    "messages": ["role", "content"],
    "evidence": ["chunk", "document", "end", "page", "quote", "rects", "sha256", "start"],
  ]

  /// A field that records do not have, such as `messages.name`; nil where there is none.
  static func unexpectedField(in line: Data) -> String? {
    guard let record = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else { return nil }
    if let field = unexpected(record, "") { return field }
    for list in ["messages", "evidence"] {
      for element in record[list] as? [[String: Any]] ?? [] {
        if let field = unexpected(element, list) { return list + "." + field }
      }
    }
    return nil
  }

  private static func unexpected(_ object: [String: Any], _ name: String) -> String? {
    Set(object.keys).subtracting(fields[name, default: []]).min()
  }
}

extension SplitCertificate {
  /// The card is certified, loads each part from its own file and nothing else, and no other file is there that a loader
  /// would read.
  func checkCard(_ directory: URL, _ filled: Set<DatasetSplit>) throws -> [SplitViolation] {
    // Certificates of the first version name the parts' files alone.
    guard version >= 2 else { return [] }
    var violations: [SplitViolation] = []
    if !files.contains(where: { $0.name == DatasetCard.fileName }) {
      violations.append(
        SplitViolation(
          code: "file-not-certified",
          detail: BilingualText(
            en: "The certificate does not name \(DatasetCard.fileName).", ja: "証明書に \(DatasetCard.fileName) の記載がありません。")
        ))
    }
    let card = String(decoding: try Self.contents(directory.appending(path: DatasetCard.fileName)), as: UTF8.self)
    let expected = [DatasetSplit.allCases.filter(filled.contains), DatasetSplit.allCases].map {
      CardHeader.files($0.map { ($0.identifier, $0.fileName) })
    }
    if !expected.contains(where: { CardHeader(card)?.loads($0) == true }) {
      violations.append(
        SplitViolation(
          code: "card-loads-other-files",
          detail: BilingualText(
            en:
              "The header of \(DatasetCard.fileName) does not name the four parts' files, each as its own split and no other.",
            ja: "\(DatasetCard.fileName) のヘッダーが、4つの区分とそのファイルを一つずつ示すものになっていません。")))
    }
    let known = Set(files.map(\.name) + [Self.fileName])
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    for name in names.sorted() where !known.contains(name) && CardHeader.isRead(name) {
      violations.append(
        SplitViolation(
          code: "file-not-certified",
          detail: BilingualText(en: "The certificate does not name \(name).", ja: "証明書に \(name) の記載がありません。")))
    }
    return violations
  }
}
