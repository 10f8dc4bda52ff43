internal import Tensors

/// Generates text for many prompts at once: sequences that end make room for the next ones (continuous batching).
///
/// A request's result depends on the request alone: neither on what else is in the batch, nor on whether a prompt's beginning
/// was reused, nor on the number of threads.
public struct TextGenerator: Sendable {
  /// The model.
  public let model: Transformer
  /// Its tokenizer.
  public let tokenizer: Tokenizer
  /// Sequences that are decoded at once.
  public var batchSize = 32
  /// Whether consecutive prompts that begin alike compute the beginning once.
  public var reusesPrefixes = true
  /// Bytes that are free, for tests; nil asks the system.
  var budget: (@Sendable () -> Int)?
  /// Finds spans, for the requests that ask for one.
  public let spans: SpanDecoder

  /// A generator.
  public init(model: Transformer, tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
    spans = SpanDecoder(model: model, tokenizer: tokenizer)
  }

  /// Results in the order of the requests. A task that is cancelled gets those that are not ready as `cancelled`, soon: it is
  /// looked at in every layer of every pass.
  public func generate(_ requests: [GenerationRequest]) -> [GenerationResult] {
    var results = requests.map { _ in GenerationResult(ending: .unusablePrompt) }
    let usable = requests.indices.filter {
      (try? model.check(prompt: requests[$0].ids)) != nil
    }
    decode(requests, usable.filter { requests[$0].spanOf == nil }, into: &results)
    decodeSpans(requests, usable.filter { requests[$0].spanOf != nil }, into: &results)
    return results
  }

  private func decode(_ requests: [GenerationRequest], _ order: [Int], into results: inout [GenerationResult]) {
    let caches = PromptCaches(model, reusesPrefixes: reusesPrefixes)
    let vocabulary = model.configuration.vocabSize
    // So they stay where the task is cancelled before they are ready.
    for number in order { results[number].ending = .cancelled }
    var waiting = order[...]
    var active: [Sequence] = []
    while !waiting.isEmpty || !active.isEmpty {
      let room = active.count <= batchSize / 2 ? batchSize - active.count : 0
      let newcomers = waiting.prefix(
        min(room, fitting(waiting.prefix(room).map { requests[$0].ids.count + Self.spareTokens }, beside: active.count))
      )
      if !newcomers.isEmpty {
        // Newcomers get their first token; the others wait for one prefill.
        waiting = waiting.dropFirst(newcomers.count)
        let prefilled = caches.prefill(newcomers.map { requests[$0].ids })
        if Task.isCancelled { break }
        let begun = zip(newcomers, prefilled.caches).map { number, cache in
          Sequence(number: number, requests[number], cache: cache, limit: model.contextLimit)
        }
        Self.draw(begun, prefilled.logits, vocabulary: vocabulary, tokenizer)
        active += begun
      } else {
        let logits = model.forward(active.map { .init(cache: $0.cache, ids: [$0.last]) })
        if Task.isCancelled { break }
        Self.draw(active, logits, vocabulary: vocabulary, tokenizer)
      }
      for sequence in active where sequence.ending != nil {
        results[sequence.number] = sequence.result
        caches.giveBack(sequence.cache)
      }
      active.removeAll { $0.ending != nil }
    }
  }

  /// Tokens that a cache has room for behind its prompt before it grows.
  private static let spareTokens = 32

  /// How many of the newcomers fit into the memory that there is: all of a batch need not be decoded at once. Where nothing is
  /// under way one is taken whatever it needs, since waiting would not make room.
  private func fitting(_ tokens: [Int], beside others: Int) -> Int {
    guard !tokens.isEmpty, let budget = budget?() ?? AvailableMemory.now()?.bytes else { return tokens.count }
    // The pages of the weights count as free in what the system says.
    var left = budget / 2
    let fitting = tokens.prefix { count in
      left -= model.workingBytes(tokens: count, logitRows: 1)
      return left >= 0
    }
    return max(fitting.count, others == 0 ? 1 : 0)
  }

