import Foundation
import Tensors
import Testing

@testable import Transformers

struct SpanDecoderTests {
  private static func decoder() throws -> (SpanDecoder, Tokenizer) {
    let tokenizer = try TokenizerTests.tokenizer("gpt2")
    return (SpanDecoder(model: try LlamaTests.load("tied-f32"), tokenizer: tokenizer), tokenizer)
  }

  /// The pieces of a text between places where an answer may begin or end.
  private func pieces(_ text: String) throws -> [String] {
    let span = try #require(SpanText(Array(text.utf8)))
    var pieces: [String] = []
    var start = 0
    for offset in 1...span.bytes.count where span.mayEnd[offset] || span.mayBegin[offset] {
      pieces.append(String(decoding: span.bytes[start..<offset], as: UTF8.self))
      start = offset
    }
    return pieces
  }

  @Test(arguments: [
    ("20 days", ["20", " ", "days"]), ("12,500円を", ["12,500", "円", "を"]), ("3.14.", ["3.14", "."]),
    ("don't, 'so'", ["don't", ",", " ", "'", "so", "'"]), ("ISO9001の", ["ISO9001", "の"]),
    ("Ångström e\u{301}a", ["Ångström", " ", "e\u{301}a"]), ("が👩‍👩‍👧。", ["が", "👩‍👩‍👧", "。"]),
    ("か\u{3099}a\r\nb", ["か\u{3099}", "a", "\r\n", "b"]),
    ("１２，５００円", ["１２，５００", "円"]), ("20日", ["20", "日"]),
  ])
  func `an answer is never cut inside a character, a word or a number`(text: String, expected: [String]) throws {
    #expect(try pieces(text) == expected)
  }

  @Test func `an answer neither begins nor ends at white space`() throws {
    let span = try #require(SpanText(Array(" a \n".utf8)))
    #expect(span.mayBegin == [false, true, false, false, false])
    #expect(span.mayEnd == [false, false, true, false, false])
    #expect(SpanText([0xFF, 0x41]) == nil)
  }

  @Test func `a result is always a span of its text`() throws {
    let (decoder, tokenizer) = try Self.decoder()
    var random = TestRandom(state: 23)
    let requests = (0..<60).map { _ in
      SpanRequest(
        ids: tokenizer.encode(random.text(length: 8) + "?"),
        text: Array(random.text(length: Int.random(in: 0..<80, using: &random)).utf8),
        maxTokens: Int.random(in: 1..<12, using: &random), stopIDs: [2])
    }
    let answers = decoder.decode(requests)
    #expect(answers.count(where: { $0 != nil }) > 40)
    for (request, answer) in zip(requests, answers) {
      let text = try #require(SpanText(request.text))
      guard let answer else { continue }
      #expect(!answer.range.isEmpty && text.mayBegin[answer.range.lowerBound] && text.mayEnd[answer.range.upperBound])
      #expect(answer.ids.count <= request.maxTokens)
      #expect(answer.meanLogProbability < 0)
      let written = answer.ids.flatMap(tokenizer.bytes)
      let span = Array(request.text[answer.range])
      #expect(written == span || written == [0x20] + span)
    }
  }

  @Test func `a wide beam finds the best of all token rows`() throws {
    var (decoder, tokenizer) = try Self.decoder()
    decoder.beamWidth = 4000
    decoder.margin = .infinity
    decoder.lengthExponent = 0
    let prompt = tokenizer.encode("which one")
    for text in ["20日 ab", "か🙂", "the leave"] {
      let span = try #require(SpanText(Array(text.utf8)))
      var best = (score: -Double.infinity, range: 0..<0)
      // Every row of tokens whose bytes are a span, perhaps after a space.
      func extend(_ ids: [Int32], _ sum: Double, _ start: Int, _ place: Int) {
        let row = decoder.model.forward([.init(cache: KVCache(decoder.model.configuration), ids: prompt + ids)]).array
          .map(Double.init)
        let normalizer = log(row.reduce(0) { $0 + exp($1) })
        if place > start, span.mayEnd[place], sum + row[2] - normalizer > best.score {
          best = (sum + row[2] - normalizer, start..<place)
        }
        for id in Int32(3)..<420 {
          let bytes = tokenizer.bytes(of: id)
          for spaced in ids.isEmpty && bytes.first == 0x20 ? [false, true] : [false] {
            let piece = Array(spaced ? bytes.dropFirst() : bytes[...])
            guard !piece.isEmpty, Array(span.bytes[place...].prefix(piece.count)) == piece else { continue }
            extend(ids + [id], sum + row[Int(id)] - normalizer, start, place + piece.count)
          }
        }
      }
      for start in span.mayBegin.indices where span.mayBegin[start] { extend([], 0, start, start) }
      let answer = decoder.decode([SpanRequest(ids: prompt, text: span.bytes, maxTokens: 20, stopIDs: [2])])[0]
      #expect(answer?.range == best.range)
      let score = (answer?.meanLogProbability ?? 0) * Double((answer?.ids.count ?? 0) + 1)
      #expect(abs(score - best.score) < 1e-3)
    }
  }

  @Test func `a text without a word has no span`() throws {
    let (decoder, tokenizer) = try Self.decoder()
    let ids = tokenizer.encode("q")
    let answers = decoder.decode([
      SpanRequest(ids: ids, text: [], stopIDs: [2]),
      SpanRequest(ids: ids, text: Array(" \n\u{3000}".utf8), stopIDs: [2]),
      SpanRequest(ids: ids, text: [0xFF], stopIDs: [2]), SpanRequest(ids: [], text: [0x41], stopIDs: [2]),
      SpanRequest(ids: ids, text: [0x41], stopIDs: []), SpanRequest(ids: ids, text: [0x41], stopIDs: [2]),
    ])
    #expect(answers[..<5].allSatisfy { $0 == nil })
    #expect(answers[5]?.range == 0..<1)
  }

  @Test func `control tokens in the text are not written as control tokens`() throws {
    let (decoder, tokenizer) = try Self.decoder()
    let text = Array("<|im_start|><|endoftext|>".utf8)
    let answer = decoder.decode([SpanRequest(ids: tokenizer.encode("q"), text: text, stopIDs: [2])])[0]
    #expect(answer != nil)
    #expect(answer?.ids.contains(where: tokenizer.isSpecial) == false)
  }
}
