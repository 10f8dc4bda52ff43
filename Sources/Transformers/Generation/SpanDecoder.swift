internal import Synchronization
internal import Tensors

/// A prompt whose answer is a span of a text.
public struct SpanRequest: Sendable, Hashable {
  /// The prompt.
  public var ids: [Int32]
  /// UTF-8 text that the answer is taken from.
  public var text: [UInt8]
  /// Tokens of the answer at most.
  public var maxTokens: Int
  /// Any of these ends the answer.
  public var stopIDs: [Int32]

  /// A request.
  public init(ids: [Int32], text: [UInt8], maxTokens: Int = 64, stopIDs: [Int32]) {
    self.ids = ids
    self.text = text
    self.maxTokens = maxTokens
    self.stopIDs = stopIDs
  }
}

/// A span of the text, and how sure the model is of it.
public struct SpanAnswer: Sendable, Hashable {
  /// UTF-8 offsets in the text.
  public var range: Range<Int>
  /// The tokens that the model wrote it with.
  public var ids: [Int32]
  /// Mean log probability a token, the end token included.
  public var meanLogProbability: Double
}

/// Decoding with a constraint: the answer is a contiguous span of a given text.
///
/// A hypothesis is a row of tokens and the places of the text where their bytes stand. It may go on with any token whose bytes
/// follow at one of these places, and end where a character, word and number end. A small beam keeps the likeliest ones.
public struct SpanDecoder: Sendable {
  /// The model.
  public let model: Transformer
  /// Hypotheses kept a request.
  public var beamWidth = 4
  /// Requests that are decoded at once.
  public var batchSize = 16
  /// Answers are compared by Σ log p / tokens ^ this: 0 compares whole probabilities, which prefers short answers, 1 means,
  /// which prefers to go on copying.
  public var lengthExponent = 0.5
  /// Hypotheses this much less likely (in nats) than the best one are given up.
  public var margin = 8.0
  /// Whether consecutive prompts that begin alike compute the beginning once.
  public var reusesPrefixes = true
  private let trie: TrieBox

  /// The trie is made when it is first needed, once.
  private final class TrieBox: Sendable {
    private let tokenizer: Tokenizer
    private let made = Mutex<VocabularyTrie?>(nil)

    init(_ tokenizer: Tokenizer) { self.tokenizer = tokenizer }

    var value: VocabularyTrie {
      made.withLock {
        let trie = $0 ?? VocabularyTrie(tokenizer)
        $0 = trie
        return trie
      }
    }
  }

  /// A decoder.
  public init(model: Transformer, tokenizer: Tokenizer) {
    self.model = model
    trie = TrieBox(tokenizer)
  }

  /// The best span for each request, nil where there is none (an empty text, one without a word, a prompt that the model
  /// cannot take), and for all that were not ready when the task was cancelled.
  public func decode(_ requests: [SpanRequest]) -> [SpanAnswer?] {
    var answers = [SpanAnswer?](repeating: nil, count: requests.count)
    let trie = trie.value
    let caches = PromptCaches(model, reusesPrefixes: reusesPrefixes)
    let vocabulary = model.configuration.vocabSize
    var texts: [[UInt8]: SpanText?] = [:]
    var waiting = requests.indices[...]
    var active: [SpanSearch] = []
    while !waiting.isEmpty || !active.isEmpty {
      if !waiting.isEmpty, active.count <= batchSize / 2 {
        let newcomers = waiting.prefix(batchSize - active.count)
        waiting = waiting.dropFirst(newcomers.count)
        if texts.count > batchSize { texts.removeAll() }
        let begun = newcomers.compactMap { number -> SpanSearch? in
          let text = texts[requests[number].text] ?? SpanText(requests[number].text)
          texts[requests[number].text] = .some(text)
          return text.flatMap { search(requests[number], number, $0) }
        }
        let prefilled = caches.prefill(begun.map(\.request.ids))
        if Task.isCancelled { return answers }
        Parallel.forEach(begun.count) { index in
          begun[index].begin(prefilled.logits.pointer + index * vocabulary, trie: trie)
        }
        for (search, cache) in zip(begun, prefilled.caches) { search.adopt(cache, caches) }
        active += begun
      } else {
        let logits = model.forward(active.flatMap(\.steps))
        if Task.isCancelled { return answers }
        var rows: [Int] = []
        var row = 0
        for search in active {
          rows.append(row)
          row += search.steps.count
        }
        Parallel.forEach(active.count) { index in
          active[index].advance(logits.pointer + rows[index] * vocabulary, trie: trie)
        }
        for search in active { search.moveCaches(caches) }
      }
      for search in active where search.isDone {
        answers[search.number] = search.answer
        search.giveBack(to: caches)
      }
      active.removeAll(where: \.isDone)
    }
    return answers
  }

  private func search(_ request: SpanRequest, _ number: Int, _ text: SpanText) -> SpanSearch? {
    let room = model.contextLimit - request.ids.count
    guard !request.ids.isEmpty, room > 0, request.maxTokens > 0, model.accepts(request.ids),
      request.stopIDs.contains(where: { $0 >= 0 && Int($0) < model.configuration.vocabSize })
    else { return nil }
    var fitting = request
    fitting.maxTokens = min(request.maxTokens, room)
    fitting.stopIDs = request.stopIDs.filter { $0 >= 0 && Int($0) < model.configuration.vocabSize }
    return SpanSearch(
      number: number, fitting, text, vocabulary: model.configuration.vocabSize, beamWidth: max(1, beamWidth),
      lengthExponent: lengthExponent, margin: margin)
  }
}
