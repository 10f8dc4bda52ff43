import Foundation
import Records
import Testing

@testable import Evaluation

@Suite struct StatisticsTests {
  private static func golden() throws -> EvaluationGolden.Statistics {
    try EvaluationGolden.json(EvaluationGolden.Statistics.self, "statistics.json")
  }

  @Test func `quantiles of Student's t equal scipy's`() throws {
    for row in try Self.golden().t {
      let value = StudentT.twoSidedQuantile(confidence: row.confidence, degrees: row.degrees)
      #expect(value.isClose(to: row.value, within: 1e-8), "\(row.degrees) degrees: \(value) for \(row.value)")
    }
    #expect(StudentT.twoSidedQuantile(confidence: 0.95, degrees: 0) == .infinity)
  }

  @Test func `Clopper–Pearson intervals equal scipy's`() throws {
    for row in try Self.golden().clopperPearson {
      let interval = StudentT.clopperPearson(successes: row.k, trials: row.n, confidence: 0.95)
      #expect(interval.lowerBound.isClose(to: row.lower, within: 1e-8), "\(row.k) of \(row.n)")
      #expect(interval.upperBound.isClose(to: row.upper, within: 1e-8), "\(row.k) of \(row.n)")
    }
  }

  @Test func `mean, cluster-robust error and interval equal statsmodels', whatever the documents' sizes`() throws {
    for row in try Self.golden().clusters {
      let estimate = Estimate(values: row.values, groups: row.groups, bounds: -1000...1000)
      #expect(estimate.mean.isClose(to: row.mean))
      #expect(estimate.standardError?.isClose(to: row.standardError) == true)
      #expect(estimate.lower.isClose(to: row.lower, within: 1e-8))
      #expect(estimate.upper.isClose(to: row.upper, within: 1e-8))
      let cut = Estimate(values: row.values, groups: row.groups, bounds: 0...1)
      #expect(cut.lower == max(0, estimate.lower) && cut.upper == min(1, estimate.upper))
    }
  }

  @Test func `the order of the questions changes nothing`() throws {
    let row = try #require(try Self.golden().clusters.first)
    let estimate = Estimate(values: row.values, groups: row.groups, bounds: 0...1)
    let turned = Estimate(values: row.values.reversed(), groups: row.groups.reversed(), bounds: 0...1)
    #expect(turned.mean.isClose(to: estimate.mean) && turned.lower.isClose(to: estimate.lower))
  }

  @Test func `one document leaves everything possible`() {
    let estimate = Estimate(values: [1, 1, 0], groups: ["a", "a", "a"], bounds: 0...1)
    #expect(estimate.standardError == nil)
    #expect(estimate.lower == 0 && estimate.upper == 1)
  }

  @Test func `ten documents that agree leave room for documents that do not`() {
    let groups = (0..<10).map { "document \($0)" }
    // 1 − 0.025^(1/10): the share that may hide behind none in ten.
    let hidden = 1 - pow(0.025, 0.1)
    let right = Estimate(values: Array(repeating: 1, count: 10), groups: groups, bounds: 0...1)
    #expect(right.upper == 1 && right.lower.isClose(to: 1 - hidden))
    let same = Estimate(values: Array(repeating: 0, count: 10), groups: groups, bounds: -1...1)
    #expect(same.lower.isClose(to: -hidden) && same.upper.isClose(to: hidden))
    let partly = Estimate(values: Array(repeating: 0.5, count: 10), groups: groups, bounds: -1...1)
    #expect(partly.lower.isClose(to: 0.5 - hidden * 1.5) && partly.upper.isClose(to: 0.5 + hidden * 0.5))
    #expect(partly.lower > 0)
  }

