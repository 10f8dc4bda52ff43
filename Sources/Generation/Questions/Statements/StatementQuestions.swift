import Foundation
import Records

/// Questions made of the statement in which an answer stands, by rules and without a model: always grammatical where
/// the rules see through the sentence, and answered by it by construction. Where they do not, there is none.
struct StatementQuestions {
  private let chunk: Chunk
  private let passage: Passage
  private let heading: String?

  /// Cuts a passage into its statements.
  init(_ chunk: Chunk) {
    self.chunk = chunk
    passage = Passage(chunk)
    heading = Self.heading(chunk)
  }

  /// What a candidate's place says, as far as rules see through it.
  enum Source {
    case cell(TableStatement)
    case japanese(JapaneseStatement)
    case english(EnglishSource)
  }

  /// An English statement that is asked back in one way or another.
  enum EnglishSource {
    /// What a term means.
    case term(String)
    /// How something is reached: `clear the display`.
    case goal(String)
    /// What is done, or what happens, `when the display shows E-04`.
    case occasion(String, isOrder: Bool)
    case question(EnglishQuestion)
  }

  /// Wordings for a candidate, the best first; empty where no rule fits.
  func wordings(for candidate: AnswerCandidate) -> [String] {
    switch source(of: candidate) {
    case .cell(let cell): cell.questions(chunk.language)
    case .japanese(let statement): statement.questions(candidate.type)
    case .english(let source): english(source)
    case nil: []
    }
  }

  /// Wordings that are further from the first one, the best first: those that are built otherwise, requests to be told,
  /// other endings, and at last the first one behind the section's name.
  ///
  /// - Parameters:
  ///   - first: The wording that is there already.
  ///   - seed: Decides between what is equally good.
  func rewordings(for candidate: AnswerCandidate, of first: String, seed: UInt64) -> [String] {
    let made: Rewordings
    switch source(of: candidate) {
    case .cell(let cell): made = cell.rewordings(chunk.language, seed: seed)
    case .japanese(let statement): made = statement.rewordings(candidate.type, seed: seed)
    case .english(let source):
      made = EnglishRewordings(answer: candidate.text, type: candidate.type, seed: seed).of(source)
    case nil: return []
    }
    // Where the bare question said too little and the section's name stands before it, so it does before the others.
    let frame = frames.first { first.hasPrefix($0) } ?? ""
    let framed = made.ordered.map { wording in
      frame + (frame.isEmpty || chunk.language == .ja ? wording : EnglishQuestion.decapitalised(wording))
    }
    var seen: Set<String> = [first]
    return (framed + wordings(for: candidate).filter { $0.hasPrefix(frame) }).filter { seen.insert($0).inserted }
  }

  /// What may stand before a question to say what it is about.
  private var frames: [String] {
    guard let heading else { return [] }
    return chunk.language == .ja ? [heading + "について、", heading + "では、"] : ["In “\(heading)”, "]
  }

  /// What holds the candidate; nil where no rule knows.
  private func source(of candidate: AnswerCandidate) -> Source? {
    guard let range = passage.utf16(candidate.range),
      let piece = passage.pieces.first(where: {
        $0.range.lowerBound <= range.lowerBound && range.upperBound <= $0.range.upperBound
      })
    else { return nil }
    if piece.kind == .tableRow { return cell(range, of: piece).map(Source.cell) }
    guard Self.isStatement(passage.string(piece.range), piece.kind) else { return nil }
    switch chunk.language {
    case .ja:
      let end = max(range.upperBound, passage.trimmed(piece.range).upperBound)
      return .japanese(
        JapaneseStatement(
          before: passage.string(piece.range.lowerBound..<range.lowerBound), answer: candidate.text,
          after: passage.string(range.upperBound..<end), heading: heading))
    case .en: return english(candidate, range, piece).map(Source.english)
    }
  }

  /// A line without a full stop is a heading or a label, unless it is an item of a list.
  private static func isStatement(_ text: String, _ kind: Passage.Kind) -> Bool {
    if case .listItem = kind { return true }
    return text.last.map { "。．.!！".contains($0) } ?? false || text.hasSuffix("ます") || text.hasSuffix("です")
      || text.hasSuffix(".”") || text.hasSuffix(".)")
  }

  /// The innermost heading without number: what a sentence without a subject speaks of.
  private static func heading(_ chunk: Chunk) -> String? {
    guard let last = chunk.context.last(where: { !$0.contains(" | ") && !$0.contains("\n") }) else { return nil }
    let source = last as NSString
    let number = numbering.first(in: source, within: 0..<source.length)
    let text = source.substring(from: number?.upperBound ?? 0).trimmingCharacters(in: .whitespaces)
    let bare = text.hasPrefix("（") && text.hasSuffix("）") ? String(text.dropFirst().dropLast()) : text
    return (2...40).contains(bare.count) ? bare : nil
  }

