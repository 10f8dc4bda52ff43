import Charts
public import Foundation
public import Records
public import Storage

extension LedgerAccount.Subject {
  /// For people: all of them.
  public var name: BilingualText {
    switch self {
    case .chunks: BilingualText(en: "chunks", ja: "チャンク")
    case .facts: BilingualText(en: "facts asked about", ja: "質問にしようとした事実")
    case .rewordings: BilingualText(en: "rewordings wanted of facts not reviewed", ja: "未確認の事実に求めた言い換え")
    case .imported: BilingualText(en: "imported records", ja: "取り込んだ記録")
    case .pairs: BilingualText(en: "pairs", ja: "ペア")
    }
  }

  /// For people: those that went on.
  public var keptName: BilingualText {
    switch self {
    case .chunks: BilingualText(en: "with pairs", ja: "ペアのあるもの")
    case .facts: BilingualText(en: "with pairs", ja: "ペアになったもの")
    case .rewordings: BilingualText(en: "found", ja: "見つかったもの")
    case .imported: BilingualText(en: "taken in as pairs", ja: "ペアとして採用")
    case .pairs: BilingualText(en: "in the dataset", ja: "データセットに採用")
    }
  }
}

extension LedgerAccount {
  /// What has no reason, for people.
  public static let unaccountedName = BilingualText(
    en: "without a record: changed since the stage ran last, or from an earlier program",
    ja: "記録なし（前回の処理のあとに変わったか、以前の版のプログラムによるもの）")

  /// A remark's text, which follows its number.
  public static func name(of remark: Remark.Code) -> BilingualText {
    switch remark {
    case .goneSince:
      BilingualText(
        en: "more in the dataset's files: purged, or made otherwise, since it was frozen",
        ja: "このほかにデータセットのファイルにあるペア（作成後に削除されたか、作り直された）")
    case .staleSince:
      BilingualText(
        en: "of those in the dataset: their passage is gone since it was frozen",
        ja: "データセットに採用したうち、作成後に元の文章がなくなったペア")
    }
  }

  /// A reason with its code, or the code alone where it has no name.
  public static func name(of reason: String, _ language: Language) -> String {
    let name = ReasonName.text(reason)[language]
    return name == reason ? reason : "\(reason) (\(name))"
  }

  /// The ledger as a picture: an SVG file.
  public static func chart(_ accounts: [LedgerAccount], _ language: Language) -> Data {
    let steps = accounts.map { account in
      FlowChart.Step(
        title: account.subject.name[language],
        parts: [FlowChart.Part(label: account.subject.keptName[language], count: account.kept, isKept: true)]
          + account.losses.map {
            FlowChart.Part(label: name(of: $0.reason, language), count: $0.count, isKept: false)
          } + [FlowChart.Part(label: unaccountedName[language], count: account.unaccounted, isKept: false)])
    }
    let title = BilingualText(en: "What became of everything", ja: "すべてのものの行方")
    let sums = accounts.map { account in
      (["\(account.subject.name[language]) \(account.total): \(account.subject.keptName[language]) \(account.kept)"]
        + account.remarks.map { "\($0.count) \(name(of: $0.code)[language])" }).joined(separator: "; ")
    }
    let chart = FlowChart(title: title[language], description: sums.joined(separator: "; "), steps: steps)
    return Data(ChartFile.text(chart.svg()).utf8)
  }
}
