public import Records

/// Documents that have too few numbers and codes to tell by them whether one is a translation of another: where they are
/// one, training and test could see the same facts.
public struct UntoldTranslations: Codable, Sendable, Hashable {
  /// Their paths, ascending.
  public let documents: [String]
  private static let named = 10

  /// Names documents.
  public init(documents: [String]) { self.documents = documents }

  /// Documents of a corpus in two languages, in groups of one language, with fewer anchors than tell a translation.
  init(_ documents: [SplitDocument], _ groups: [SplitGroup]) {
    guard Set(documents.map(\.language)).count > 1 else {
      self.init(documents: [])
      return
    }
    let cited = Set(groups.filter { $0.languages.count == 1 }.flatMap { $0.documents.map(\.path) })
    self.init(
      documents: documents.filter { document in
        cited.contains(document.path) && !TranslationAnchors.tells(document)
      }.map(\.path).sorted())
  }

  /// Which they are, and what to do; nil where there are none.
  public var text: BilingualText? {
    guard !documents.isEmpty else { return nil }
    let names = documents.prefix(Self.named).joined(separator: ", ")
    let rest = documents.count > Self.named ? (" …", "など") : ("", "")
    return BilingualText(
      en:
        "\(documents.count) documents have too few numbers and codes to tell whether one is a translation of another: "
        + "\(names)\(rest.0). If some are, name them alike (`x.ja.pdf`, `x.en.md`) or set `together` under `curate`; "
        + "otherwise one may be trained on and the other tested.",
      ja: "数値や記号が少なく、他の言語の文書の翻訳かどうかを判定できない文書が \(documents.count) 件あります：\(names)\(rest.1)。"
        + "翻訳がある場合は、名前をそろえるか（`x.ja.pdf` と `x.en.md` など）、`curate` の `together` に指定してください。"
        + "そうしないと、一方を学習に、他方をテストに使うおそれがあります。")
  }
}

extension TranslationAnchors {
  /// Whether a document has enough anchors to be told from others by them. Most have after some lines: the rest of a text
  /// is not looked at.
  static func tells(_ document: SplitDocument) -> Bool {
    var start = 0
    var values: Set<UInt64> = []
    while start < document.textLength {
      values.formUnion(TranslationAnchors(document.text(at: start..<start + 4096)).values)
      if values.count >= SplitGrouping.enoughAnchors { return true }
      start += 4096
    }
    return false
  }
}
