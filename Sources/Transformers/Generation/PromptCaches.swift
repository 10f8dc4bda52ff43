internal import Tensors

/// Prefills prompts, many at once, and computes a beginning that consecutive prompts share only once (several questions
/// about one passage). Reuse copies keys and values that are the same bits as computed ones.
///
/// Not Sendable: it belongs to one call of a generator.
final class PromptCaches {
  /// Below this many shared tokens copying is not worth it.
  static let shortestShared = 16
  /// Rows of all prompts together in one pass.
  private static let passRows = 1024

  private let model: Transformer
  private let reusesPrefixes: Bool
  private var spare: [KVCache] = []
  /// The last prompt that was computed whole, for those that follow.
  private var donor: (ids: [Int32], cache: KVCache)?
  /// Prompt tokens that were copied instead of computed.
  private(set) var reusedTokens = 0

  init(_ model: Transformer, reusesPrefixes: Bool) {
    self.model = model
    // Keys that turn by their text's length belong to that text alone.
    self.reusesPrefixes = reusesPrefixes && model.growingRotations.isEmpty
  }

  /// One prompt's way through the passes.
  private struct Job {
    let number: Int
    let cache: KVCache
    let ids: [Int32]
  }

  /// A cache for each prompt, and the logits behind each prompt: (prompts, V). Neither is of use where the task has been
  /// cancelled.
  func prefill(_ prompts: [[Int32]]) -> (caches: [KVCache], logits: FloatBuffer) {
    let logits = FloatBuffer(prompts.count * model.configuration.vocabSize)
    let caches = prompts.map { take(capacity: $0.count + 32) }
    var leaders: [Job] = []
    var followers: [(job: Job, source: KVCache, shared: Int)] = []
    for (number, prompt) in prompts.enumerated() {
      let job = Job(number: number, cache: caches[number], ids: prompt)
      let shared = donor.map { Self.shared($0.ids, prompt) } ?? 0
      if reusesPrefixes, let donor, shared >= Self.shortestShared {
        followers.append((job, donor.cache, shared))
      } else {
        leaders.append(job)
        donor = (prompt, job.cache)
      }
    }
    run(leaders, into: logits)
    // Leaders that were stopped half way hold less than others would copy.
    if Task.isCancelled { return (caches, logits) }
    for follower in followers {
      follower.job.cache.copy(follower.source, upTo: follower.shared)
      reusedTokens += follower.shared
    }
    run(followers.map(\.job), into: logits)
    return (caches, logits)
  }

  /// An empty cache.
  func take(capacity: Int) -> KVCache { spare.popLast() ?? KVCache(model.configuration, capacity: capacity) }

  /// Takes a cache back that nobody reads any more.
  func giveBack(_ cache: KVCache) {
    guard cache !== donor?.cache else { return }
    cache.truncate(to: 0)
    spare.append(cache)
  }

  private func run(_ jobs: [Job], into logits: FloatBuffer) {
    let vocabulary = model.configuration.vocabSize
    var waiting = jobs[...]
    while !waiting.isEmpty, !Task.isCancelled {
      var steps: [Transformer.Step] = []
      var finished: [Int] = []
      var next: [Job] = []
      var rows = 0
      for job in waiting {
        let left = job.ids.count - job.cache.count
        let block = min(left, Transformer.blockRows, Self.passRows - rows)
        guard block > 0 else {
          next.append(job)
          continue
        }
        rows += block
        if block == left { finished.append(job.number) } else { next.append(job) }
        let ids = Array(job.ids[job.cache.count..<(job.cache.count + block)])
        steps.append(.init(cache: job.cache, ids: ids, wanted: block == left ? .last : .none, length: job.ids.count))
      }
      let out = model.forward(steps)
      for (row, number) in finished.enumerated() {
        (logits.pointer + number * vocabulary).update(from: out.pointer + row * vocabulary, count: vocabulary)
      }
      waiting = next[...]
    }
  }

  /// Tokens that two prompts begin with alike; the last one is always computed, for its logits.
  private static func shared(_ left: [Int32], _ right: [Int32]) -> Int {
    let most = min(left.count, right.count - 1)
    var count = 0
    while count < most, left[count] == right[count] { count += 1 }
    return count
  }
}
