import Generation
import Records
import Storage

/// A pair made elsewhere whose evidence was found, with what the gates measured: thresholds decide about it again at any
/// time.
struct TriedImport: Codable, Sendable {
  /// Of the file, from 1.
  var line: Int
  /// As it is taken in where it passes.
  var pair: QAPair
  /// Gate's name → measure.
  var measures: [String: GateMeasure]
  /// Whether it passed when it was imported.
  var isAdmitted = false
}

/// Which pairs of an imported file pass.
struct ImportSelection {
  let name: String
  let gates: GateOptions

  /// The pairs that pass, each once, and for every other record why not.
  ///
  /// - Parameter decided: What somebody has decided about stays, whatever the gates say: the first record of each is
  ///   `changed`, not dropped.
  /// - Returns: `given` are the pairs that the file has in use: those that pass and those that stay.
  func select(
    _ tried: [TriedImport], decided: Set<ContentHash> = []
  ) -> (pairs: [QAPair], given: Set<ContentHash>, drops: [Drop]) {
    var pairs: [QAPair] = []
    var drops: [Drop] = []
    let reasons = tried.map { result($0).reason }
    let passing = Set(zip(tried, reasons).filter { $0.1 == nil }.map(\.0.pair.id))
    var known: Set<ContentHash> = []
    for (record, reason) in zip(tried, reasons) {
      let pair = record.pair
      if let reason {
        var drop = refused(record, reason)
        let stays = decided.contains(pair.id) && !passing.contains(pair.id) && known.insert(pair.id).inserted
        if stays { drop.outcome = .changed }
        drops.append(drop)
      } else if known.insert(pair.id).inserted {
        pairs.append(pair)
      } else {
        drops.append(
          drop(
            record, "import-repeated",
            BilingualText(
              en: "The file has the pair “\(pair.question)” before.", ja: "同じペア「\(pair.question)」がファイルの前のほうにあります。")))
      }
    }
    return (pairs, known, drops)
  }

  private func refused(_ record: TriedImport, _ reason: String) -> Drop {
    let (pair, why) = (record.pair, Gates.explanation(reason) ?? BilingualText(verbatim: reason))
    return drop(
      record, reason,
      BilingualText(
        en: "\(why.en) Question: \"\(pair.question)\", answer: \"\(pair.answer)\"",
        ja: "\(why.ja)質問「\(pair.question)」、答え「\(pair.answer)」"))
  }

  /// What thresholds make of a record.
  func result(_ record: TriedImport) -> Gates.Result {
    Gates.Result(stored: record.measures, question: record.pair.question, record.pair.language, gates)
  }

  private func drop(_ record: TriedImport, _ reason: String, _ detail: BilingualText) -> Drop {
    let evidence = record.pair.evidence.first
    return Self.drop(name, record.line, reason, detail, document: evidence?.document, chunk: evidence?.chunk)
  }

  static func drop(
    _ name: String, _ line: Int, _ reason: String, _ detail: BilingualText, document: String? = nil,
    chunk: ContentHash? = nil
  ) -> Drop {
    Drop(
      stage: ImportStage.name, item: "\(name):\(line)", document: document, chunk: chunk, reason: reason,
      detail: BilingualText(en: "Line \(line): \(detail.en)", ja: "\(line) 行目：\(detail.ja)"))
  }
}
