import Records

/// Into what pieces questions are cut to be compared.
public enum QuestionPieces: String, Codable, Sendable {
  /// Five characters in Japanese, three words in English.
  case usual = "five-characters-three-words"
  /// Two characters or words, five where a question is long: what earlier programs compared by.
  case pairs = "two-characters-two-words"

  func size(_ language: Language) -> Int? {
    switch (self, language) {
    case (.pairs, _): nil
    case (.usual, .ja): 5
    case (.usual, .en): 3
    }
  }
}

/// The set of overlapping pieces of a text: characters in Japanese, words in English. How much of two sets is common
/// (Jaccard) says how alike the wording is.
struct Shingles: Sendable {
  /// 64-bit hashes, ascending, each once.
  let values: [UInt64]

  /// For questions: five characters a piece in Japanese, three words in English.
  init(question text: String, _ language: Language, _ pieces: QuestionPieces = .usual) {
    self.init(questionForm: MatchingForm.scalars(of: text), language, pieces)
  }

  /// As for questions, of a text whose matching form is known already.
  init(questionForm form: [Unicode.Scalar], _ language: Language, _ pieces: QuestionPieces = .usual) {
    self.init(form, language, size: pieces.size(language))
  }

  /// Takes hashes as they were kept: ascending, each once.
  init(ascending values: [UInt64]) { self.values = values }

  /// For quotes and sentences: five characters or words a piece, two where the text is short.
  init(quoteForm form: [Unicode.Scalar], _ language: Language) { self.init(form, language, size: nil) }

  /// For whole documents: five characters or words a piece.
  init(document text: String, _ language: Language) {
    self.init(MatchingForm.scalars(of: text), language, size: 5)
  }

  /// For versions of a document: five characters in Japanese, two words in English, whose share is about that of five
  /// characters; a changed word breaks five of five words.
  init(version text: String, _ language: Language) {
    self.init(MatchingForm.scalars(of: text), language, size: language == .ja ? 5 : 2)
  }

  private init(_ form: [Unicode.Scalar], _ language: Language, size: Int?) {
    switch language {
    case .ja:
      values = Self.pieces(form.filter { $0 != " " }.map { UInt64($0.value) }, size ?? (form.count < 40 ? 2 : 5))
    case .en:
      let words = form.split(separator: " ").map { $0.reduce(UInt64(7)) { Self.mix($0 ^ UInt64($1.value)) } }
      values = Self.pieces(words, size ?? (words.count < 40 ? 2 : 5))
    }
  }

  private static func pieces(_ parts: [UInt64], _ size: Int) -> [UInt64] {
    guard !parts.isEmpty else { return [] }
    let width = min(size, parts.count)
    let hashes = (0...parts.count - width).map { start in
      parts[start..<start + width].reduce(UInt64(width)) { mix($0 &+ $1) }
    }
    var unique: [UInt64] = []
    for hash in hashes.sorted() where hash != unique.last { unique.append(hash) }
    return unique
  }

  /// SplitMix64's finish: every bit of the input moves every bit of the output.
  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Common pieces by all pieces; 0 where either text has none.
  func jaccard(_ other: Shingles) -> Double {
    var common = 0
    var left = 0
    var right = 0
    while left < values.count, right < other.values.count {
      if values[left] == other.values[right] {
        common += 1
        left += 1
        right += 1
      } else if values[left] < other.values[right] {
        left += 1
      } else {
        right += 1
      }
    }
    let all = values.count + other.values.count - common
    return common == 0 ? 0 : Double(common) / Double(all)
  }
}
