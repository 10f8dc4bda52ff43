public import Records

/// Where the pairs of a list are kept: in a scratch file, and in memory only what every step looks at.
public final class PairStorage: @unchecked Sendable {
  // Unchecked because one task fills it, and nobody writes to it once it is finished.

  private let scratch = Scratch()
  /// Where each pair begins in the scratch file; one more at the end.
  private var starts: [Int] = [0]
  private(set) var traits: [PairTraits] = []
  /// Paths of the documents, by their numbers.
  private(set) var documents: [String] = []
  /// Headings, by their numbers; the first is none.
  private(set) var sections: [String] = [""]
  /// How many facts the pairs ask for.
  private(set) var factCount = 0
  private var documentNumbers = Numbering<String>()
  private var sectionNumbers = Numbering<String>()
  private var facts: [HashKey] = []

  /// Empty, with room for so many pairs.
  public init(expecting count: Int = 0) {
    starts.reserveCapacity(count + 1)
    traits.reserveCapacity(count)
    facts.reserveCapacity(count)
    _ = sectionNumbers.number(of: "")
  }

  /// How many pairs there are.
  public var count: Int { traits.count }

  /// Adds a pair at the end.
  ///
  /// - Parameter section: The heading that its passage stands under; empty where it has none.
  public func append(_ pair: QAPair, section: String = "") {
    var record = PairRecord()
    record.write(pair)
    record.bytes.withUnsafeBytes { scratch.append($0) }
    starts.append(scratch.count)
    facts.append(HashKey(pair.fact))
    traits.append(
      PairTraits(
        document: Self.number(pair.documentPath, &documentNumbers, &documents),
        section: Self.number(section, &sectionNumbers, &sections), language: pair.language, type: pair.type,
        status: pair.status, difficulty: Int16(clamping: pair.difficulty), length: AnswerLength(of: pair.answer),
        isVariant: pair.variantOf != nil, isAnswerable: pair.answerable))
  }

  private static func number(_ name: String, _ numbers: inout Numbering<String>, _ names: inout [String]) -> Int32 {
    let number = numbers.number(of: name)
    if Int(number) == names.count { names.append(name) }
    return number
  }

  /// To be called once, when all pairs are there.
  public func finish() {
    let order = facts.indices.map(Int32.init).sorted { facts[Int($0)] < facts[Int($1)] }
    var number: Int32 = -1
    for (place, index) in order.enumerated() {
      if place == 0 || facts[Int(index)] != facts[Int(order[place - 1])] { number += 1 }
      traits[Int(index)].fact = number
    }
    factCount = Int(number + 1)
    facts = []
    documentNumbers = Numbering()
    sectionNumbers = Numbering()
  }

  /// The pair that was added so many pairs after the first.
  public subscript(number: Int) -> QAPair { pair(number) }

  func pair(_ number: Int) -> QAPair {
    var reader = PairReader(record(number))
    return reader.pair()
  }

  func words(_ number: Int) -> (question: String, answer: String) {
    var reader = PairReader(record(number))
    return (reader.text(), reader.text())
  }

  private func record(_ number: Int) -> [UInt8] {
    scratch.values(UInt8.self, at: starts[number], count: starts[number + 1] - starts[number])
  }
}

