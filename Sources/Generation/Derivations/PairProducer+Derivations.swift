import Records

/// Further pairs of passages whose facts were asked about: by rule where a rule is right, by a model that follows
/// instructions where it takes one.
extension PairProducer {
  /// What was derived, by the passage that it belongs to, with what every gate measured.
  ///
  /// - Parameters:
  ///   - facts: Those that have a question.
  ///   - attempt: Above 0 a model is sampled, since it gave nothing that passed before.
  func derive(_ facts: [AskedFact], _ chunks: [Chunk], attempt: Int = 0) async throws -> [ContentHash: [TriedFact]] {
    let asked = Dictionary(grouping: facts, by: \.fact.chunk.id)
    var derived: [Derived] = []
    for chunk in chunks { derived += byRule(asked[chunk.id] ?? [], chunk) }
    if options.forms.contains(.reversed) { derived += try await reversed(facts, attempt) }
    if options.types.contains(.multiHop) { derived += try await joined(asked, chunks) }
    if options.skill == .instructions {
      derived += try await instructed(asked, chunks, beside: derived, attempt: attempt)
    }
    return try await tried(derived)
  }

  private func byRule(_ asked: [AskedFact], _ chunk: Chunk) -> [Derived] {
    var out: [Derived] = []
    if options.types.contains(.yesNo) { out += YesNoRule.derive(asked, in: chunk) }
    if options.types.contains(.comparison) { out += ComparisonRule.derive(in: chunk, seed: options.seed) }
    if options.types.contains(.unanswerable) {
      out += UnanswerableRule.derive(asked, in: chunk, document: document, seed: options.seed)
    }
    if options.forms.contains(.explanation) {
      out += ExplanationRule.derive(
        asked, in: chunk, templates.explanationRules(chunk.language), seed: options.seed)
    }
    if options.skill == .questions { out += framed(asked, chunk) }
    return out
  }

  /// Personas without a model: the question, with who asks it.
  private func framed(_ asked: [AskedFact], _ chunk: Chunk) -> [Derived] {
    wantedPersonas(chunk.language).flatMap { persona in
      asked.compactMap { fact in
        persona.framed(fact.question).map { question in
          var framed = rewording(of: fact, as: .persona, question, .rule("persona-\(persona.name)", chunk.language))
          framed.framesStatement = fact.isOfStatement
          return framed
        }
      }
    }
  }

  func wantedPersonas(_ language: Language) -> [Persona] {
    templates.personas(language).filter { options.personas.contains($0.name) }
  }

  func rewording(of fact: AskedFact, as form: PairForm, _ question: String, _ origin: PairGenerator) -> Derived {
    Derived(
      purpose: form.rawValue, base: fact.fact.id, form: form, type: fact.fact.candidate.type, question: question,
      answer: fact.answer, evidence: [.init(chunk: fact.fact.chunk, range: fact.fact.candidate.range)], origin: origin)
  }

  // MARK: Reversed

  /// What was given in a fact's sentence is asked for, and what was asked for is given: a question that does not name the
  /// fact's answer is not its reverse.
  private func reversed(_ facts: [AskedFact], _ attempt: Int) async throws -> [Derived] {
    var out: [Derived] = []
    var open: [(base: AskedFact, other: AnswerCandidate, request: ChatRequest)] = []
    for fact in facts {
      guard let other = subject(of: fact, among: facts) else { continue }
      if options.statements == .first {
        out +=
          stated(fact.fact.chunk, other) { names($0, fact.answer) }.map { [reverse(of: fact, other, $0.0, $0.1)] } ?? []
      } else {
        open.append((fact, other, request(reversing: fact, to: other, attempt)))
      }
    }
    let replies = try await model.answer(open.map(\.request), inBatchesOf: options.batch)
    for (asked, reply) in zip(open, replies) {
      let language = asked.base.fact.chunk.language
      let question = QuestionText.cleaned(reply.text, language: language)
      let origin = PairGenerator(
        model: model.name, template: templates.identity(reversingPrompt, language: language), seed: asked.request.seed)
      var made = reverse(of: asked.base, asked.other, question, origin)
      if let unanswered = reply.unanswered {
        made.fail(unanswered)
      } else if !names(question, asked.base.answer) {
        made.fail("not-reversed", found: question)
      }
      out.append(made)
    }
    return out
  }

