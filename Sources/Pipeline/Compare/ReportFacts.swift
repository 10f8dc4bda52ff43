import Evaluation
import FineTuning
import Foundation
import Generation
import Preparation
import Records
import Storage
import Transformers

/// Gathers what the report says beside the scores, from store and files.
struct ReportFacts {
  let session: Session
  let dataset: FrozenDataset
  let test: TestQuestions
  let arms: [Arm]
  let adapter: AdapterRecord?
  let scores: ScoresFile

  func context() throws -> ReportContext {
    let recorded = try RecordedOptions(session)
    let training = adapter.map { TrainingRecord(adapter: $0.name, inputs: $0.inputs, in: session.workspace) }
    let (status, sizes, reviewed, pairs) = try session.store.read { transaction in
      let members = try DatasetSplit.allCases.flatMap {
        try transaction.members(dataset: dataset.version.number, split: $0)
      }
      let seen = try members.count { id in
        [.accepted, .edited].contains(try transaction.pair(id)?.state.status ?? .unreviewed)
      }
      return (
        try WorkspaceStatus(transaction), try transaction.splitSizes(dataset: dataset.version.number), seen,
        members.count
      )
    }
    return ReportContext(
      workspace: session.workspace.root.lastPathComponent, datasetVersion: dataset.version.name,
      model: session.configuration.general.model, adapter: adapter?.name ?? "–", seed: dataset.version.seed,
      sources: sources(status), fates: fates(status, kept: pairs), splits: splits(sizes), reviewed: reviewed,
      pairs: pairs,
      trainLoss: training?.steps.map { .init(step: $0.step, loss: $0.loss) } ?? [],
      validationLoss: training?.steps.compactMap { step in
        step.validationLoss.map { .init(step: step.step, loss: $0) }
      } ?? [],
      certificate: try certificate(), cost: try cost(training), commands: commands(recorded), notes: try notes(),
      origin: try origin(recorded))
  }

  private func sources(_ status: WorkspaceStatus) -> [ReportContext.Count] {
    var counts: [ReportContext.Count] = [
      .init(BilingualText(en: "documents", ja: "文書"), status.documents),
      .init(BilingualText(en: "pages", ja: "ページ"), status.pages),
      .init(BilingualText(en: "passages", ja: "文章（チャンク）"), status.chunks),
    ]
    let unread = status.unreadable.values.reduce(0, +)
    if unread > 0 { counts.append(.init(BilingualText(en: "files not read", ja: "読めなかったファイル"), unread)) }
    return counts
  }

  private func fates(_ status: WorkspaceStatus, kept: Int) -> [ReportContext.Count] {
    var byReason: [String: Int] = [:]
    for count in status.ledger
    where count.outcome == .dropped && [GenerateStage.name, CurateStage.name].contains(count.stage) {
      byReason[count.reason, default: 0] += count.count
    }
    let dropped = byReason.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return [.init(BilingualText(en: "in the dataset", ja: "データセットに採用"), kept)]
      + dropped.map { .init(ReasonName.text($0.key), $0.value) }
  }

  private func splits(_ sizes: [DatasetSplit: Int]) -> [ReportContext.Count] {
    DatasetSplit.allCases.map { ReportContext.Count(Self.name(of: $0), sizes[$0] ?? 0) }
  }

  private static func name(of part: DatasetSplit) -> BilingualText {
    switch part {
    case .train: BilingualText(en: "training", ja: "学習")
    case .validation: BilingualText(en: "validation", ja: "検証")
    case .testReworded: BilingualText(en: "test, reworded", ja: "評価（言い換え）")
    case .testUnseen: BilingualText(en: "test, unseen documents", ja: "評価（未学習の文書）")
    }
  }

  private func certificate() throws -> [BilingualText] {
    let certificate = dataset.certificate
    let violations = try SplitCertificate.verify(dataset.folder)
    var lines = [
      BilingualText(
        en:
          "\(certificate.groups.count.of("group")) of documents (with translations and near-duplicates), none of them cut by the split.",
        ja: "文書のグループ（翻訳や重複を含む）は\(certificate.groups.count)個で、分割によって切り離されたものはありません。")
    ]
    lines += certificate.searches.map { search in
      let isQuestion = search.subject == .question
      return BilingualText(
        en: "Closest wording of a \(isQuestion ? "question" : "quote") in \(search.part.rawValue) to one in "
          + "\(search.among.rawValue): similarity \(search.highest); \(search.leaked) at or above the threshold "
          + "\(search.threshold).",
        ja: "「\(Self.name(of: search.part).ja)」の\(isQuestion ? "質問" : "引用")と「\(Self.name(of: search.among).ja)」の"
          + "\(isQuestion ? "質問" : "引用")の最大の類似度は\(search.highest)で、しきい値\(search.threshold)以上は"
          + "\(search.leaked)件です。")
    }
    lines.append(
      violations.isEmpty
        ? BilingualText(
          en: "Checked again from the files alone for this report: everything holds.",
          ja: "このレポートを作る際に、ファイルだけから検査し直し、すべて成り立つことを確かめました。")
        : BilingualText(
          en: "Checked again from the files alone: \(violations.count.of("violation")): "
            + violations.map(\.description).joined(separator: " "),
          ja: "ファイルだけから検査し直したところ、違反が\(violations.count)件あります: "
            + violations.map(\.description).joined(separator: " ")))
    return lines
  }

