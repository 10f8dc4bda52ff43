internal import Foundation

/// Reads one of a model directory's JSON files, with errors that name file and key.
enum JSONFile {
  /// The decoded file.
  static func decode<Value: Decodable>(_ type: Value.Type, from url: URL, advice: String) throws(UnusableModel) -> Value
  {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw UnusableModel(.missingFile, file: url.path, detail: "cannot be read", advice: advice)
    }
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw failure(error, file: url.path, advice: advice)
    }
  }

  /// The decoded file, or nil where there is no such file.
  static func decodeIfPresent<Value: Decodable>(
    _ type: Value.Type, from url: URL, advice: String
  ) throws(UnusableModel) -> Value? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return try decode(type, from: url, advice: advice)
  }

  private static func failure(_ error: any Error, file: String, advice: String) -> UnusableModel {
    func place(_ path: [any CodingKey]) -> String? {
      path.isEmpty ? nil : "key " + path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return UnusableModel(
        .invalidKey, file: file, place: place(context.codingPath + [key]), detail: "is missing", advice: advice)
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return UnusableModel(
        .invalidKey, file: file, place: place(context.codingPath), detail: context.debugDescription, advice: advice)
    case DecodingError.dataCorrupted(let context):
      return UnusableModel(
        .malformed, file: file, place: place(context.codingPath),
        detail: "is not valid JSON (\(context.debugDescription))",
        advice: advice)
    default:
      return UnusableModel(.malformed, file: file, detail: "is not valid JSON", advice: advice)
    }
  }
}

/// A value that config files write as one number or as a list of numbers.
struct OneOrMany: Decodable {
  let values: [Int32]

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      values = []
    } else if let one = try? container.decode(Int32.self) {
      values = [one]
    } else {
      values = try container.decode([Int32].self)
    }
  }
}