  private func reverse(
    of fact: AskedFact, _ other: AnswerCandidate, _ question: String, _ origin: PairGenerator
  ) -> Derived {
    Derived(
      purpose: "reversed", base: fact.fact.id, form: .reversed, type: other.type, question: question,
      answer: other.text, evidence: [.init(chunk: fact.fact.chunk, range: other.range)], origin: origin)
  }

  private func names(_ question: String, _ answer: String) -> Bool {
    Terms.folded(question).contains(Terms.folded(answer))
  }

  /// The first question of those that rules make of an answer's statement which will do.
  private func stated(
    _ chunk: Chunk, _ candidate: AnswerCandidate, where willDo: (String) -> Bool
  ) -> (String, PairGenerator)? {
    StatementQuestions(chunk).wordings(for: candidate).first(where: willDo).map { question in
      let seed = Fact(chunk: chunk, candidate: candidate).seed(options.seed, "statement")
      return (question, .statement(chunk.language, seed: seed))
    }
  }

  private var reversingPrompt: PromptTemplates.Prompt {
    options.skill == .instructions ? .reverseQuestion : .writeQuestion
  }

  private func request(reversing fact: AskedFact, to other: AnswerCandidate, _ attempt: Int) -> ChatRequest {
    let chunk = fact.fact.chunk
    let seed = fact.fact.seed(options.seed, attempt > 0 ? "reversed \(attempt)" : "reversed")
    if options.skill == .instructions {
      return writer.ask(
        .reverseQuestion, chunk.language,
        ["passage": chunk.textWithContext, "answer": other.text, "given": fact.answer], seed: seed, attempt: attempt)
    }
    // The sentence alone: so little is left to ask with that the fact's answer is likely among it.
    let range = SentenceAround.range(of: fact.fact.candidate.range, in: chunk.text)
    let sentence = String(decoding: Array(chunk.text.utf8)[range], as: UTF8.self)
    let passage = (chunk.context.filter { !$0.contains(" | ") } + [sentence]).joined(separator: "\n")
    return writer.ask(
      .writeQuestion, chunk.language, ["passage": passage, "answer": other.text], seed: seed, attempt: attempt)
  }

  /// A name or a phrase of the fact's sentence that nobody has asked for.
  private func subject(of fact: AskedFact, among facts: [AskedFact]) -> AnswerCandidate? {
    let chunk = fact.fact.chunk
    let sentence = SentenceAround.range(of: fact.fact.candidate.range, in: chunk.text)
    var wide = options.candidates
    wide.maximumPerChunk = 40
    let taken = Set(facts.filter { $0.fact.chunk.id == chunk.id }.map(\.answer))
    return AnswerCandidates.find(in: chunk, options: wide).first { other in
      ["name", "phrase"].contains(other.rule) && !taken.contains(other.text)
        && sentence.lowerBound <= other.range.lowerBound && other.range.upperBound <= sentence.upperBound
        && !other.range.overlaps(fact.fact.candidate.range)
    }
  }

  // MARK: Over two passages

