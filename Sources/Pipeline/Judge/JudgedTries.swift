import Generation
import Records
import Storage

/// Puts what a judge said beside what the gates measured.
struct JudgedTries {
  /// The judge's identity: model and prompts.
  let judge: String
  /// What stands for a pair that it was not asked about; nil lets it pass.
  let notAsked: GateMeasure?

  func apply(to tried: inout TriedChunk, _ transaction: Transaction) throws {
    for fact in tried.facts.indices {
      for place in tried.facts[fact].wordings.indices where !tried.facts[fact].wordings[place].measures.isEmpty {
        let id = GateStage.pair(tried.facts[fact], tried.facts[fact].wordings[place])
        tried.facts[fact].wordings[place].measures[GateName.judge.rawValue] = try measure(of: id, transaction)
      }
    }
  }

  func apply(to tried: inout TriedImport, _ transaction: Transaction) throws {
    tried.measures[GateName.judge.rawValue] = try measure(of: tried.pair.id, transaction)
  }

  private func measure(of id: ContentHash, _ transaction: Transaction) throws -> GateMeasure? {
    try transaction.judgement(of: id, by: judge, as: GateMeasure.self) ?? notAsked
  }
}
