import Foundation
import Records
import Testing

@testable import Generation

/// What is asked of one row of a table is not answered by another.
@Suite struct RowGateTests {
  private func score(_ question: String, _ answer: String, in chunk: Chunk) throws -> Double {
    let found = try #require(chunk.text.range(of: answer))
    let utf8 = chunk.text.utf8
    let start = utf8.distance(from: utf8.startIndex, to: found.lowerBound)
    return RowGate().measure(
      GateSubject(
        chunk: chunk, question: question, answer: answer, range: start..<start + answer.utf8.count, type: .number)
    ).score
  }

  private let prices = Samples.chunk(
    "型式 | 最大距離 | 標準価格\nKL-25 | 50m | 12,000円\nKL-210 | 100m | 48,000円\nKL-250 | 200m | 57,200円", context: ["価格表"])
  private let fees = Samples.chunk(
    "Item | Deposit | Fee\nLaptop | 150 pounds | 5 pounds\nProjector | 200 pounds | 8 pounds\nLaptop stand | 20 pounds | 1 pound"
  )

  @Test func `a question that names another row is refused`() throws {
    #expect(try score("KL-250の標準価格はいくらですか。", "48,000円", in: prices) == 0)
    #expect(try score("KL-25の最大距離は何mですか。", "200m", in: prices) == 0)
    #expect(try score("What is the deposit for a projector?", "150 pounds", in: fees) == 0)
  }

  @Test func `a question that names its own row, none, or the table's head is left alone`() throws {
    #expect(try score("KL-210の標準価格はいくらですか。", "48,000円", in: prices) == 1)
    #expect(try score("標準価格が最も高いものはいくらですか。", "57,200円", in: prices) == 1)
    #expect(try score("KL-250とKL-210の価格の差を知るため、KL-210の標準価格はいくらですか。", "48,000円", in: prices) == 1)
    #expect(try score("What is the deposit for a laptop stand?", "20 pounds", in: fees) == 1)
    #expect(try score("Which item has a deposit of 200 pounds?", "Projector", in: fees) == 1)
    #expect(try score("What is the deposit for a laptop?", "150 pounds", in: fees) == 1)
  }

  @Test func `sentences are no rows`() throws {
    let text = Samples.chunk("The laptop costs 150 pounds. The projector costs 200 pounds.")
    #expect(try score("What does the projector cost?", "150 pounds", in: text) == 1)
  }
}
