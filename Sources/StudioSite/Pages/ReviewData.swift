import Foundation
import Pipeline
import Records
import Storage

/// The review page's data as JSON.
struct ReviewData {
  let studio: Studio

  /// A queue's first page has so many rows, unless more are asked for.
  static let pageSize = 100
  /// No answer lists more.
  static let longestPage = 10_000

  struct QueueItem: Encodable {
    var id: String
    var question: String
    var language: Language
    var status: PairStatus
    var document: String
  }

  struct Queue: Encodable {
    var items: [QueueItem]
    /// Of the whole list.
    var total: Int
    var reviewed: Int
    var pairs: Int
  }

  /// `?show=unreviewed|decided|stale|contradicted|all`, `?offset=`, `?limit=`.
  func queue(_ request: HTTPRequest) throws -> HTTPResponse {
    var filter = PairFilter()
    switch request.query["show"] {
    case "decided": filter.statuses = [.accepted, .edited, .rejected]
    case "stale": filter.statuses = [.stale]
    case "contradicted": filter.isContradicted = true
    case "all": filter.statuses = nil
    default: filter.statuses = [.unreviewed]
    }
    filter.offset = max(0, request.query["offset"].flatMap { Int($0) } ?? 0)
    let limit = request.query["limit"].flatMap { Int($0) } ?? Self.pageSize
    filter.limit = min(max(1, limit), Self.longestPage)
    return .json(
      try studio.store.read { transaction in
        var items: [QueueItem] = []
        try transaction.eachPair(filter) { reviewed in
          let pair = reviewed.pair
          items.append(
            QueueItem(
              id: pair.id.hex, question: pair.question, language: pair.language, status: pair.status,
              document: pair.evidence.first?.document ?? ""))
        }
        let progress = try transaction.reviewProgress()
        return Queue(
          items: items, total: try transaction.countPairs(filter), reviewed: progress.reviewed, pairs: progress.total)
      })
  }

  struct Detail: Encodable {
    var pair: QAPair
    var reason: String?
    var original: Wording
    var title: String
    var context: [String]
    /// The chunk cut at the evidence.
    var passage: Cut
    /// The document's whole text cut likewise, where it has no pages to show.
    var text: Cut?
    var pages: [Page]
    var isPDF: Bool
    var history: [ReviewEvent]
    /// What other documents answer to nearly the same question.
    var contradictions: [Other]
    /// Personal data and secrets in question, answer and quote.
    var personalData: [PairScreening.Finding]
  }

  /// Another document's pair, with its quote.
  struct Other: Encodable {
    var id: String
    var question: String
    var answer: String
    var document: String
    var page: Int
    var quote: String
    var status: PairStatus
  }

  struct Wording: Encodable {
    var question: String
    var answer: String
  }

  struct Cut: Encodable {
    var before: String
    var quote: String
    var after: String

    init?(_ text: String, start: Int, end: Int) {
      let bytes = text.utf8
      guard start >= 0, start <= end, end <= bytes.count else { return nil }
      let low = bytes.index(bytes.startIndex, offsetBy: start)
      let high = bytes.index(bytes.startIndex, offsetBy: end)
      before = String(text[..<low])
      quote = String(text[low..<high])
      after = String(text[high...])
    }
  }

  func pair(_ id: String) throws -> HTTPResponse {
    let detail = try studio.store.read { transaction in
      try transaction.pair(ContentHash(hex: id)).map { try self.detail($0, transaction) }
    }
    guard let detail, let detail else { return missing(id) }
    return .json(detail)
  }

  private func detail(_ reviewed: ReviewedPair, _ transaction: Transaction) throws -> Detail? {
    guard let evidence = reviewed.original.evidence.first, let chunk = try transaction.chunk(evidence.chunk),
      let document = try transaction.document(evidence.sha256),
      let passage = Cut(chunk.text, start: evidence.start, end: evidence.end)
    else { return nil }
    let isPDF = document.source.mediaType == "application/pdf"
    let clean = isPDF ? nil : try transaction.cleanDocument(evidence.sha256)
    return Detail(
      pair: reviewed.pair, reason: reviewed.state.reason,
      original: Wording(question: reviewed.original.question, answer: reviewed.original.answer), title: document.title,
      context: chunk.context, passage: passage,
      text: clean.flatMap { Cut($0.text, start: chunk.start + evidence.start, end: chunk.start + evidence.end) },
      pages: document.pages, isPDF: isPDF, history: try transaction.events(of: reviewed.id),
      contradictions: try transaction.contradictions(of: reviewed.id).compactMap(other),
      personalData: studio.screening.findings(in: reviewed.pair, passage: chunk))
  }

