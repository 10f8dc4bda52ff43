import Generation
import Records

/// Generation tried on a few chunks, which are spread evenly over the documents: what it gives, how fast, and what all
/// of it will take. Nothing is kept but the measure.
public struct GenerationRehearsal: Codable, Sendable {
  /// A pair that was made.
  public struct Sample: Codable, Sendable, Hashable {
    /// The wording.
    public var question: String
    /// Its answer.
    public var answer: String
    /// The file it is about.
    public var document: String
  }

  /// What the trial took and gave.
  public var measure: GenerationMeasure
  /// Documents that the chunks came from.
  public var documents: Int
  /// Facts and rewordings left out, by reason.
  public var drops: [String: Int]
  /// The first wordings that passed, one a chunk.
  public var samples: [Sample]
  /// What the trial cost by the configured prices.
  public var cost: Double?
  /// What all pending chunks will take at this rate.
  public var plan: GenerationPlan
}