  private static func draw(_ sequences: [Sequence], _ logits: FloatBuffer, vocabulary: Int, _ tokenizer: Tokenizer) {
    Parallel.forEach(sequences.count) { index in
      let row = UnsafeBufferPointer(start: logits.pointer + index * vocabulary, count: vocabulary)
      sequences[index].append(row, tokenizer)
    }
  }

  private func decodeSpans(_ requests: [GenerationRequest], _ order: [Int], into results: inout [GenerationResult]) {
    var spans = spans
    spans.reusesPrefixes = reusesPrefixes
    let answers = spans.decode(
      order.map { number in
        let request = requests[number]
        return SpanRequest(
          ids: request.ids, text: request.spanOf ?? [], maxTokens: request.maxTokens, stopIDs: request.stopIDs)
      })
    for (number, answer) in zip(order, answers) {
      guard let answer, answer.meanLogProbability.isFinite else {
        let isFinite = answer == nil && computesNumbers(requests[number].ids)
        results[number].ending = Task.isCancelled ? .cancelled : isFinite ? .noSpan : .notFinite
        continue
      }
      results[number].text = String(decoding: (requests[number].spanOf ?? [])[answer.range], as: UTF8.self)
      results[number].ids = answer.ids
      results[number].span = answer.range
      results[number].meanLogProbability = answer.meanLogProbability
      results[number].ending = .endToken
    }
  }
}

extension TextGenerator {
  /// Whether a prompt's logits are finite: among others no span is found.
  private func computesNumbers(_ ids: [Int32]) -> Bool {
    let logits = model.forward([.init(cache: KVCache(model.configuration, capacity: ids.count), ids: ids)])
    return logits.array.allSatisfy(\.isFinite)
  }

  /// One request on its way. Not Sendable: one thread works on it at a time.
  private final class Sequence {
    let number: Int
    let cache: KVCache
    private let request: GenerationRequest
    private let stops: [[UInt8]]
    private let limit: Int
    private var sampler: Sampler
    private var bytes: [UInt8] = []
    private var ids: [Int32] = []
    private var sum = 0.0
    private var draws = 0
    private(set) var ending: GenerationResult.Ending?

    init(number: Int, _ request: GenerationRequest, cache: KVCache, limit: Int) {
      self.number = number
      self.request = request
      self.cache = cache
      self.limit = limit
      stops = request.stop.map { Array($0.utf8) }.filter { !$0.isEmpty }
      sampler = Sampler(temperature: request.temperature, topP: request.topP, seed: request.seed)
      if request.maxTokens < 1 { ending = .length }
    }

    /// The latest token.
    var last: Int32 { ids.last ?? 0 }

    func append(_ logits: UnsafeBufferPointer<Float>, _ tokenizer: Tokenizer) {
      guard ending == nil else { return }
      let (id, logProbability) = sampler.draw(logits)
      guard logProbability.isFinite else {
        ending = .notFinite
        return
      }
      sum += logProbability
      draws += 1
      if request.stopIDs.contains(id) || tokenizer.isSpecial(id) {
        ending = .endToken
        return
      }
      ids.append(id)
      let before = bytes.count
      bytes += tokenizer.bytes(of: id)
      if let cut = firstStop(from: before) {
        bytes.removeSubrange(cut...)
        ending = .stopString
      } else if ids.count >= request.maxTokens || cache.count + 1 >= limit {
        ending = .length
      }
    }

    /// Where the first stop string begins; only places that the latest token can have completed are looked at.
    private func firstStop(from before: Int) -> Int? {
      var first: Int?
      for stop in stops where bytes.count >= stop.count {
        let begin = max(0, before - stop.count + 1)
        let places = begin...max(begin, bytes.count - stop.count)
        let place = places.first { $0 + stop.count <= bytes.count && bytes[$0..<($0 + stop.count)].elementsEqual(stop) }
        if let place, place < first ?? .max { first = place }
      }
      return first
    }

    var result: GenerationResult {
      var result = GenerationResult(ending: ending ?? .length)
      result.text = String(decoding: bytes.dropLast(StreamingDecoder.unfinished(bytes)), as: UTF8.self)
      result.ids = ids
      result.meanLogProbability = draws > 0 ? sum / Double(draws) : nil
      return result
    }
  }
}