  private static let numbering = Pattern(
    #"^(?:第[0-9０-９一二三四五六七八九十百]+[章節条編款項](?:の[0-9０-９一二三四五六七八九十]+)?|[0-9]{1,2}(?:\.[0-9]+)*\.?(?![0-9年月日])|(?:Chapter|Article|Section|Part)\s[0-9IVX]+\.?|[IVX]+\.)[\s　]*"#
  )

  // MARK: Tables

  private func cell(_ range: Range<Int>, of piece: Passage.Piece) -> TableStatement? {
    let cells = TableHead.split(passage.string(piece.range))
    let before = passage.string(piece.range.lowerBound..<range.lowerBound)
    let column = before.components(separatedBy: " | ").count - 1
    guard column > 0, column < cells.count, cells[column] == passage.string(range),
      let head = TableHead.cells(of: chunk, above: piece.line), head.count == cells.count
    else { return nil }
    return TableStatement(rowLabel: cells[0], columnLabel: head[column], answer: cells[column], heading: heading)
  }

  // MARK: English

  private static let definition = Pattern(
    #"^(.{2,80}?)\s(?:means|refers\sto|is\sdefined\sas|are\sdefined\sas|is\sthe\sterm\sfor|stands\sfor)\s$"#)
  private static let purpose = Pattern(#"^To\s([^,]{6,100}),\s(?:you\s(?:must|should|can)\s|please\s)?$"#)
  private static let occasion = Pattern(
    #"^((?:If|When|Before|After|Once)\s[^,]{6,100}),\s(?:you\s(?:must|should|can)\s|please\s)?$"#)

  private static let conjunctions = [", because ", " because ", " since ", " so ", ", and ", ", but ", "; "]
  private static let clauseWords: Set<String> = [
    "that", "which", "who", "if", "when", "where", "while", "whether", "as", "is", "are", "was", "were", "be", "has",
    "have", "had", "will", "would", "can", "could", "must", "shall", "should", "may", "might", "do", "does", "did",
    "not",
  ]

  /// The term before “means”: the last clause's where several come before it, and nil where that is no term.
  private static func term(endingIn text: String) -> String? {
    var term = Substring(text)
    for conjunction in conjunctions {
      if let place = term.range(of: conjunction, options: [.backwards, .caseInsensitive]) {
        term = term[place.upperBound...]
      }
    }
    let words = term.split(separator: " ")
    guard !words.isEmpty, !term.contains(","), !words.contains(where: { clauseWords.contains($0.lowercased()) })
    else { return nil }
    return String(term)
  }

  private func english(
    _ candidate: AnswerCandidate, _ range: Range<Int>, _ piece: Passage.Piece
  ) -> EnglishSource? {
    let before = passage.string(piece.range.lowerBound..<range.lowerBound)
    func part(_ pattern: Pattern, _ group: Int) -> String? {
      let source = before as NSString
      return pattern.ranges(in: source, within: 0..<source.length, group: group).first
        .map { source.substring(with: NSRange(location: $0.lowerBound, length: $0.count)) }
    }
    if candidate.type == .definition, let before = part(Self.definition, 1) {
      return Self.term(endingIn: before).map { .term(EnglishStatement.lowered($0)) }
    }
    if candidate.type == .procedure {
      if let goal = part(Self.purpose, 1) { return .goal(goal) }
      if let time = part(Self.occasion, 1) {
        let first = candidate.text.prefix { $0.isLetter }.lowercased()
        return .occasion(
          time.prefix(1).lowercased() + time.dropFirst(),
          isOrder: first == "do" || EnglishVerb.finite(first)?.tense == .base)
      }
    }
    // Building 4: its number belongs to a name.
    let behind = passage.string(range.upperBound..<max(range.upperBound, passage.trimmed(piece.range).upperBound))
    let isThing = AskedValue(candidate.text, language: .en).kind == .thing
    if isThing, behind.first == " ", behind.dropFirst().first?.isNumber == true { return nil }
    // Gifts worth more than £40: the value describes, and no question word asks for it there.
    guard !Self.worth.matches(before), let statement = statement(candidate, range, piece),
      let question = statement.question(), !Self.deniedTwice.matches(question.direct)
    else { return nil }
    return .question(question)
  }

  private func english(_ source: EnglishSource) -> [String] {
    switch source {
    case .term(let name):
      return ["What does \(name) mean?", "What is the meaning of \(name)?", "What is meant by \(name)?"]
    case .goal(let goal): return ["How do you \(goal)?", "What do you do to \(goal)?"]
    case .occasion(let clause, isOrder: true): return ["What should you do \(clause)?", "What must be done \(clause)?"]
    case .occasion(let clause, isOrder: false): return ["What happens \(clause)?", "What applies \(clause)?"]
    case .question(let question):
      let framed = heading.map { "In “\($0)”, \(EnglishQuestion.decapitalised(question.direct))" }
      return [question.direct] + (framed.map { [$0] } ?? [])
    }
  }

  private static let worth = Pattern(
    #"\bworth\s(?:(?:more|less)\sthan\s|up\sto\s|over\s|under\s|above\s|below\s|at\s(?:least|most)\s|about\s)?$"#)
  /// What does the supplier does not pay: a clause with a verb of its own stands before the answer's.
  private static let deniedTwice = Pattern(#"\b(?:do|does|did)\b.*\b(?:do|does|did)\snot\b"#, ignoringCase: true)

  private static let openers: Set<String> = [
    "if", "when", "after", "before", "for", "in", "on", "at", "during", "until", "once", "where", "as", "from", "since",
    "by", "with", "within", "under", "while", "although", "to",
  ]

  private static let clauses: Set<String> = ["if", "when", "after", "before", "once", "while", "although", "where"]
  private static let pointers: Set<String> = ["that", "this", "it", "these", "those", "them"]

  /// The clause that holds the answer, with the words before it that belong to it.
  private func statement(
    _ candidate: AnswerCandidate, _ range: Range<Int>, _ piece: Passage.Piece
  ) -> EnglishStatement? {
    let end = passage.trimmed(piece.range).upperBound
    var start = piece.range.lowerBound
    var opening: String?
    // `…, and the notice period is one week`: a clause of its own.
    for mark in ["; ", ", and ", ", but "] {
      while let place = passage.offset(of: mark, from: start), place < range.lowerBound {
        start = place + mark.utf16.count
      }
    }
    let first = passage.string(start..<range.lowerBound).prefix { $0.isLetter }.lowercased()
    if Self.openers.contains(first) {
      // `When the memory is full, …` moves behind the question; an answer inside it is asked for otherwise.
      guard var comma = passage.offset(of: ", ", from: start), comma < range.lowerBound else { return nil }
      // `For the death of a grandparent, a brother or a sister, the employee …`
      while !Self.clauses.contains(first), let next = passage.offset(of: ", ", from: comma + 1), next < range.lowerBound
      {
        comma = next
      }
      if Self.pointers.contains(passage.string(start..<comma).split(separator: " ").last?.lowercased() ?? "") {
        return nil
      }
      opening = passage.string(start..<comma)
      start = comma + 2
    }
    var words: [EnglishStatement.Word] = []
    var place = start
    for word in passage.string(start..<max(end, range.upperBound)).split(
      separator: " ", omittingEmptySubsequences: false)
    {
      let span = place..<(place + word.utf16.count)
      place = span.upperBound + 1
      guard !word.isEmpty else { continue }
      words.append(EnglishStatement.Word(text: String(word), isAnswer: span.overlaps(range)))
    }
    // `; instead, the managers …`
    if let opener = words.first, opener.text.hasSuffix(","), !opener.isAnswer { words.removeFirst() }
    guard words.count >= 4, words.count <= 45 else { return nil }
    return EnglishStatement(words: words, opening: opening, answer: candidate.text, type: candidate.type)
  }
}

extension Passage {
  /// UTF-16 offsets of a range of UTF-8 offsets; nil where it lies elsewhere.
  func utf16(_ range: Range<Int>) -> Range<Int>? {
    let view = text.utf8
    guard range.upperBound <= view.count,
      let start = view.index(view.startIndex, offsetBy: range.lowerBound).samePosition(in: text.utf16),
      let end = view.index(view.startIndex, offsetBy: range.upperBound).samePosition(in: text.utf16)
    else { return nil }
    let lower = text.utf16.distance(from: text.utf16.startIndex, to: start)
    return lower..<(lower + text.utf16.distance(from: start, to: end))
  }

  /// Where a string begins, from an offset on.
  func offset(of string: String, from start: Int) -> Int? {
    let found = utf16.range(of: string, range: NSRange(location: start, length: utf16.length - start))
    return found.location == NSNotFound ? nil : found.location
  }
}