  @Test func `Holm's correction equals statsmodels'`() throws {
    for row in try Self.golden().holm {
      let adjusted = SignFlipTest.holm(row.p)
      #expect(adjusted.count == row.adjusted.count)
      for (ours, theirs) in zip(adjusted, row.adjusted) { #expect(ours.isClose(to: theirs), "\(row.p)") }
    }
  }

  @Test func `sign flips of up to thirteen documents give the exact p`() throws {
    for row in try Self.golden().signFlip {
      #expect(SignFlipTest.pValue(row.sums, seed: 1) == row.p, "\(row.sums)")
    }
    #expect(SignFlipTest.pValue([], seed: 1) == 1)
  }

  @Test func `sampled sign flips come near the normal approximation, the same for the same seed`() {
    var random = SeededRandom(seed: 3)
    let sums = (0..<40).map { _ in Double.random(in: -0.6...1, using: &random) }
    let error = sums.map { $0 * $0 }.reduce(0, +).squareRoot()
    let expected = erfc(abs(sums.reduce(0, +)) / error / 2.0.squareRoot())
    let sampled = SignFlipTest.pValue(sums, seed: 9)
    #expect(sampled == SignFlipTest.pValue(sums, seed: 9))
    #expect(abs(sampled - expected) < 0.01, "\(sampled) for about \(expected)")
  }

  @Test func `a difference that can be detected is larger with fewer documents`() throws {
    func difference(documents: Int) -> PairedDifference {
      let values = (0..<documents).map { $0 % 2 == 0 ? 0.5 : -0.25 }
      return PairedDifference(
        arm: "lora", baseline: "rag", values: values, groups: (0..<documents).map { "\($0)" }, seed: 1)
    }
    let few = try #require(difference(documents: 6).detectable)
    let many = difference(documents: 400)
    #expect(few > 0.4)
    #expect(try #require(many.detectable) / #require(many.estimate.standardError) - 2.8 < 0.02)
  }

  @Test(arguments: [(1, 6), (2, 7), (3, 7), (6, 8)])
  func `the fewest documents are those with which the clearest result stays significant after correction`(
    comparisons: Int, documents: Int
  ) {
    func clearest(_ documents: Int) -> PairedDifference {
      var difference = PairedDifference(
        arm: "lora", baseline: "rag", values: (0..<documents).map { 0.5 + Double($0) * 0.01 },
        groups: (0..<documents).map { "\($0)" }, seed: 1)
      difference.comparisons = comparisons
      difference.adjustedPValue = min(1, difference.pValue * Double(comparisons))
      return difference
    }
    #expect(clearest(documents).fewestDocuments == documents)
    #expect(Verdict.finding(clearest(documents)) == .armBetter)
    #expect(Verdict.finding(clearest(documents - 1)) == .tooFewDocuments)
    #expect(clearest(documents - 1).adjustedPValue >= 0.05)
  }

  struct World: Sendable, CustomTestStringConvertible {
    var documents: Int
    /// 0 or 1 a question, else a share.
    var binary: Bool
    var questions: ClosedRange<Int>
    var testDescription: String { "\(documents) documents, \(binary ? "right or wrong" : "shares")" }
  }

  @Test(arguments: [
    World(documents: 8, binary: false, questions: 1...6), World(documents: 12, binary: true, questions: 2...5),
    World(documents: 20, binary: false, questions: 3...3), World(documents: 20, binary: true, questions: 1...9),
  ])
  func `the 95 percent interval holds the true mean about 95 times out of 100`(world: World) {
    var random = SeededRandom(seed: 20, name: world.testDescription)
    let rounds = 500
    let held = (0..<rounds).count { _ in
      var values: [Double] = []
      var groups: [String] = []
      for document in 0..<world.documents {
        // Documents differ in difficulty around a true mean of one half: a beta(2, 2) as the median of three.
        let level = (0..<3).map { _ in Double.random(in: 0...1, using: &random) }.sorted()[1]
        for _ in 0..<Int.random(in: world.questions, using: &random) {
          let noise = Double.random(in: 0...1, using: &random)
          values.append(world.binary ? (noise < level ? 1 : 0) : (level + noise) / 2)
          groups.append("\(document)")
        }
      }
      let estimate = Estimate(values: values, groups: groups, bounds: 0...1)
      return (estimate.lower...estimate.upper).contains(0.5)
    }
    let coverage = Double(held) / Double(rounds)
    #expect((0.90...0.99).contains(coverage), "coverage \(coverage)")
  }
}
