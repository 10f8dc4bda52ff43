import Records

/// What only a model can write that follows instructions. What it writes is data: quotes are located by code, and what it
/// claims is read back from the passages.
extension PairProducer {
  /// A request with what its answer will be about.
  private struct Ask {
    var prompt: PromptTemplates.Prompt
    var chunk: Chunk
    var other: Chunk?
    var base: AskedFact?
    var persona: String?
    var request: ChatRequest
  }

  /// Kinds of question of which a passage has none by rule, personas and translations.
  func instructed(
    _ asked: [ContentHash: [AskedFact]], _ chunks: [Chunk], beside known: [Derived], attempt: Int
  ) async throws -> [Derived] {
    var asks: [Ask] = []
    for chunk in chunks {
      let facts = asked[chunk.id] ?? []
      let made = Set(known.filter { $0.chunk?.id == chunk.id }.map(\.type))
      asks += try await kinds(chunk, facts, without: made, attempt)
      asks += facts.flatMap { variants($0, chunk, attempt) }
    }
    let replies = try await model.answer(asks.map(\.request), inBatchesOf: options.batch)
    var derived: [Derived] = []
    for (ask, reply) in zip(asks, replies) {
      var made = parse(reply, to: ask)
      if let unanswered = reply.unanswered { made.fail(unanswered) }
      derived.append(made)
    }
    return try await readBack(derived)
  }

  private func kinds(
    _ chunk: Chunk, _ facts: [AskedFact], without made: Set<QuestionType>, _ attempt: Int
  ) async throws -> [Ask] {
    // A passage that holds nothing to ask about holds nothing of these either.
    guard !facts.isEmpty else { return [] }
    var out: [Ask] = []
    func ask(_ type: QuestionType, _ prompt: PromptTemplates.Prompt, other: Chunk? = nil, entity: String = "") {
      guard options.types.contains(type), !made.contains(type) else { return }
      let values = ["passage": chunk.textWithContext, "other": other?.textWithContext ?? "", "entity": entity]
      out.append(
        Ask(
          prompt: prompt, chunk: chunk, other: other,
          request: writer.ask(
            prompt, chunk.language, values, seed: seed(chunk, purpose(prompt.rawValue, attempt)), attempt: attempt)))
    }
    ask(.yesNo, .writeYesNo)
    ask(.comparison, .writeComparison)
    ask(.unanswerable, .writeUnanswerable)
    if options.types.contains(.multiHop), !made.contains(.multiHop), let shared = try await sharing(chunk) {
      ask(.multiHop, .writeMultiHop, other: shared.chunk, entity: shared.name)
    }
    return out
  }

  /// Another passage of the document that names what this one names.
  private func sharing(_ chunk: Chunk) async throws -> (chunk: Chunk, name: String)? {
    guard let retriever else { return nil }
    for name in HopRule.names(in: chunk) {
      for hit in try await retriever.retrieve(name.text, k: 4) where hit.chunk != chunk.id {
        guard let other = document.first(where: { $0.id == hit.chunk }), other.language == chunk.language,
          other.text.contains(name.text)
        else { continue }
        return (other, name.text)
      }
    }
    return nil
  }

  private func variants(_ fact: AskedFact, _ chunk: Chunk, _ attempt: Int) -> [Ask] {
    func ask(_ prompt: PromptTemplates.Prompt, _ values: [String: String], _ persona: String? = nil) -> Ask {
      let own = ["passage": chunk.textWithContext, "answer": fact.answer, "question": fact.question]
      return Ask(
        prompt: prompt, chunk: chunk, base: fact, persona: persona,
        request: writer.ask(
          prompt, chunk.language, own.merging(values) { $1 },
          seed: fact.fact.seed(options.seed, purpose(prompt.rawValue + (persona ?? ""), attempt)), attempt: attempt))
    }
    let personas = wantedPersonas(chunk.language).map { ask(.personaQuestion, ["persona": $0.description], $0.name) }
    return personas + (options.translates ? [ask(.translatePair, [:])] : [])
  }

  private func purpose(_ name: String, _ attempt: Int) -> String { attempt > 0 ? "\(name) \(attempt)" : name }

