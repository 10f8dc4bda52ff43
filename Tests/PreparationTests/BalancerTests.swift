import Foundation
import Preparation
import Records
import Testing

@Suite struct BalancerTests {
  private let small = (0..<4).map { RandomPairs.document("s\($0).pdf") }
  private let large = RandomPairs.document("large.pdf")

  private func pairs() -> [QAPair] {
    small.flatMap { RandomPairs.pairs(in: $0, facts: 5) } + RandomPairs.pairs(in: large, facts: 50)
  }

  @Test func `a document far over the median loses whole facts, the same ones with the same seed`() {
    let balancer = Balancer(documentCap: 2, smallestCap: 8)
    let (kept, dropped) = balancer.balance(pairs())
    #expect(Set(kept.filter { $0.evidence[0].document == large.path }.map(\.fact)).count == 10)
    #expect(kept.filter { $0.evidence[0].document == large.path }.count == 20)
    #expect(kept.filter { $0.evidence[0].document != large.path }.count == 40)
    #expect(Set(dropped.map(\.reason)) == ["balance-document"])
    #expect(balancer.balance(pairs().reversed()).kept.map(\.id).sorted() == kept.map(\.id).sorted())
    #expect(Balancer(documentCap: 2, smallestCap: 8, seed: 1).balance(pairs()).kept.map(\.id) != kept.map(\.id))
  }

  @Test func `what a person accepted is never dropped`() {
    let accepted = pairs().map { pair in
      var pair = pair
      pair.status = .accepted
      return pair
    }
    #expect(Balancer(documentCap: 1, smallestCap: 1).balance(accepted).dropped.isEmpty)
  }

  @Test func `weights even out documents, with mean one`() {
    let pairs = pairs()
    let weights = Balancer(temperature: 0.5).weights(pairs)
    let of = { (document: SplitDocument) in weights[pairs.first { $0.evidence[0].document == document.path }!.id]! }
    #expect(of(small[0]) > of(large))
    #expect(abs(of(small[0]) / of(large) - 10.0.squareRoot()) < 0.02)
    #expect(abs(weights.values.reduce(0, +) / Double(weights.count) - 1) < 0.01)
    #expect(Balancer(temperature: 1).weights(pairs).values.allSatisfy { $0 == 1 })
    #expect(Balancer().weights([]).isEmpty)
  }
}
