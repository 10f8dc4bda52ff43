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

  private let vans = Samples.chunk(
    "Vehicle | Model | Payload | Monthly lease\nSmall van | NV-210 | 650 kg | £312\nLarge van | NV-350 | 1,240 kg | £428\nElectric van | EV-220 | 780 kg | £465"
  )
  private let hotels = Samples.chunk(
    "地域 | 一般社員 | 管理職\n東京都区部 | 12,000円 | 15,000円\n政令指定都市 | 10,500円 | 12,500円\nその他の地域 | 8,500円 | 11,000円",
    context: ["宿泊費の上限"])
  private let rooms = Samples.chunk("会議室 | 定員 | 1時間の利用料\n第1会議室 | 12名 | 1,400円\n第2会議室 | 24名 | 2,800円\n講堂 | 80名 | 9,000円")

  @Test func `a word that two labels share, or a code, does not make the other row the question's own`() throws {
    #expect(try score("What is the monthly lease of the small van?", "£428", in: vans) == 0)
    #expect(try score("How much does the lease of the electric van cost a month?", "£312", in: vans) == 0)
    #expect(try score("What is the monthly lease of the NV-350?", "£465", in: vans) == 0)
    #expect(try score("第1会議室の定員は何名ですか？", "24名", in: rooms) == 0)
    #expect(try score("第1会議室の1時間の利用料はいくらですか？", "2,800円", in: rooms) == 0)
    // Their own rows, named in part, by the code, or beside another one.
    #expect(try score("What is the monthly lease of the large van?", "£428", in: vans) == 1)
    #expect(try score("What does the lease of an NV-350 cost?", "£428", in: vans) == 1)
    #expect(try score("What does a large one cost a month, where the small van is too small?", "£428", in: vans) == 1)
    #expect(try score("第2会議室の定員は何名ですか？", "24名", in: rooms) == 1)
    #expect(try score("Which van carries more than 650 kg?", "Large van", in: vans) == 1)
  }

  @Test func `a question that names another column is refused`() throws {
    #expect(try score("東京都区部の管理職の宿泊費の上限はいくらですか？", "12,000円", in: hotels) == 0)
    #expect(try score("What is the payload of the large van?", "£428", in: vans) == 0)
    #expect(try score("第2会議室の定員はいくつですか？", "2,800円", in: rooms) == 0)
  }

  @Test func `a question that names its own column, none, or another one with its value is left alone`() throws {
    #expect(try score("東京都区部の管理職の宿泊費の上限はいくらですか？", "15,000円", in: hotels) == 1)
    #expect(try score("How much is the small van a month?", "£312", in: vans) == 1)
    #expect(try score("Which vehicle has a payload of 780 kg?", "Electric van", in: vans) == 1)
    #expect(try score("What does the van with a payload of 780 kg cost?", "£465", in: vans) == 1)
    #expect(try score("会議室の講堂はいくらで使えますか？", "9,000円", in: rooms) == 1)
    #expect(try score("1時間2,800円の会議室はどこですか？", "第2会議室", in: rooms) == 1)
  }

  @Test func `sentences are no rows`() throws {
    let text = Samples.chunk("The laptop costs 150 pounds. The projector costs 200 pounds.")
    #expect(try score("What does the projector cost?", "150 pounds", in: text) == 1)
  }
}
