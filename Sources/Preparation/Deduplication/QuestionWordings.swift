import Records

/// The different wordings of many questions, each compared once however often it is asked: a question that stands a
/// thousand times would otherwise meet itself half a million times.
struct QuestionWordings {
  /// 128 bits of a wording and its language.
  private struct Key: Hashable {
    var high: UInt64
    var low: UInt64
  }

  /// The pieces of each wording, in the order in which wordings first appear.
  private(set) var shingles: [Shingles] = []
  private var wordings: [Int32] = []

  init(_ pairs: [QAPair]) {
    wordings.reserveCapacity(pairs.count)
    var known: [Key: Int32] = [:]
    known.reserveCapacity(pairs.count)
    for pair in pairs {
      let form = MatchingForm.scalars(of: pair.question)
      let key = Self.key(form, pair.language)
      if let wording = known[key] {
        wordings.append(wording)
        continue
      }
      let wording = Int32(shingles.count)
      known[key] = wording
      wordings.append(wording)
      shingles.append(Shingles(questionForm: form, pair.language))
    }
  }

  /// How many different wordings there are.
  var count: Int { shingles.count }

  /// The wording of the pair at an index.
  func wording(of index: Int) -> Int { Int(wordings[index]) }

  private static func key(_ form: [Unicode.Scalar], _ language: Language) -> Key {
    var key = Key(high: language == .ja ? 1 : 2, low: 3)
    for scalar in form {
      key.high = Shingles.mix(key.high ^ UInt64(scalar.value))
      key.low = Shingles.mix(key.low &+ UInt64(scalar.value) &* 0x9E37_79B9)
    }
    return key
  }
}
