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
    case DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context):
      return UnusableModel(
        .invalidKey, file: file, place: place(context.codingPath), detail: wanted(type), advice: advice)
    case DecodingError.dataCorrupted(let context):
      return UnusableModel(
        .malformed, file: file, place: place(context.codingPath),
        // Within a key it is the value: one that no type of ours holds.
        detail: context.codingPath.isEmpty
          ? notJSON : Explanation(en: "has a value that cannot be used", ja: "使えない値です"),
        advice: advice)
    default:
      return UnusableModel(.malformed, file: file, detail: notJSON, advice: advice)
    }
  }

  /// What kind of value should stand there.
  private static func wanted(_ type: Any.Type) -> Explanation {
    switch type {
    case is String.Type: Explanation(en: "is not a string", ja: "文字列ではありません")
    case is Bool.Type: Explanation(en: "is not true or false", ja: "true か false ではありません")
    case is any BinaryInteger.Type: Explanation(en: "is not a whole number", ja: "整数ではありません")
    case is any BinaryFloatingPoint.Type: Explanation(en: "is not a number", ja: "数ではありません")
    case is any ListLike.Type: Explanation(en: "is not a list", ja: "配列ではありません")
    default: Explanation(en: "is not an object", ja: "オブジェクトではありません")
    }
  }

  /// A key that must be there is not.
  static let missing = Explanation(en: "is missing", ja: "指定がありません")
}

/// What stands as a list in JSON.
private protocol ListLike {}
extension Array: ListLike {}

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