  /// At most one joined question a passage: of the passages that a question finds, the first that names what it speaks of
  /// and of which a question that passes every gate asks who or what that is.
  private func joined(_ asked: [ContentHash: [AskedFact]], _ chunks: [Chunk]) async throws -> [Derived] {
    guard let retriever else { return [] }
    let passages = Dictionary(document.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var names: [ContentHash: [AnswerCandidate]] = [:]
    var hops: [(asked: AskedFact, bridge: Fact)] = []
    for chunk in chunks where passages.count > 1 {
      for fact in asked[chunk.id] ?? [] {
        for hit in try await retriever.retrieve(fact.question, k: 4) where hit.chunk != chunk.id {
          guard let other = passages[hit.chunk], other.language == chunk.language else { continue }
          let known = names[other.id] ?? HopRule.names(in: other)
          names[other.id] = known
          guard let bridge = HopRule.bridge(from: fact, over: known) else { continue }
          hops.append((fact, Fact(chunk: other, candidate: bridge)))
        }
      }
    }
    let questions = try await identities(of: hops.map(\.bridge))
    let made = zip(hops, questions).compactMap { hop, question in
      question.flatMap { HopRule.join(hop.asked, over: hop.bridge.candidate, askedFor: $0, in: hop.bridge.chunk) }
        .map { (derived: $0, subject: hop.bridge.subject(question ?? "")) }
    }
    var done: Set<ContentHash> = []
    let results = try await gates.judge(made.map(\.subject), without: options.statements == .first ? Self.byModel : [])
    return zip(made, results).compactMap { made, result in
      guard result.passed, let chunk = made.derived.chunk, done.insert(chunk.id).inserted else { return nil }
      var derived = made.derived
      derived.measures[.roundTrip] = result.measures[.roundTrip]
      return derived
    }
  }

  /// Questions for what or who each is: by rule where rules come first, else by the model.
  private func identities(of bridges: [Fact]) async throws -> [String?] {
    if options.statements == .first {
      return bridges.map { bridge in
        stated(bridge.chunk, bridge.candidate) { HopRule.topic($0, bridge.chunk.language) != nil }?.0
      }
    }
    let replies = try await model.answer(bridges.map { writer.write($0, attempt: 0) }, inBatchesOf: options.batch)
    return zip(bridges, replies).map { QuestionText.cleaned($1.text, language: $0.chunk.language) }
  }

  // MARK: Gates

  /// Every derived question with a rewording by rule, through the gates that apply to it.
  private func tried(_ derived: [Derived]) async throws -> [ContentHash: [TriedFact]] {
    var subjects: [(item: Int, subject: GateSubject, origin: PairGenerator, isRewording: Bool)] = []
    for (item, made) in derived.enumerated() {
      guard var subject = made.subject else { continue }
      subjects.append((item, subject, made.origin, false))
      // What varies a fact already needs no further variant.
      guard made.form == nil else { continue }
      let language = subject.language
      let wording = templates.rewordingRules(language).rewordings(of: made.question, seed: options.seed).first
      guard let wording else { continue }
      subject.question = wording
      subjects.append((item, subject, .rule("rewording", language), true))
    }
    let results = try await judged(subjects.map { ($0.subject, derived[$0.item].isOfStatement) })
    var wordings = [[TriedWording]](repeating: [], count: derived.count)
    for (tried, result) in zip(subjects, results) {
      var measures = result.measures.merging(derived[tried.item].measures) { _, own in own }
      // Gates see the first place alone; a pair over two passages rests on the other one as well.
      for place in derived[tried.item].evidence.dropFirst() where measures[.noInjection]?.score == 1 {
        measures[.noInjection] = InjectionGate.measure(place.range, in: place.chunk)
      }
      wordings[tried.item].append(
        TriedWording(
          question: tried.subject.question, origin: tried.origin, isRewording: tried.isRewording,
          difficulty: Difficulty.estimate(tried.subject, scores: result.scores), measures: measures))
    }
    var out: [ContentHash: [TriedFact]] = [:]
    for (made, wordings) in zip(derived, wordings) {
      guard let chunk = made.chunk, !wordings.isEmpty else { continue }
      var evidence: [Evidence] = []
      for place in made.evidence { evidence.append(try await locate(place.chunk, place.range)) }
      var fact = TriedFact(
        id: made.id, answer: made.answer, type: made.type, evidence: evidence, wordings: wordings)
      fact.base = made.base
      fact.form = made.form
      fact.language = made.language
      out[chunk.id, default: []].append(fact)
    }
    return out
  }
  /// What is made of a statement is answered by it: no model that writes worse questions reads it back.
  private func judged(_ subjects: [(GateSubject, isOfStatement: Bool)]) async throws -> [Gates.Result] {
    var out = [Gates.Result](repeating: Gates.Result(), count: subjects.count)
    for own in [true, false] {
      let places = subjects.indices.filter { (options.statements == .first && subjects[$0].isOfStatement) == own }
      let results = try await gates.judge(places.map { subjects[$0].0 }, without: own ? Self.byModel : [])
      for (place, result) in zip(places, results) { out[place] = result }
    }
    return out
  }
}
