public import Records

/// What people made of a pair: a fold over its events. Undo takes back the latest event that is not yet taken back.
public struct ReviewState: Codable, Sendable, Hashable {
  /// Where the pair stands, staleness left aside.
  public var status: PairStatus = .unreviewed
  /// Who decided last.
  public var reviewer: String?
  /// Why it was rejected.
  public var reason: String?
  /// The new wording, where somebody has edited it.
  public var question: String?
  /// The new answer, where somebody has edited it.
  public var answer: String?

  /// Nobody has looked.
  public init() {}

  /// Folds a pair's events, oldest first.
  public init(folding events: some Sequence<ReviewEvent>) {
    var standing: [ReviewEvent] = []
    for event in events {
      if event.action == .undo {
        _ = standing.popLast()
      } else {
        standing.append(event)
      }
    }
    guard let last = standing.last else { return }
    for event in standing where event.action == .edit {
      question = event.question ?? question
      answer = event.answer ?? answer
    }
    reviewer = last.reviewer
    switch last.action {
    case .reject:
      status = .rejected
      reason = last.reason
    case .accept, .edit, .undo:
      status = question == nil && answer == nil ? .accepted : .edited
    }
  }
}

/// A pair and what people made of it. The original is never overwritten.
public struct ReviewedPair: Sendable, Hashable, Identifiable {
  /// As it was generated.
  public var original: QAPair
  /// The fold over its events.
  public var state: ReviewState
  /// True when its evidence is gone (the file, or the way it is chunked, has changed) and nobody has decided about it
  /// since.
  public var isStale: Bool

  /// Puts a pair and its review together.
  public init(original: QAPair, state: ReviewState, isStale: Bool) {
    self.original = original
    self.state = state
    self.isStale = isStale
  }

  /// The original's id: an edit does not make another pair.
  public var id: ContentHash { original.id }

  /// The pair as it counts now: edited wording, status and reviewer filled in.
  public var pair: QAPair {
    var pair = original
    pair.question = state.question ?? original.question
    pair.answer = state.answer ?? original.answer
    pair.status = isStale ? .stale : state.status
    pair.reviewer = state.reviewer
    return pair
  }
}
