import Foundation
public import Records

/// What a person should look at before a dataset is used: documents that contradict one another, and personal data.
public struct DatasetRemarks: Sendable, Hashable {
  /// The file beside the card that has all contradictions, one a line.
  public static let contradictionsFile = "contradictions.jsonl"
  /// The card names so many of each.
  private static let named = 20

  /// A pair with personal data or secrets: of what kinds, and where. The values themselves stay out of it.
  public struct Flag: Sendable, Hashable {
    /// The pair.
    public var pair: ContentHash
    /// Path of its document.
    public var document: String
    /// Where its evidence begins.
    public var page: Int
    /// What was found, each kind once.
    public var kinds: [PersonalDataKind]

    /// Looks through question, answer, quotes and the paths of their files; nil where nothing is found.
    ///
    /// - Parameter announced: What the passages tell of the evidence.
    public init?(_ pair: QAPair, _ finder: PersonalDataFinder, announced: [PersonalData] = []) {
      let values = finder.values(of: pair)
      let found = Set((values + announced).map(\.kind))
      guard !found.isEmpty else { return nil }
      self.pair = pair.id
      document = pair.evidence.first?.document ?? ""
      page = pair.evidence.first?.page ?? 1
      kinds = PersonalDataKind.allCases.filter(found.contains)
    }

    /// The kinds in words.
    public var text: BilingualText {
      BilingualText(
        en: kinds.map(\.label.en).joined(separator: ", "), ja: kinds.map(\.label.ja).joined(separator: "、"))
    }
  }

  /// Near-same questions with different answers in different documents.
  public var contradictions: [Contradiction]
  /// Pairs of the dataset with personal data or secrets.
  public var flags: [Flag]

  /// Takes both, empty by default.
  public init(contradictions: [Contradiction] = [], flags: [Flag] = []) {
    self.contradictions = contradictions
    self.flags = flags
  }

  /// The card's section about contradictions.
  var contradictionText: String {
    guard !contradictions.isEmpty else { return "None was found. / 見つかりませんでした。" }
    func side(_ side: Contradiction.Side) -> String {
      "\(side.question) → **\(side.answer)** (`\(side.document)`, p. \(side.page): “\(side.quote)”)"
        .replacing("\n", with: " ")
    }
    let rows = contradictions.prefix(Self.named).map { [side($0.left), side($0.right), "\($0.similarity)"] }
    let (count, file) = (contradictions.count, Self.contradictionsFile)
    let few = count > Self.named ? (" (the first \(Self.named) here)", "（ここには最初の\(Self.named)件）") : ("", "")
    return
      "**\(count) questions have different answers in two documents**\(few.0). Nothing was left out for it: look at both, "
      + "and reject in the studio what no longer holds. All of them are in `\(file)`.\n\n"
      + "**2つの文書で答えが異なる質問が\(count)件あります**\(few.1)。どちらも除いていません。両方を確認し、正しくないほうをスタジオで却下してください。"
      + "すべて `\(file)` に記載しています。\n\n"
      + DatasetCard.table(["one document / 一方の文書", "the other / 他方の文書", "similarity / 質問の類似度"], rows)
  }

  /// The card's section about personal data.
  var flagText: String {
    guard !flags.isEmpty else {
      return "None was found by the rules (numbers with check digits, addresses, keys, the list of names). / "
        + "規則（検査数字のある番号、住所、キー、氏名の一覧など）では見つかりませんでした。"
    }
    let counts = PersonalDataKind.allCases.compactMap { kind -> [String]? in
      let count = flags.count { $0.kinds.contains(kind) }
      return count == 0 ? nil : ["\(kind.label.en) / \(kind.label.ja)", "\(count)"]
    }
    let rows = flags.prefix(Self.named).map {
      [$0.pair.short, "`\($0.document)`", "\($0.page)", "\($0.text.en) / \($0.text.ja)"]
    }
    return
      "**\(flags.count) pairs hold personal data or secrets.** Export is refused until they are masked or a named person "
      + "answers for them.\n\n**\(flags.count)件のペアに個人情報または秘密情報があります。**伏せるか責任者を定めるまで、書き出しは中止されます。\n\n"
      + DatasetCard.table(["kind / 種類", "pairs / ペア"], counts) + "\n\n"
      + DatasetCard.table(["pair / ペア", "document / 文書", "page / ページ", "kind / 種類"], rows)
  }

  /// The contradictions as a file; none where there are none.
  func files() throws -> [DatasetFile] {
    contradictions.isEmpty
      ? [] : [DatasetFile(name: Self.contradictionsFile, data: try JSONLines.data(contradictions))]
  }
}
