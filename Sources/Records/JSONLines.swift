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
}
