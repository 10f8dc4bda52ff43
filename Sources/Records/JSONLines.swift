public import Foundation

/// One JSON object a line, keys sorted, so that the same records give the same bytes.
public enum JSONLines {
  /// Encodes one record without its line end.
  ///
  /// - Throws: What `JSONEncoder` throws.
  public static func line(_ record: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(record)
  }

  /// Encodes records, each with its line end.
  ///
  /// - Throws: What `JSONEncoder` throws.
  public static func data(_ records: some Sequence<some Encodable>) throws -> Data {
    var data = Data()
    for record in records {
      data.append(try line(record))
      data.append(0x0A)
    }
    return data
  }

  /// Decodes every line that is not empty.
  ///
  /// - Throws: `DecodingError`, for the first line that does not fit.
  public static func decode<Record: Decodable>(_ type: Record.Type, from data: Data) throws -> [Record] {
    let decoder = JSONDecoder()
    return try data.split(separator: 0x0A).filter { !$0.isEmpty }.map { try decoder.decode(type, from: Data($0)) }
  }

  /// Hands over every line of a file that is not empty, without holding more than one and a mebibyte.
  ///
  /// - Throws: What `FileHandle` throws when the file cannot be read, and what the body throws.
  public static func eachLine(of file: URL, _ body: (_ number: Int, _ line: Data) throws -> Void) throws {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    var rest = Data()
    var number = 0
    func take(_ line: Data) throws {
      guard !line.isEmpty else { return }
      number += 1
      try body(number, line)
    }
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
      rest.append(piece)
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: 0x0A) {
        try take(Data(rest[start..<end]))
        start = end + 1
      }
      rest = Data(rest[start...])
    }
    try take(rest)
  }

  /// Decodes the lines of a file one after the other.
  ///
  /// - Throws: `DecodingError`, for the first line that does not fit; what reading and the body throw.
  public static func each<Record: Decodable>(
    _ type: Record.Type, in file: URL, _ body: (Record) throws -> Void
  ) throws {
    let decoder = JSONDecoder()
    try eachLine(of: file) { _, line in try body(try decoder.decode(type, from: line)) }
  }
}
