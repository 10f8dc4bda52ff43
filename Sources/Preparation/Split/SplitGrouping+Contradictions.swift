import Records

extension SplitGrouping {
  /// Documents that answer one question otherwise stay together: were they on two sides of the split, one side's question
  /// would have to go, and what a person should see beside the other would be lost.
  ///
  /// A group that holds more than a tenth of the documents (at least four) does not grow by it: a question that every
  /// branch's document answers for itself is no reason to leave nothing for a test.
  mutating func joinContradicting(_ contradictions: [Contradiction]) {
    guard !contradictions.isEmpty else { return }
    var sizes: [Int32: Int] = [:]
    for number in documents.indices { sizes[root(of: Int32(number)), default: 0] += 1 }
    let most = max(4, documents.count / 10)
    for contradiction in contradictions {
      let (left, right) = (contradiction.left.document, contradiction.right.document)
      guard let one = numbers[left], let other = numbers[right] else { continue }
      let roots = (root(of: one), root(of: other))
      let size = sizes[roots.0, default: 1] + sizes[roots.1, default: 1]
      guard roots.0 != roots.1, size <= most else { continue }
      let question = contradiction.left.question.prefix(60)
      join(
        one, other,
        because: BilingualText(
          en: "\(left) and \(right) answer “\(question)” otherwise (a contradiction)",
          ja: "\(left) と \(right) は質問「\(question)」への答えが食い違っています"))
      sizes[root(of: one)] = size
    }
  }
}
