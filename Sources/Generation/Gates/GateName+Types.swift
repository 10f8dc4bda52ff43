import Records

extension GateName {
  /// Gates that have something to say about a question of its kind; the others are not asked, and stop nothing.
  ///
  /// A yes and a refusal do not stand in the passage; a yes-no question, a comparison and a wish for an explanation name
  /// their answer; a question about something that the passage does not know names it; one over two passages need not
  /// find either of them. What those are worth is told by what they were made from, or by readings of their own
  /// (`DerivedReadings`).
  func applies(to subject: GateSubject) -> Bool {
    switch subject.form {
    case .explanation where [.answerNotGiven, .answerKind, .focus, .roundTrip].contains(self): return false
    case .persona where self == .focus: return false
    case .translation
    where [.answerFacts, .grounded, .answerKind, .row, .selfContained, .focus, .retrieval, .roundTrip].contains(self):
      return false
    default: break
    }
    switch subject.type {
    case .yesNo: return ![.grounded, .answerNotGiven, .answerKind, .focus, .roundTrip].contains(self)
    case .comparison: return ![.answerNotGiven, .answerKind, .row, .focus, .roundTrip].contains(self)
    case .multiHop: return ![.questionNumbers, .row, .focus, .retrieval, .roundTrip].contains(self)
    case .list: return self != .row
    case .unanswerable:
      return ![
        .answerFacts, .noInjection, .grounded, .questionNumbers, .answerNotGiven, .answerKind, .row, .focus,
        .roundTrip,
      ].contains(
        self)
    default: return true
    }
  }
}
