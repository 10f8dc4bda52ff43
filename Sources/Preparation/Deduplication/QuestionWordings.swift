import Records

/// The different wordings of many questions, each compared once however often it is asked: a question that stands a
/// thousand times would otherwise meet itself half a million times.
struct QuestionWordings {
  /// The pieces of every pair's question.
  private let sets = ShingleList()
  /// Of each wording the first pair that has it, ascending.
  private var firsts: [Int32] = []
  /// The wording of each pair.
  private var wordings: [Int32]

  init(_ pairs: [QAPair]) { self.init(PairList(pairs)) }

  init(_ pairs: PairList) {
    // 128 bits of a wording and its language.
    var keys: [HashKey] = []
    keys.reserveCapacity(pairs.count)
    for index in pairs.indices {
      let language = pairs.traits(at: index).language
      let form = MatchingForm.scalars(of: pairs.words(at: index).question)
      var key = HashKey(high: language == .ja ? 1 : 2, low: 3)
      for scalar in form { key.mix(UInt64(scalar.value)) }
      keys.append(key)
      sets.append(Shingles(questionForm: form, language))
    }
    let order = keys.indices.map(Int32.init).sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
    // First each pair gets the first one of its wording, then these are numbered as they appear.
    wordings = [Int32](repeating: 0, count: keys.count)
    var first: Int32 = 0
    for (place, index) in order.enumerated() {
      if place == 0 || keys[Int(index)] != keys[Int(first)] { first = index }
      wordings[Int(index)] = first
    }
    for index in wordings.indices {
      if wordings[index] == index {
        wordings[index] = Int32(firsts.count)
        firsts.append(Int32(index))
      } else {
        wordings[index] = wordings[Int(wordings[index])]
      }
    }
  }

  /// How many different wordings there are.
  var count: Int { firsts.count }

  /// The pieces of each wording, in the order in which wordings first appear.
  var shingles: some ShingleSets { SelectedSets(sets: sets, places: firsts) }

  /// The wording of the pair at an index.
  func wording(of index: Int) -> Int { Int(wordings[index]) }
}

/// Some sets of a list, in an order of their own.
struct SelectedSets<Sets: ShingleSets>: ShingleSets {
  let sets: Sets
  let places: [Int32]

  var count: Int { places.count }

  func size(of index: Int) -> Int { sets.size(of: Int(places[index])) }

  subscript(index: Int) -> Shingles { sets[Int(places[index])] }
}

/// For each wording some pairs that have it, in the order in which they were added.
struct WordingHolders {
  private var first: [Int32]
  private var last: [Int32]
  private var next: [Int32]

  init(wordings: Int, pairs: Int) {
    first = [Int32](repeating: -1, count: wordings)
    last = first
    next = [Int32](repeating: -1, count: pairs)
  }

  mutating func add(_ pair: Int, to wording: Int) {
    if last[wording] < 0 { first[wording] = Int32(pair) } else { next[Int(last[wording])] = Int32(pair) }
    last[wording] = Int32(pair)
  }

  func of(_ wording: Int) -> [Int] {
    var holders: [Int] = []
    var place = first[wording]
    while place >= 0 {
      holders.append(Int(place))
      place = next[Int(place)]
    }
    return holders
  }
}
