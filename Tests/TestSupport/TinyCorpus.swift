import Foundation

/// Short documents with facts of their own, written into a workspace's `corpora/`.
public enum TinyCorpus {
  /// The documents: file name and text.
  public static let documents: [(name: String, text: String)] = [
    (
      "parking.md",
      """
      # Parking at the harbour office

      The car park at the harbour office has 48 spaces. A monthly permit costs GBP 35 and is valid from 1 March 2025.
      Visitors register with the porter, Agnes Holloway, before 9:30. Bicycles are kept in the shed behind building C.

      ## Charging electric cars

      There are six charging points on level two. Charging is limited to four hours a day. The charge is billed at
      GBP 0.32 a kilowatt-hour.
      """
    ),
    (
      "laboratory.md",
      """
      # Laboratory safety

      Solvents are stored in the yellow cabinet at less than 18 °C. Every spill above 50 ml is reported to the safety
      officer, Tomasz Wilk, within 24 hours. Goggles are replaced after 12 months.

      ## Fire drill

      The fire drill takes place on 14 October each year. The assembly point is the lawn beside the greenhouse.
      """
    ),
    (
      "library.txt",
      """
      The company library lends up to 7 books at a time. The lending period is 21 days, and it can be extended twice.
      Overdue books cost 20 pence a day. The librarian is Beatrice Okafor, who can be reached at extension 5512.
      The reading room opens at 8:15 and closes at 18:45 on working days.
      """
    ),
    (
      "社用車.md",
      """
      # 社用車の利用規程

      社用車の利用は、利用日の3日前までに総務課の岡田さんへ申し込みます。走行距離が1日300kmを超える場合は、運転者を2名とします。
      燃料費は会社が負担し、給油カードの上限は1回8,000円です。

      ## 事故のとき

      事故が起きたときは、30分以内に安全管理室へ電話で連絡してください。修理の見積もりは7日以内に提出します。
      """
    ),
    (
      "食堂.txt",
      """
      社員食堂の営業時間は午前11時30分から午後2時までです。定食の価格は480円で、小鉢は1つ60円です。
      席数は120席あり、窓側の20席は来客のために空けておきます。献立は毎週木曜日に栄養士の白石さんが発表します。
      食器の返却口は北側の出口の横にあります。
      """
    ),
    (
      "機器点検.md",
      """
      # 測定機器の点検

      圧力計は6か月ごとに点検し、誤差が0.5%を超えたものは使用を止めます。点検の記録は5年間保存します。
      点検の責任者は品質保証部の村瀬さんです。校正は外部の機関に依頼し、費用は1台あたり15,400円です。
      """
    ),
  ]

  /// Writes the first so many documents into a folder's `corpora/`.
  public static func write(_ count: Int = documents.count, to folder: TemporaryFolder) throws {
    for document in documents.prefix(count) {
      try folder.write(document.text + "\n", to: "corpora/\(document.name)")
    }
  }

  /// Copies the repository's templates into a folder, as `init` does.
  public static func writeTemplates(to folder: TemporaryFolder) throws {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    try FileManager.default.copyItem(
      at: repository.appendingPathComponent("templates"), to: folder.appending("templates"))
  }
}
