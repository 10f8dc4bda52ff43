import Records
import Testing

@testable import Generation

@Suite struct EvenCoverageTests {
  /// A corpus of documents with sections of random sizes, its chunks in random order.
  private func corpus(_ random: inout SeededRandom) -> [EvenCoverage.Place] {
    var places: [EvenCoverage.Place] = []
    for document in 0..<Int.random(in: 1...9, using: &random) {
      var position = 0
      for section in 0..<Int.random(in: 1...6, using: &random) {
        for _ in 0..<Int.random(in: 1...30, using: &random) {
          places.append(
            EvenCoverage.Place(
              document: ContentHash(of: ["document \(document)"]), section: "section \(section)", position: position))
          position += 1
        }
      }
    }
    return places.shuffled(using: &random)
  }

  /// Whether no group got a further member while another had a smaller share of its own.
  private func isEven(_ taken: [String: Int], of sizes: [String: Int]) -> Bool {
    sizes.keys.allSatisfy { one in
      sizes.keys.allSatisfy { other in
        max(0, taken[one, default: 0] - 1) * sizes[other, default: 1] <= taken[other, default: 0]
          * sizes[one, default: 1]
      }
    }
  }

  @Test(arguments: 0..<60)
  func `every beginning is spread over documents and over the sections of each`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed), name: "coverage")
    let places = corpus(&random)
    let order = EvenCoverage.order(places)
    #expect(order.sorted() == Array(places.indices))
    func counts(_ indices: some Sequence<Int>, _ key: (EvenCoverage.Place) -> String) -> [String: Int] {
      Dictionary(indices.map { (key(places[$0]), 1) }, uniquingKeysWith: +)
    }
    let documents = counts(places.indices) { $0.document.hex }
    let limit = Int.random(in: 1...places.count, using: &random)
    let chosen = order.prefix(limit)
    let taken = counts(chosen) { $0.document.hex }
    #expect(isEven(taken, of: documents))
    if limit >= documents.count { #expect(taken.count == documents.count) }
    for document in documents.keys {
      let sizes = counts(places.indices.filter { places[$0].document.hex == document }) { $0.section }
      #expect(isEven(counts(chosen.filter { places[$0].document.hex == document }) { $0.section }, of: sizes))
    }
  }

  @Test(arguments: 0..<60)
  func `a beginning of which little is held is the beginning of the whole order`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed), name: "beginning")
    let places = Dictionary(grouping: corpus(&random), by: \.document).sorted { $0.key < $1.key }.flatMap(\.value)
    for count in [1, 3, Int.random(in: 1...places.count, using: &random), places.count + 5] {
      var beginning = EvenCoverage.Beginning(count)
      for place in places { beginning.add(place) }
      #expect(beginning.finish() == EvenCoverage.order(places).prefix(count).map { places[$0] })
    }
  }

  @Test(arguments: 0..<20)
  func `the order does not depend on the order of the documents' chunks, and one longer beginning holds the shorter`(
    seed: Int
  ) {
    var random = SeededRandom(seed: UInt64(seed), name: "order")
    let places = corpus(&random)
    // Documents keep their order, chunks within them do not.
    let again = places.enumerated().sorted {
      ($0.element.document, $0.element.position) < ($1.element.document, $1.element.position)
    }
    .map(\.element)
    let mixed = Dictionary(grouping: again, by: \.document).sorted { $0.key < $1.key }
      .flatMap { $0.value.shuffled(using: &random) }
    #expect(EvenCoverage.order(again).map { again[$0] } == EvenCoverage.order(mixed).map { mixed[$0] })
  }

  @Test func `a few chunks of one long section are neither its first pages nor next to one another`() {
    let places = (0..<100).map {
      EvenCoverage.Place(document: ContentHash(of: ["long"]), section: "only", position: $0)
    }
    let chosen = EvenCoverage.order(places).prefix(4).sorted()
    #expect(chosen == [12, 25, 50, 75])
  }
}
