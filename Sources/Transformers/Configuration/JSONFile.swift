internal import Foundation
internal import Tensors

/// Reads one of a model directory's JSON files, with errors that name file and key.
enum JSONFile {
  /// The decoded file.
  ///
  /// - Parameter emptied: A key whose object is not wanted, and may be long: the decoder sees `{}` in its place.
  static func decode<Value: Decodable>(
    _ type: Value.Type, from url: URL, emptying emptied: String? = nil, advice: Explanation
  ) throws(UnusableModel) -> Value {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw UnusableModel(
        .missingFile, file: url.path, detail: Explanation(en: "cannot be read", ja: "読み取れません"), advice: advice)
    }
    // What is wrong in the file shows below, with its place in the whole of it.
    if let emptied, let range = JSONReader.range(ofObject: emptied, in: data),
      let value = try? JSONDecoder().decode(
        type, from: data[..<range.lowerBound] + Data("{}".utf8) + data[range.upperBound...])
    {
      return value
    }
    do { return try JSONDecoder().decode(type, from: data) } catch {
      throw failure(error, file: url.path, advice: advice)
    }
  }

  /// The decoded file, or nil where there is no such file.
  static func decodeIfPresent<Value: Decodable>(
    _ type: Value.Type, from url: URL, emptying emptied: String? = nil, advice: Explanation
  ) throws(UnusableModel) -> Value? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    return try decode(type, from: url, emptying: emptied, advice: advice)
  }

  private static func failure(_ error: any Error, file: String, advice: Explanation) -> UnusableModel {
    func place(_ path: [any CodingKey]) -> UnusableModel.Place? {
      path.isEmpty ? nil : .key(path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: "."))
    }
    let notJSON = Explanation(en: "is not valid JSON", ja: "JSON として正しくありません")
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return UnusableModel(
        .invalidKey, file: file, place: place(context.codingPath + [key]), detail: missing, advice: advice)
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return UnusableModel(
        .invalidKey, file: file, place: place(context.codingPath),
        detail: Explanation(en: context.debugDescription, ja: "値の種類が違います（\(context.debugDescription)）"), advice: advice)
    case DecodingError.dataCorrupted(let context):
      return UnusableModel(
        .malformed, file: file, place: place(context.codingPath),
        detail: Explanation(
          en: "\(notJSON.en) (\(context.debugDescription))", ja: "\(notJSON.ja)（\(context.debugDescription)）"),
        advice: advice)
    default:
      return UnusableModel(.malformed, file: file, detail: notJSON, advice: advice)
    }
  }

  /// A key that must be there is not.
  static let missing = Explanation(en: "is missing", ja: "指定がありません")
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
