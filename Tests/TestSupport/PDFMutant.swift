public import Foundation
public import Records

/// Mutants of a good PDF. What lies in compressed streams is unpacked before it is changed: flipping bits of compressed
/// bytes makes little but streams that do not unpack.
public struct PDFMutant {
  /// A stream that can be unpacked, and what is written in its place.
  private struct Stream {
    var number: Int
    var dictionary: String
    var content: Data
  }

  private let original: Data
  private let streams: [Stream]
  private let start: Int?
  private let trailer: String

  /// Looks for streams in a file; where there are none that can be unpacked, its bytes are all there is to change.
  public init(_ original: Data) {
    self.original = original
    let bytes = [UInt8](original)
    streams = Self.streams(in: bytes)
    start = Self.startOfTable(bytes)
    trailer = Self.root(bytes).map { "/Root \($0)" } ?? ""
  }

  /// How many streams can be changed inside.
  public var streamCount: Int { start == nil || trailer.isEmpty ? 0 : streams.count }

  /// A mutant: mostly one with changes inside of one to three streams, else one with damaged bytes.
  public func next(using random: inout SeededRandom) -> Data {
    guard streamCount > 0, let start, Int.random(in: 0..<4, using: &random) > 0 else {
      return original.damaged(using: &random)
    }
    var out = original
    var entries: [(number: Int, offset: Int)] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      guard let stream = streams.randomElement(using: &random),
        !entries.contains(where: { $0.number == stream.number })
      else { continue }
      out += Data("\n".utf8)
      entries.append((stream.number, out.count))
      let content = changed(stream.content, using: &random)
      out += Data("\(stream.number) 0 obj\n<<\(stream.dictionary) /Length \(content.count) >>\nstream\n".utf8)
      out += content + Data("\nendstream\nendobj\n".utf8)
    }
    // An update at the end, as programs write it that add to a file: everything else stays where it is.
    let table = out.count
    out += Data("xref\n".utf8)
    for entry in entries { out += Data("\(entry.number) 1\n\(String(format: "%010d", entry.offset)) 00000 n \n".utf8) }
    out += Data("trailer\n<< /Size 99999 \(trailer) /Prev \(start) >>\nstartxref\n\(table)\n%%EOF\n".utf8)
    return out
  }

  /// Damage of every kind, and operators where nobody expects them.
  private func changed(_ content: Data, using random: inout SeededRandom) -> Data {
    var bytes = [UInt8](content)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let piece = Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
      // Between two words, so that it is taken for what it says.
      let place = Int.random(in: 0...bytes.count, using: &random)
      let space = bytes[place...].firstIndex { $0 <= 0x20 } ?? bytes.count
      bytes.insert(contentsOf: [0x20] + piece + [0x20], at: space)
    }
    return Data(bytes).damaged(using: &random)
  }

  private static let pieces = [
    "q", "Q", "BT", "ET", "BI ID EI", "0 0 0 0 0 0 cm", "1e9 0 0 1e9 0 0 cm", "1e-9 0 0 1e-9 0 0 cm", "Tj", "[ ] TJ",
    "[(a) -1e9 (b)] TJ", "() Tj", "<00ff> Tj", "/F1 0 Tf", "/F1 1e9 Tf", "/F1 -12 Tf", "T*", "99999999 0 Td", "Do",
    "/X Do",
    "0 0 99999999 99999999 re W n", "3 Tr", "-1 Tz", "0 Tz", "BMC", "EMC", "/Span << /ActualText (x) >> BDC", "sh", "'",
    "\"",
    "d0", "d1", "endbfchar", "begincmap", "<0000> <FFFF> <0000>", "1 beginbfrange <00> <ff> [<41>] endbfrange",
    "usecmap",
    "( ( ( (", ") ) )", "<< << <<", "[ [ [ [ [ [", "true", "null", "inf", "0 0 R", "1 0 R",
  ]

  /// Streams packed by Flate alone, so that they can be changed and written unpacked.
  private static func streams(in bytes: [UInt8]) -> [Stream] {
    var out: [Stream] = []
    var position = 0
    while let begin = find("stream", in: bytes, from: position) {
      position = begin + 6
      guard begin < 3 || bytes[begin - 3..<begin] != Array("end".utf8)[...] else { continue }
      var first = position
      if first < bytes.count, bytes[first] == 0x0D { first += 1 }
      if first < bytes.count, bytes[first] == 0x0A { first += 1 }
      guard let end = find("endstream", in: bytes, from: first) else { break }
      position = end + 9
      guard let head = findLast(" obj", in: bytes, before: begin), begin - head < 2000 else { continue }
      let dictionary = String(decoding: bytes[(head + 4)..<begin], as: UTF8.self)
      let number = String(decoding: bytes[max(0, head - 12)..<head], as: UTF8.self)
        .split { !$0.isNumber }.suffix(2).first.flatMap { Int($0) }
      guard let number, let plain = unpacked(dictionary),
        let content = ZLib.inflate(Data(bytes[first..<end]), limit: 1 << 20)
      else { continue }
      out.append(Stream(number: number, dictionary: plain, content: content))
    }
    return out
  }

  /// The inside of a stream's dictionary without filter and length; nil where more than Flate stands in it.
  private static func unpacked(_ dictionary: String) -> String? {
    guard dictionary.contains("FlateDecode"), !dictionary.contains("DecodeParms"), !dictionary.contains("/ObjStm"),
      !dictionary.contains("/XRef"),
      let open = dictionary.range(of: "<<"), let close = dictionary.range(of: ">>", options: .backwards)
    else { return nil }
    return String(dictionary[open.upperBound..<close.lowerBound])
      .replacing(/\/Filter\s*\[?\s*\/FlateDecode\s*\]?/, with: "")
      .replacing(/\/Length\s+\d+(\s+\d+\s+R)?/, with: "")
  }

  private static func startOfTable(_ bytes: [UInt8]) -> Int? {
    guard let place = findLast("startxref", in: bytes, before: bytes.count) else { return nil }
    return String(decoding: bytes[(place + 9)...], as: UTF8.self).split { $0.isWhitespace }.first.flatMap { Int($0) }
  }

  /// The catalog's reference, from the trailer or a cross-reference stream. Files with a password are left alone.
  private static func root(_ bytes: [UInt8]) -> String? {
    guard findLast("/Encrypt", in: bytes, before: bytes.count) == nil,
      let place = findLast("/Root", in: bytes, before: bytes.count)
    else { return nil }
    let words = String(decoding: bytes[(place + 5)..<min(bytes.count, place + 40)], as: UTF8.self)
      .split { $0.isWhitespace }
    guard words.count >= 3, Int(words[0]) != nil, Int(words[1]) != nil else { return nil }
    return "\(words[0]) \(words[1]) R"
  }

  private static func find(_ word: String, in bytes: [UInt8], from start: Int) -> Int? {
    let word = Array(word.utf8)
    guard start + word.count <= bytes.count else { return nil }
    return (start...(bytes.count - word.count)).first { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
  }

  private static func findLast(_ word: String, in bytes: [UInt8], before end: Int) -> Int? {
    let word = Array(word.utf8)
    guard end >= word.count else { return nil }
    return (0...(end - word.count)).last { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
  }
}
