internal import CKernels
internal import Foundation

/// The beam of one request. Not Sendable: one thread works on it at a time.
final class SpanSearch {
  /// A beginning of an answer: its tokens, and the places of the text where its bytes stand.
  struct Hypothesis {
    /// Where the answer would begin, for each place.
    var starts: [Int32]
    /// Bytes of the text that the tokens cover.
    var length: Int
    var ids: [Int32]
    var sum: Double
    /// The hypothesis of the step before that it continues.
    var parent: Int
  }

  /// A token that a hypothesis may go on with.
  private struct Candidate {
    var parent: Int
    var token: Int32
    /// Where in the text it was found first.
    var place: Int
    /// Bytes of the text that it covers: one less than its own where its leading space is none of the answer's.
    var length: Int
    var sum: Double
  }

  let number: Int
  let request: SpanRequest
  private let text: SpanText
  private let vocabulary: Int
  private let beamWidth: Int
  private let lengthExponent: Double
  private let margin: Double
  private var beam: [Hypothesis] = []
  private var caches: [KVCache] = []
  /// Caches that hold the prompt and are free.
  private var spare: [KVCache] = []
  private var best: (score: Double, answer: SpanAnswer)?

  init(
    number: Int, _ request: SpanRequest, _ text: SpanText, vocabulary: Int, beamWidth: Int, lengthExponent: Double,
    margin: Double
  ) {
    self.number = number
    self.request = request
    self.text = text
    self.vocabulary = vocabulary
    self.beamWidth = beamWidth
    self.lengthExponent = lengthExponent
    self.margin = margin
  }

  var isDone: Bool { beam.isEmpty }
  var answer: SpanAnswer? { best?.answer }

  /// The latest token of each hypothesis, to be run.
  var steps: [Transformer.Step] {
    zip(beam, caches).map { Transformer.Step(cache: $1, ids: $0.ids.suffix(1)) }
  }

  /// The first tokens: at every place where an answer may begin, with and without a space before.
  func begin(_ logits: UnsafePointer<Float>, trie: VocabularyTrie) {
    let starts = text.mayBegin.indices.filter { text.mayBegin[$0] }.map(Int32.init)
    let empty = Hypothesis(starts: starts, length: 0, ids: [], sum: 0, parent: 0)
    var candidates: [Candidate] = []
    collect(&candidates, empty, 0, logits, trie, spaced: trie.child(VocabularyTrie.root, 0x20))
    beam = chosen(candidates, from: [empty])
  }

  /// One step on: rows of logits in the order of `steps`.
  func advance(_ logits: UnsafePointer<Float>, trie: VocabularyTrie) {
    var candidates: [Candidate] = []
    for (index, hypothesis) in beam.enumerated() {
      let row = logits + index * vocabulary
      finish(hypothesis, row)
      if hypothesis.ids.count < request.maxTokens { collect(&candidates, hypothesis, index, row, trie, spaced: nil) }
    }
    beam = chosen(candidates, from: beam)
    // The best that a hypothesis could become by ending now for certain.
    if let best, beam.allSatisfy({ score($0.sum, tokens: $0.ids.count + 1) <= best.score }) { beam = [] }
  }

  private func score(_ sum: Double, tokens: Int) -> Double { sum / pow(Double(tokens), lengthExponent) }

  /// Log of the sum of exponentials of a row.
  private func normalizer(_ row: UnsafePointer<Float>) -> Double {
    var first: Float = 0
    var target: Int32 = 0
    ck_log_softmax_at(&first, row, &target, 1, vocabulary)
    return Double(row[0] - first)
  }

  /// Keeps the hypothesis as an answer where it may end.
  private func finish(_ hypothesis: Hypothesis, _ row: UnsafePointer<Float>) {
    guard let start = hypothesis.starts.first(where: { text.mayEnd[Int($0) + hypothesis.length] }) else { return }
    let end = request.stopIDs.map { Double(row[Int($0)]) }.max() ?? -.infinity
    let sum = hypothesis.sum + end - normalizer(row)
    let tokens = hypothesis.ids.count + 1
    guard sum.isFinite, score(sum, tokens: tokens) > best?.score ?? -.infinity else { return }
    let range = Int(start)..<(Int(start) + hypothesis.length)
    best = (
      score(sum, tokens: tokens),
      SpanAnswer(range: range, ids: hypothesis.ids, meanLogProbability: sum / Double(tokens))
    )
  }