/// A pair as the storage keeps it; question and answer come first.
private struct PairRecord {
  private(set) var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(1024) }

  mutating func write(_ pair: QAPair) {
    write(pair.question)
    write(pair.answer)
    write(pair.id)
    write(pair.fact)
    write(pair.variantOf) { $0.write($1) }
    write(pair.language.rawValue)
    write(pair.type.rawValue)
    write(pair.difficulty)
    write(pair.answerable ? 1 : 0)
    write(pair.status.rawValue)
    write(pair.reviewer) { $0.write($1) }
    write(pair.scores.count)
    for (gate, score) in pair.scores {
      write(gate)
      write(Int(bitPattern: UInt(score.bitPattern)))
    }
    write(pair.split) { $0.write($1) }
    write(pair.generator.model)
    write(pair.generator.template)
    write(Int(bitPattern: UInt(pair.generator.seed)))
    write(pair.evidence.count)
    for evidence in pair.evidence { write(evidence) }
  }

  private mutating func write(_ evidence: Evidence) {
    write(evidence.document)
    write(evidence.sha256)
    write(evidence.chunk)
    write(evidence.start)
    write(evidence.end)
    write(evidence.quote)
    write(evidence.page)
    write(evidence.rects.count)
    for rect in evidence.rects {
      write(rect.page)
      for edge in [rect.rect.x0, rect.rect.y0, rect.rect.x1, rect.rect.y1] {
        write(Int(bitPattern: UInt(edge.bitPattern)))
      }
    }
  }

  private mutating func write(_ number: Int) { withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) } }

  private mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  /// A digest as its bytes, another name as it is.
  private mutating func write(_ hash: ContentHash) {
    let digits = Array(hash.hex.utf8)
    let values = digits.compactMap(PairReader.value)
    guard values.count == 64, digits.count == 64 else {
      bytes.append(0)
      write(hash.hex)
      return
    }
    bytes.append(1)
    for place in stride(from: 0, to: 64, by: 2) { bytes.append(values[place] << 4 | values[place + 1]) }
  }

  private mutating func write<Value>(_ value: Value?, _ write: (inout PairRecord, Value) -> Void) {
    bytes.append(value == nil ? 0 : 1)
    if let value { write(&self, value) }
  }
}

/// Reads what `PairRecord` has written.
private struct PairReader {
  private let bytes: [UInt8]
  private var place = 0
  private static let digits = Array("0123456789abcdef".utf8)

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func pair() -> QAPair {
    let (question, answer) = (text(), text())
    let (id, fact) = (hash(), hash())
    let variantOf = optional { $0.hash() }
    let language = Language(rawValue: text()) ?? .en
    let type = QuestionType(rawValue: text()) ?? .factoid
    let difficulty = number()
    let isAnswerable = number() == 1
    let status = PairStatus(rawValue: text()) ?? .unreviewed
    let reviewer = optional { $0.text() }
    var scores: [String: Double] = [:]
    for _ in 0..<number() {
      let gate = text()
      scores[gate] = double()
    }
    let split = optional { $0.text() }
    let generator = PairGenerator(
      model: text(), template: text(), seed: UInt64(UInt(bitPattern: number())))
    let count = number()
    return QAPair(
      id: id, question: question, answer: answer, language: language, type: type, difficulty: difficulty,
      evidence: (0..<count).map { _ in evidence() }, fact: fact, variantOf: variantOf, answerable: isAnswerable,
      status: status, reviewer: reviewer, scores: scores, split: split, generator: generator)
  }

  private mutating func evidence() -> Evidence {
    var evidence = Evidence(
      document: text(), sha256: hash(), chunk: hash(), start: number(), end: number(), quote: text(), page: number(),
      rects: [])
    for _ in 0..<number() {
      let page = number()
      evidence.rects.append(
        Evidence.PageRect(page: page, rect: Rect(x0: double(), y0: double(), x1: double(), y1: double())))
    }
    return evidence
  }

  mutating func text() -> String {
    let count = number()
    defer { place += count }
    return String(decoding: bytes[place..<place + count], as: UTF8.self)
  }

  private mutating func number() -> Int {
    defer { place += MemoryLayout<Int>.size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int.self) }
  }

  private mutating func double() -> Double { Double(bitPattern: UInt64(UInt(bitPattern: number()))) }

  private mutating func hash() -> ContentHash {
    place += 1
    guard bytes[place - 1] == 1 else { return ContentHash(hex: text()) }
    defer { place += 32 }
    let hex = String(unsafeUninitializedCapacity: 64) { buffer in
      for (index, byte) in bytes[place..<place + 32].enumerated() {
        buffer[2 * index] = Self.digits[Int(byte >> 4)]
        buffer[2 * index + 1] = Self.digits[Int(byte & 15)]
      }
      return 64
    }
    return ContentHash(hex: hex)
  }

  private mutating func optional<Value>(_ read: (inout PairReader) -> Value) -> Value? {
    place += 1
    return bytes[place - 1] == 1 ? read(&self) : nil
  }

  /// What a lower-case hexadecimal digit stands for.
  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x57
    default: nil
    }
  }
}
