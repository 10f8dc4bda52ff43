import Evaluation
import Foundation
import Generation
public import Records
import Storage

extension Session {
  /// The name of this step in events and ledger.
  public static let compareStage = "compare"

  /// Answers the test questions with every arm, scores them, and writes the report. Answers that still hold are not given
  /// again.
  ///
  /// - Parameter language: The language that the report shows first.
  /// - Throws: `WorkspaceError.missing` before anything was curated or tuned; `ArmError`; what a model throws.
  @discardableResult
  public func compare(language: Language = .en) async throws -> StageSummary {
    let dataset = try FrozenDataset(self)
    let arms = try comparableArms()
    let adapter = arms.contains(where: \.isTuned) ? try self.adapter(for: dataset) : nil
    let templates = try PromptTemplates(directory: workspace.templates)
    let test = try TestQuestions(dataset, self)
    let setups = try arms.map {
      try ArmSetup($0, session: self, templates: templates, dataset: dataset, adapter: adapter?.name)
    }
    let summary = try await answer(test, setups)
    let scores = try ScoresFile(dataset: dataset, test: test, setups: setups, adapter: adapter, session: self)
    let context = try ReportFacts(
      session: self, dataset: dataset, test: test, arms: arms, adapter: adapter, scores: scores
    ).context()
    try scores.write(to: workspace.report)
    let page = ReportPage(comparison: scores.comparison, context: context, language: language).html()
    try AtomicFile.write(Data(page.utf8), to: workspace.report.appendingPathComponent("index.html"))
    try store.write { try $0.replaceScores(comparison: dataset.version.name, with: scores.records) }
    return summary
  }

  /// The configured arms; an endpoint cannot be tuned here, so that its tuned arms are left out where nobody asked for
  /// them by name.
  private func comparableArms() throws -> [Arm] {
    let arms = try Arm.parse(configuration.compare.arms)
    guard case .endpoint = ModelName(configuration.general.model, workspace: workspace),
      configuration.compare.arms == CompareOptions().arms
    else { return arms }
    report(
      .note(
        stage: Self.compareStage,
        BilingualText(
          en: "an endpoint is not tuned here: the arms lora and lora+rag are left out",
          ja: "エンドポイントのモデルはここでは学習できないため、lora と lora+rag を除きます")))
    return arms.filter { !$0.isTuned }
  }

  /// Answers whatever has no answer that still holds, in batches of the plan; each batch is stored at once.
  private func answer(_ test: TestQuestions, _ setups: [ArmSetup]) async throws -> StageSummary {
    let finder = setups.contains(where: \.arm.retrieves) ? try PassageFinder(self) : nil
    let depth = max(PassageFinder.depth, configuration.compare.passages)
    let found = test.questions.map { question in finder?.find(question.item.question, count: depth) ?? [] }
    let total = setups.count * test.questions.count
    let clock = ContinuousClock()
    let start = clock.now
    var pending: [(setup: ArmSetup, batches: [[Int]])] = []
    var worked = 0
    for setup in setups {
      let open = try openQuestions(setup, test, found)
      worked += open.count
      // Slices of the plan, not of what is open: what travels together does not depend on where a run was cut.
      let size = configuration.compare.batch
      pending.append((setup, Dictionary(grouping: open) { $0 / size }.sorted { $0.key < $1.key }.map(\.value)))
    }
    var done = total - worked
    report(.began(stage: Self.compareStage, total: total, done: done))
    for (setup, batches) in pending where !batches.isEmpty {
      let answerer = try setup.answerer(self)
      for batch in batches {
        try Task.checkCancellation()
        try await answer(batch, test, found, setup, answerer)
        done += batch.count
        report(
          .advanced(
            stage: Self.compareStage, done: done, total: total, label: BilingualText(verbatim: setup.arm.rawValue)))
      }
    }
    let summary = StageSummary(
      stage: Self.compareStage, total: total, worked: worked, kept: worked, drops: [:],
      seconds: (clock.now - start) / .seconds(1))
    report(.ended(summary))
    return summary
  }

  private func answer(
    _ batch: [Int], _ test: TestQuestions, _ found: [[Chunk]], _ setup: ArmSetup, _ answerer: ArmAnswerer
  ) async throws {
    let questions = batch.map { index in
      ArmQuestion(
        text: test.questions[index].item.question, language: test.questions[index].item.language,
        passages: shown(setup.arm, test.questions[index], found[index]))
    }
    let answers = try await answerer.answer(questions)
    try store.write { transaction in
      for (index, answer) in zip(batch, answers) {
        let question = test.questions[index]
        let stored = StoredAnswer(
          question: question.item.question, answer: answer, found: setup.arm.retrieves ? found[index].map(\.id) : [])
        try transaction.saveAnswer(
          armKey: setup.key, arm: setup.arm.rawValue, pair: question.item.id,
          prediction: String(decoding: try JSONLines.line(stored), as: UTF8.self))
      }
    }
  }

  /// What an arm is shown; the gold passage only where retrieval found it, or for the oracle.
  private func shown(_ arm: Arm, _ question: TestQuestions.Question, _ found: [Chunk]) -> [Chunk] {
    if arm == .oracle { return [question.gold] }
    return arm.retrieves ? Array(found.prefix(configuration.compare.passages)) : []
  }

  /// The questions without an answer that still holds. Where only passages that were not shown have changed, the answer
  /// stays and the ranking is brought up to date.
  private func openQuestions(_ setup: ArmSetup, _ test: TestQuestions, _ found: [[Chunk]]) throws -> [Int] {
    let answers = try store.read { try $0.answers(armKey: setup.key) }
    let limit = configuration.compare.passages
    var open: [Int] = []
    var moved: [(ContentHash, StoredAnswer)] = []
    for (index, question) in test.questions.enumerated() {
      let ids = setup.arm.retrieves ? found[index].map(\.id) : []
      guard let json = answers[question.item.id],
        var stored = try? JSONDecoder().decode(StoredAnswer.self, from: Data(json.utf8)),
        stored.holds(for: question.item.question, shown: Array(ids.prefix(limit)), limit: limit)
      else {
        open.append(index)
        continue
      }
      if stored.found != ids {
        stored.found = ids
        moved.append((question.item.id, stored))
      }
    }
    if !moved.isEmpty {
      try store.write { transaction in
        for (pair, stored) in moved {
          try transaction.saveAnswer(
            armKey: setup.key, arm: setup.arm.rawValue, pair: pair,
            prediction: String(decoding: try JSONLines.line(stored), as: UTF8.self))
        }
      }
    }
    return open
  }
}