  private func cost(_ training: TrainingRecord?) throws -> [BilingualText] {
    var lines: [BilingualText] = []
    if let training, !training.steps.isEmpty {
      let seconds = max(1, Int(training.seconds.rounded()))
      lines.append(
        BilingualText(
          en: "Training the adapter: about \(seconds.of("second")) for \(training.steps.count.of("step")) and "
            + "\(training.tokens.of("token")), \(training.parameters.of("parameter")), "
            + "\((training.outcome?.examples ?? 0).of("question")).",
          ja: "アダプターの学習：約\(seconds)秒（\(training.steps.count)ステップ、\(training.tokens.formatted)トークン）、"
            + "パラメータ\(training.parameters.formatted)個、質問\(training.outcome?.examples ?? 0)件。"))
    }
    let name = ModelName(session.configuration.general.model, workspace: session.workspace)
    if let directory = (try? name.directory(near: session.workspace)) ?? nil,
      let configuration = try? ModelConfiguration(directory: directory)
    {
      lines.append(
        BilingualText(
          en: "Base model: \(configuration.parameterCount.of("parameter")), on this machine's processor alone.",
          ja: "元のモデル：パラメータ\(configuration.parameterCount.formatted)個。この機械のCPUだけで動いています。"))
    }
    return lines
  }

  private func commands(_ recorded: RecordedOptions) -> [String] {
    recorded.commandLines + [
      "shikomi compare --verify", "shikomi curate --verify output/dataset/\(dataset.version.name)",
    ]
  }

  /// Who wrote the test questions, and the gates that they passed when they were written and when they were curated.
  private func origin(_ recorded: RecordedOptions) throws -> QuestionOrigin {
    let gates = GateOptions()
    // Both stood under `generate` in earlier programs.
    func gate(_ key: String) -> String? {
      recorded.value("gates.\(key)", when: CurateStage.name)
        ?? recorded.value("generate.\(key)", when: CurateStage.name)
    }
    let pairs = try session.store.read { transaction in
      try test.questions.compactMap { try transaction.pair($0.item.id) }
    }
    let generators = pairs.map(\.original.generator)
    let writers = Set(generators.filter { !$0.isByRule }.map(\.model))
    let stated = generators.count(where: \.isOfStatement)
    return QuestionOrigin(
      writers: writers.sorted(), byRules: generators.count(where: \.isByRule) - stated,
      fromStatements: stated, questions: pairs.count,
      reviewed: pairs.count { [.accepted, .edited].contains($0.state.status) },
      writerIsTested: writers.contains(session.configuration.general.model),
      roundTrip: gate("roundTrip").flatMap(Double.init) ?? gates.roundTrip,
      rank: gate("retrievalRank").flatMap { Int($0) } ?? gates.rank)
  }

  private func notes() throws -> [BilingualText] {
    var notes: [BilingualText] = []
    let options = session.configuration.compare
    let name = ModelName(session.configuration.general.model, workspace: session.workspace)
    if name == .embedded {
      notes.append(
        BilingualText(
          en:
            "The embedded model is tiny: absolute scores are low, and with a larger model the order of the arms may be another.",
          ja: "内蔵モデルはごく小さいため、点数の絶対値は低く、大きなモデルでは方式の順位が変わることがあります。"))
    }
    if arms.contains(where: \.retrieves) {
      notes.append(retrievalNote(name, passages: options.passages))
    }
    if let unanswered = scores.unanswered {
      let (reasons, count) = (unanswered.sorted { $0.key < $1.key }, unanswered.values.reduce(0, +))
      func list(_ path: KeyPath<BilingualText, String>) -> String {
        reasons.map { "\(ReasonName.text($0.key)[keyPath: path]): \($0.value)" }.joined(separator: ", ")
      }
      notes.append(
        BilingualText(
          en:
            "Left out for every arm because a model did not answer: \(count.of("test question")) (\(list(\.en))). The "
            + "next comparison asks again.",
          ja: "モデルが答えなかったため、評価用の質問\(count)件をすべての方式で除いています（\(list(\.ja))）。次の比較で改めて尋ねます。"))
    }
    if test.withoutPassage > 0 {
      notes.append(
        BilingualText(
          en: "Left out because their document was purged: \(test.withoutPassage.of("test question")).",
          ja: "元の文書が削除されたため、評価用の質問\(test.withoutPassage)件を除いています。"))
    }
    return notes
  }

  private func retrievalNote(_ name: ModelName, passages: Int) -> BilingualText {
    if !ArmAnswerer.readsSpans(name, session.modelSkill(name)) {
      return BilingualText(
        en:
          "Arms that retrieve put the best \(passages.of("passage")) (BM25), or as many of them as fit, into one prompt; the gold passage is among them only where retrieval found it.",
        ja: "検索を使う方式は、上位\(passages)件の文章（BM25、入りきらない場合は入る件数まで）を一つの入力にまとめます。正解の文章は、検索で見つかった場合だけ含まれます。")
    }
    return BilingualText(
      en:
        "Arms that retrieve read the best \(passages.of("passage")) (BM25) one by one, answer each with a span of it, and give the span that the model is surest of; the gold passage is read only where retrieval found it.",
      ja: "検索を使う方式は、上位\(passages)件の文章（BM25）を1件ずつ読み、それぞれから答えの箇所を抜き出し、モデルの確信が最も高いものを回答とします。正解の文章は、検索で見つかった場合だけ読みます。")
  }
}

extension Int {
  /// In English, with its noun: 1 second, 2 seconds.
  func of(_ noun: String) -> String { "\(formatted) \(noun)\(self == 1 ? "" : "s")" }

  /// With commas: 1,234,567.
  var formatted: String {
    var digits = Array(String(magnitude))
    for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
    return (self < 0 ? "−" : "") + String(digits)
  }
}
