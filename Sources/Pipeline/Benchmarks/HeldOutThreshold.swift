import Generation
import Records

/// Whether a threshold holds on pairs that it was not chosen on: of the passages one half chooses it, the other half tests
/// it, and beside it the default.
public struct HeldOutThreshold: Codable, Sendable {
  /// What a threshold lets pass and what it stops.
  public struct Outcome: Codable, Sendable, Hashable {
    /// Corrupted pairs.
    public var corrupted = 0
    /// Corrupted pairs that it stops.
    public var caught = 0
    /// Sound pairs, one for each corrupted one.
    public var sound = 0
    /// Sound pairs that it stops.
    public var falseAlarms = 0

    /// Stopped, of all corrupted.
    public var recall: Double? { corrupted == 0 ? nil : Double(caught) / Double(corrupted) }
    /// Corrupted, of all that are stopped.
    public var precision: Double? { caught + falseAlarms == 0 ? nil : Double(caught) / Double(caught + falseAlarms) }

    /// Harmonic mean of both.
    var f1: Double {
      let all = Double(2 * caught + falseAlarms + corrupted - caught)
      return all == 0 ? 0 : 2 * Double(caught) / all
    }
  }

  /// The gate, or `duplicateThreshold`.
  public var gate: String
  /// The corruption that it is there for.
  public var corruption: String
  /// The default threshold.
  public var usual: Double
  /// The threshold that does best on the first half (F1); of several the one nearest to the default.
  public var chosen: Double
  /// The chosen one on the half that it was chosen on.
  public var chosenWhereChosen: Outcome
  /// The chosen one on the other half.
  public var chosenHeldOut: Outcome
  /// The default on that half.
  public var usualHeldOut: Outcome

  /// A sound pair's score and that of what was made of it; below the threshold a pair is stopped.
  struct Case {
    var sound: Double
    var corrupted: Double
    /// Whether it belongs to the half that is held out.
    var isHeldOut: Bool
  }

  /// - Parameter stopsAbove: Where a score at or above the threshold stops a pair, as with likeness.
  init(_ gate: String, _ corruption: String, usual: Double, stopsAbove: Bool = false, _ cases: [Case]) {
    self.gate = gate
    self.corruption = corruption
    self.usual = usual
    let (tuning, heldOut) = (cases.filter { !$0.isHeldOut }, cases.filter(\.isHeldOut))
    func outcome(_ threshold: Double, _ cases: [Case]) -> Outcome {
      func stops(_ score: Double) -> Bool { stopsAbove ? score >= threshold : score < threshold }
      return Outcome(
        corrupted: cases.count, caught: cases.count { stops($0.corrupted) }, sound: cases.count,
        falseAlarms: cases.count { stops($0.sound) })
    }
    let grid = stride(from: 0.05, through: 1.0001, by: 0.05).map { ($0 * 100).rounded() / 100 }
    let best = grid.map { ($0, outcome($0, tuning).f1) }.max { one, other in
      (one.1, -abs(one.0 - usual)) < (other.1, -abs(other.0 - usual))
    }
    chosen = best?.0 ?? usual
    chosenWhereChosen = outcome(chosen, tuning)
    chosenHeldOut = outcome(chosen, heldOut)
    usualHeldOut = outcome(usual, heldOut)
  }
}