  private func other(_ reviewed: ReviewedPair) -> Other? {
    let pair = reviewed.pair
    guard let evidence = reviewed.original.evidence.first else { return nil }
    return Other(
      id: pair.id.hex, question: pair.question, answer: pair.answer, document: evidence.document, page: evidence.page,
      quote: evidence.quote, status: pair.status)
  }

  struct Act: Decodable {
    var action: ReviewEvent.Action
    var reviewer: String?
    var reason: String?
    var question: String?
    var answer: String?
  }

  func append(to id: String, _ request: HTTPRequest) throws -> HTTPResponse {
    guard let act = try? JSONDecoder().decode(Act.self, from: request.body) else {
      return .failure(
        400, en: "send {\"action\": \"accept\" | \"edit\" | \"reject\" | \"undo\", …}",
        ja: "{\"action\": \"accept\" | \"edit\" | \"reject\" | \"undo\", …} の形で送ってください")
    }
    let question = act.question?.trimmingCharacters(in: .whitespacesAndNewlines)
    let answer = act.answer?.trimmingCharacters(in: .whitespacesAndNewlines)
    let reason = act.reason?.trimmingCharacters(in: .whitespacesAndNewlines)
    if act.action == .reject, (reason ?? "").isEmpty {
      return .failure(422, en: "a rejection needs a reason", ja: "却下には理由が必要です")
    }
    if act.action == .edit, (question ?? "").isEmpty || (answer ?? "").isEmpty {
      return .failure(422, en: "an edited pair needs a question and an answer", ja: "編集したペアには質問と答えの両方が必要です")
    }
    let event = ReviewEvent(
      pair: ContentHash(hex: id), action: act.action, reviewer: act.reviewer ?? NSUserName(),
      time: Date().timeIntervalSince1970, reason: reason, question: question, answer: answer)
    let (reviewed, isWritten) = try studio.store.write { transaction in
      let before = try transaction.pair(event.pair)
      // An undo of nothing would stand in the history for ever.
      if act.action == .undo, before?.state.status == .unreviewed { return (before, false) }
      return (try transaction.append(event), true)
    }
    guard let reviewed else { return missing(id) }
    guard isWritten else {
      return .failure(409, en: "nothing is left to undo for this pair", ja: "このペアには元に戻せる判断がありません")
    }
    return .json(reviewed.pair)
  }

  struct Undoer: Decodable {
    var reviewer: String?
  }

  /// What was taken back; all nil where nothing was left.
  struct Undone: Encodable {
    var pair: String?
    var action: ReviewEvent.Action?
    var question: String?
  }

  /// Takes back the reviewer's latest decision that still stands: once more for the one before, until none is left.
  func undo(_ request: HTTPRequest) throws -> HTTPResponse {
    guard let undoer = try? JSONDecoder().decode(Undoer.self, from: request.body) else {
      return .failure(400, en: "send {} or {\"reviewer\": …}", ja: "{} または {\"reviewer\": …} の形で送ってください")
    }
    let reviewer = undoer.reviewer ?? NSUserName()
    return .json(
      try studio.store.write { transaction in
        guard let decision = try transaction.latestDecision(of: reviewer) else { return Undone() }
        let event = ReviewEvent(
          pair: decision.pair, action: .undo, reviewer: reviewer, time: Date().timeIntervalSince1970)
        let undone = try transaction.append(event)
        return Undone(pair: decision.pair.hex, action: decision.action, question: undone?.pair.question)
      })
  }

  private func missing(_ id: String) -> HTTPResponse {
    .failure(
      404,
      en: "there is no pair \(id.prefix(12)): its document was changed or removed; choose another in the list",
      ja: "ペア \(id.prefix(12)) はありません。元の文書が変更または削除されています。一覧からほかのペアを選んでください")
  }
}