  private func seed(_ chunk: Chunk, _ purpose: String) -> UInt64 {
    var random = SeededRandom(seed: options.seed, name: chunk.id.hex + " " + purpose)
    return random.next() >> 33
  }

  // MARK: Answers

  private func parse(_ reply: ChatReply, to ask: Ask) -> Derived {
    let language = ask.chunk.language
    let origin = PairGenerator(
      model: model.name, template: templates.identity(ask.prompt, language: language), seed: ask.request.seed)
    switch (ask.prompt, ask.base) {
    case (.personaQuestion, .some(let base)):
      var out = rewording(of: base, as: .persona, QuestionText.cleaned(reply.text, language: language), origin)
      out.purpose += " " + (ask.persona ?? "")
      return out
    case (.translatePair, .some(let base)):
      let other: Language = language == .ja ? .en : .ja
      var out = rewording(
        of: base, as: .translation, QuestionText.cleaned(reply.fields?["question"] ?? "", language: other), origin)
      out.answer = reply.fields?["answer"] ?? ""
      out.language = other
      if reply.fields == nil { out.fail("broken-object", found: reply.text) }
      return out
    case (.writeUnanswerable, _):
      return Derived(
        purpose: "unanswerable", type: .unanswerable, question: QuestionText.cleaned(reply.text, language: language),
        answer: Refusal.text(language), evidence: [.init(chunk: ask.chunk, range: 0..<ask.chunk.text.utf8.count)],
        origin: origin)
    default:
      var out = quoted(reply.fields ?? [:], ask, origin)
      if reply.fields == nil { out.fail("broken-object", found: reply.text) }
      return out
    }
  }

  /// A pair whose quotes are located by code: what cannot be found is no evidence.
  private func quoted(_ fields: [String: String], _ ask: Ask, _ origin: PairGenerator) -> Derived {
    let (chunk, language) = (ask.chunk, ask.chunk.language)
    func place(_ name: String, in chunk: Chunk) -> Derived.Place? {
      SpanLocation.locate(fields[name] ?? "", in: chunk.text).map { Derived.Place(chunk: chunk, range: $0) }
    }
    let isYesNo = ask.prompt == .writeYesNo
    var out = Derived(
      purpose: ask.prompt.rawValue,
      type: isYesNo ? .yesNo : ask.prompt == .writeComparison ? .comparison : .multiHop,
      question: QuestionText.cleaned(fields["question"] ?? "", language: language), answer: fields["answer"] ?? "",
      evidence: [.init(chunk: chunk, range: 0..<chunk.text.utf8.count)], origin: origin)
    let quotes = [place("quote", in: chunk)] + (isYesNo ? [] : [place("otherQuote", in: ask.other ?? chunk)])
    let found = quotes.compactMap(\.self)
    let isQuoted = found.count == quotes.count
    if isQuoted { out.evidence = found }
    if isYesNo {
      guard isQuoted, let isYes = YesNo.value(out.answer), let quote = fields["quote"] else {
        out.measures[.grounded] = .flaw("not-grounded", found: fields["quote"] ?? "")
        return out
      }
      out.answer = YesNo.word(isYes, language) + (language == .ja ? "。" : ". ") + quote
    } else if isQuoted, let answer = place("answer", in: chunk) {
      // The document's own spelling counts.
      out.answer = String(decoding: Array(chunk.text.utf8)[answer.range], as: UTF8.self)
      out.focus = answer.range
    } else {
      out.measures[.grounded] = .flaw("not-grounded", found: isQuoted ? out.answer : fields["quote"] ?? "")
    }
    return out
  }
}

/// The two words of a yes-no answer.
enum YesNo {
  static func word(_ isYes: Bool, _ language: Language) -> String {
    switch language {
    case .ja: isYes ? "はい" : "いいえ"
    case .en: isYes ? "Yes" : "No"
    }
  }

  /// What an answer begins with; nil for neither.
  static func value(_ text: String) -> Bool? {
    let folded = Terms.folded(text).drop { !$0.isLetter }
    if folded.hasPrefix("yes") || folded.hasPrefix("はい") { return true }
    if folded.hasPrefix("no") || folded.hasPrefix("いいえ") { return false }
    return nil
  }
}