  /// Adds the likeliest tokens that can follow a hypothesis, at most as many as the beam is wide.
  private func collect(
    _ candidates: inout [Candidate], _ hypothesis: Hypothesis, _ parent: Int, _ row: UnsafePointer<Float>,
    _ trie: VocabularyTrie, spaced: Int32?
  ) {
    let normalizer = normalizer(row)
    var found: [Candidate] = []
    func consider(_ token: Int32, at place: Int, to end: Int) {
      guard Int(token) < vocabulary else { return }
      let sum = hypothesis.sum + Double(row[Int(token)]) - normalizer
      if found.count == beamWidth, let last = found.last, sum <= last.sum { return }
      guard sum.isFinite, !found.contains(where: { $0.token == token }) else { return }
      let rank = found.firstIndex { $0.sum < sum } ?? found.count
      found.insert(Candidate(parent: parent, token: token, place: place, length: end - place, sum: sum), at: rank)
      if found.count > beamWidth { found.removeLast() }
    }
    for start in hypothesis.starts {
      let place = Int(start) + hypothesis.length
      trie.walk(text.bytes, from: place) { consider($0, at: place, to: $1) }
      if let spaced { trie.walk(text.bytes, from: place, node: spaced) { consider($0, at: place, to: $1) } }
    }
    candidates += found
  }

  /// The likeliest candidates as hypotheses, each with the places where it really stands.
  private func chosen(_ candidates: [Candidate], from parents: [Hypothesis]) -> [Hypothesis] {
    let ordered = candidates.sorted { ($1.sum, $0.parent, $0.token) < ($0.sum, $1.parent, $1.token) }.prefix(beamWidth)
    guard let top = ordered.first?.sum else { return [] }
    return ordered.filter { $0.sum >= top - margin }.map { candidate in
      let parent = parents[candidate.parent]
      let piece = text.bytes[candidate.place..<(candidate.place + candidate.length)]
      let starts = parent.starts.filter { start in
        let place = Int(start) + parent.length
        return place + candidate.length <= text.bytes.count
          && text.bytes[place..<(place + candidate.length)].elementsEqual(piece)
      }
      return Hypothesis(
        starts: starts, length: parent.length + candidate.length, ids: parent.ids + [candidate.token],
        sum: candidate.sum,
        parent: candidate.parent)
    }
  }
}

// The caches of the beam: each hypothesis has one; all share the prompt, so that a change of hands copies the answer's few
// tokens only.
extension SpanSearch {
  /// Takes the prompt's cache after `begin`, and copies of it for the other hypotheses.
  func adopt(_ cache: KVCache, _ pool: PromptCaches) {
    spare = [cache]
    caches = beam.indices.map { index in
      if index == 0, let first = spare.popLast() { return first }
      return copy(of: cache, pool)
    }
  }

  /// Hands the caches to the hypotheses that go on after `advance`.
  func moveCaches(_ pool: PromptCaches) {
    let old = caches
    let continued = Set(beam.map(\.parent))
    spare += old.indices.filter { !continued.contains($0) }.map { old[$0] }
    // The first heir of a hypothesis keeps its cache; the others copy before anything is added to it.
    var taken: Set<Int> = []
    caches = beam.map { taken.insert($0.parent).inserted ? old[$0.parent] : copy(of: old[$0.parent], pool) }
  }

  private func copy(of cache: KVCache, _ pool: PromptCaches) -> KVCache {
    let prompt = request.ids.count
    if let free = spare.popLast() {
      free.copy(cache, from: prompt, upTo: cache.count)
      return free
    }
    let fresh = pool.take(capacity: cache.count + 32)
    fresh.copy(cache, upTo: cache.count)
    return fresh
  }

  /// Gives all caches back when the search is done.
  func giveBack(to pool: PromptCaches) {
    for cache in caches + spare { pool.giveBack(cache) }
    caches = []
    spare = []
  }
}
