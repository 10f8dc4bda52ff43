internal import Foundation

extension Normalizer {
  /// The types that a file may name.
  static let known = [
    "BertNormalizer", "ByteLevel", "Lowercase", "NFC", "NFD", "NFKC", "NFKD", "Nmt", "Precompiled", "Prepend",
    "Replace",
    "Sequence", "Strip", "StripAccents",
  ]

  /// The steps of a file's normalizer.
  static func steps(_ part: PartSettings) throws(TokenizerFileError) -> [Normalizer] {
    switch try part.type() {
    case "Sequence":
      var steps: [Normalizer] = []
      for inner in try part.parts("normalizers") { steps += try Self.steps(inner) }
      return steps
    case "BertNormalizer", "Bert":
      let lowercases = try part.bool("lowercase")
      return [
        .bert(
          cleansText: try part.bool("clean_text"), separatesHan: try part.bool("handle_chinese_chars"),
          stripsAccents: try part.optionalBool("strip_accents") ?? lowercases, lowercases: lowercases)
      ]
    case "ByteLevel": return [.byteLevel]
    case "Lowercase": return [.lowercase]
    case "NFC": return [.canonical(.nfc)]
    case "NFD": return [.canonical(.nfd)]
    case "NFKC": return [.canonical(.nfkc)]
    case "NFKD": return [.canonical(.nfkd)]
    case "Nmt": return [.nmt]
    case "Precompiled":
      // Converted files have an empty map now and then: nothing is normalized.
      guard let text = try part.optionalString("precompiled_charsmap"), !text.isEmpty else { return [] }
      let key = part.path("precompiled_charsmap")
      guard let blob = Data(base64Encoded: text) else {
        throw .malformed(key, en: "is no base64", ja: "base64 ではありません")
      }
      return [.precompiled(try CharacterMap([UInt8](blob), key: key))]
    case "Prepend": return [.prepend(Array(try part.string("prepend").utf8))]
    case "Replace":
      return [.replace(try Splitter.pattern(part), with: Array(try part.string("content").utf8))]
    case "Strip", "StripNormalizer":
      return [.strip(left: try part.bool("strip_left"), right: try part.bool("strip_right"))]
    case "StripAccents": return [.stripAccents]
    case let type: throw .unknownPart(part.key, type, known: known)
    }
  }
}
