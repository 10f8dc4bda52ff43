/// Control tokens put around one text, or around two.
struct PostProcessor: Sendable, Hashable {
  /// A place of the result.
  enum Piece: Sendable, Hashable {
    case ids([Int32], type: Int32)
    /// The first text (0) or the second (1).
    case text(Int, type: Int32)
  }

  var single: [Piece] = [.text(0, type: 0)]
  var pair: [Piece] = [.text(0, type: 0), .text(1, type: 1)]

  static let known = ["BertProcessing", "ByteLevel", "RobertaProcessing", "Sequence", "TemplateProcessing"]

  /// What stands before and behind a single text.
  var around: (before: [Int32], behind: [Int32]) {
    var around: (before: [Int32], behind: [Int32]) = ([], [])
    var isBehind = false
    for piece in single {
      switch piece {
      case .text: isBehind = true
      case .ids(let ids, _): if isBehind { around.behind += ids } else { around.before += ids }
      }
    }
    return around
  }

  init() {}

  /// The processor of a file.
  init(_ part: PartSettings) throws(TokenizerFileError) {
    single = try Self.processed([[.text(0, type: 0)]], part).flatMap { $0 }
    pair = try Self.processed([[.text(0, type: 0)], [.text(1, type: 1)]], part).flatMap { $0 }
    let texts = single.filter { if case .text = $0 { true } else { false } }
    guard texts.count < 2 else {
      throw .unsupported(part.key, en: "repeats the text", ja: "本文を繰り返す形には対応していません")
    }
  }

  /// The most pieces that can be of use: processors one behind the other could grow without end.
  private static let mostPieces = 10_000

  /// What a processor makes of some encodings. Those that follow take each piece of a template as an encoding of its own, as
  /// in the reference.
  private static func processed(
    _ encodings: [[Piece]], _ part: PartSettings
  ) throws(TokenizerFileError) -> [[Piece]] {
    switch try part.type() {
    case "ByteLevel": return encodings
    case "Sequence":
      var encodings = encodings
      for inner in try part.parts("processors") {
        encodings = try processed(encodings, inner)
        guard encodings.reduce(0, { $0 + $1.count }) <= mostPieces else {
          throw .unsupported(part.key, en: "adds too many tokens", ja: "加えるトークンが多すぎます")
        }
      }
      return encodings
    case "BertProcessing":
      let (sep, cls) = (try named(part, "sep"), try named(part, "cls"))
      return encodings.enumerated().map { number, pieces in
        number == 0
          ? [.ids([cls], type: 0)] + pieces + [.ids([sep], type: 0)] : pieces + [.ids([sep], type: 1)]
      }
    case "RobertaProcessing":
      let (sep, cls) = (try named(part, "sep"), try named(part, "cls"))
      return encodings.enumerated().map { number, pieces in
        [.ids([number == 0 ? cls : sep], type: 0)] + retyped(pieces, 0) + [.ids([sep], type: 0)]
      }
    case "TemplateProcessing": return try templated(encodings, part)
    case let type: throw .unknownPart(part.key, type, known: known)
    }
  }

  private static func templated(
    _ encodings: [[Piece]], _ part: PartSettings
  ) throws(TokenizerFileError) -> [[Piece]] {
    let special = try specialTokens(part)
    let templates = [try pieces(part, "single", special), try pieces(part, "pair", special)]
    guard templates[0].contains(where: { if case .text = $0 { true } else { false } }) else {
      throw .malformed(part.path("single"), en: "has no place for the text", ja: "本文の入る場所がありません")
    }
    guard encodings.count <= templates.count else {
      throw .unsupported(
        part.key, en: "follows another template, where the tokenizers library fails as well",
        ja: "ほかのテンプレートの後に続く形には、tokenizers ライブラリーと同じく対応していません")
    }
    var made: [[Piece]] = []
    for piece in templates[encodings.count - 1] {
      guard case .text(let number, let type) = piece else {
        made.append([piece])
        continue
      }
      guard number < encodings.count else {
        throw .malformed(part.path("single"), en: "has a place for a second text", ja: "二つ目の本文の場所があります")
      }
      made.append(retyped(encodings[number], type))
    }
    return made
  }

  private static func retyped(_ pieces: [Piece], _ type: Int32) -> [Piece] {
    pieces.map { piece in
      switch piece {
      case .ids(let ids, _): .ids(ids, type: type)
      case .text(let number, _): .text(number, type: type)
      }
    }
  }

  /// `["[SEP]", 102]`
  private static func named(_ part: PartSettings, _ name: String) throws(TokenizerFileError) -> Int32 {
    let items = try part.array(name)
    guard items.count == 2, case .number(let id) = items[1], let whole = Int32(exactly: id), whole >= 0 else {
      throw .malformed(part.path(name), en: "is not a token and its id", ja: "トークンとその番号になっていません")
    }
    return whole
  }

  private static func specialTokens(_ part: PartSettings) throws(TokenizerFileError) -> [String: [Int32]] {
    guard let value = part["special_tokens"] else { return [:] }
    let key = part.path("special_tokens")
    guard case .object(let members) = value else { throw .malformed(key, en: "is not an object", ja: "オブジェクトではありません") }
    var special: [String: [Int32]] = [:]
    for member in members {
      let token = try PartSettings(member.value, key: "\(key).\(member.name)")
      var ids: [Int32] = []
      for item in try token.array("ids") {
        guard case .number(let id) = item, let whole = Int32(exactly: id), whole >= 0 else {
          throw .malformed(token.path("ids"), en: "holds no ids", ja: "番号ではないものがあります")
        }
        ids.append(whole)
      }
      special[member.name] = ids
    }
    return special
  }

  private static func pieces(
    _ part: PartSettings, _ name: String, _ special: [String: [Int32]]
  ) throws(TokenizerFileError) -> [Piece] {
    var pieces: [Piece] = []
    for item in try part.parts(name) {
      if let value = item["SpecialToken"] {
        let token = try PartSettings(value, key: item.path("SpecialToken"))
        let id = try token.string("id")
        guard let ids = special[id] else {
          throw .malformed(part.path("special_tokens"), en: "has no \(id)", ja: "\(id) がありません")
        }
        pieces.append(.ids(ids, type: Int32(try token.optionalCount("type_id") ?? 0)))
      } else if let value = item["Sequence"] {
        let text = try PartSettings(value, key: item.path("Sequence"))
        pieces.append(.text(try text.string("id") == "B" ? 1 : 0, type: Int32(try text.optionalCount("type_id") ?? 0)))
      } else {
        throw .malformed(item.key, en: "is neither SpecialToken nor Sequence", ja: "SpecialToken でも Sequence でもありません")
      }
    }
    return pieces
  }
}
