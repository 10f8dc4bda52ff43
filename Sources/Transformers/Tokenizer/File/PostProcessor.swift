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
    switch try part.type() {
    case "ByteLevel": break
    case "Sequence":
      for inner in try part.parts("processors") {
        let next = try PostProcessor(inner)
        // The later one stands around the earlier one.
        single = Self.nested(single, in: next.single)
        if next.pair != PostProcessor().pair { pair = next.pair }
      }
    case "BertProcessing":
      let (sep, cls) = (try Self.named(part, "sep"), try Self.named(part, "cls"))
      single = [.ids([cls], type: 0), .text(0, type: 0), .ids([sep], type: 0)]
      pair = single + [.text(1, type: 1), .ids([sep], type: 1)]
    case "RobertaProcessing":
      let (sep, cls) = (try Self.named(part, "sep"), try Self.named(part, "cls"))
      single = [.ids([cls], type: 0), .text(0, type: 0), .ids([sep], type: 0)]
      pair = single + [.ids([sep], type: 0), .text(1, type: 0), .ids([sep], type: 0)]
    case "TemplateProcessing":
      let special = try Self.specialTokens(part)
      single = try Self.pieces(part, "single", special)
      pair = try Self.pieces(part, "pair", special)
      guard single.contains(where: { if case .text = $0 { true } else { false } }) else {
        throw .malformed(part.path("single"), en: "has no place for the text", ja: "本文の入る場所がありません")
      }
    case let type: throw .unknownPart(part.key, type, known: Self.known)
    }
  }

  private static func nested(_ inner: [Piece], in outer: [Piece]) -> [Piece] {
    outer.flatMap { piece in
      if case .text(0, _) = piece { inner } else { [piece] }
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
    for (name, value) in members {
      let token = try PartSettings(value, key: "\(key).\(name)")
      var ids: [Int32] = []
      for item in try token.array("ids") {
        guard case .number(let id) = item, let whole = Int32(exactly: id), whole >= 0 else {
          throw .malformed(token.path("ids"), en: "holds no ids", ja: "番号ではないものがあります")
        }
        ids.append(whole)
      }
      special[name] = ids
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
