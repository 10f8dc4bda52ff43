import PageContent
import Records
import Testing

@testable import Documents

/// What looks like something else by the places of its words alone: tables like two blocks, prose like a table, the days
/// of a week like a title.
@Suite struct LookalikeTests {
  private func glossary(_ head: (String, String), _ rows: [(String, String)], intro: String) -> PageMaker {
    var page = PageMaker()
    for index in 0..<6 { page.line(intro, x: 60, y: 40 + 14 * Double(index)) }
    page.line(head.0, x: 60, y: 150, size: 12)
    page.line(head.1, x: 260, y: 150, size: 12)
    for (index, (term, meaning)) in rows.enumerated() {
      page.line(term, x: 60, y: 172 + 16 * Double(index))
      page.line(meaning, x: 260, y: 172 + 16 * Double(index))
    }
    return page
  }

  @Test func `a glossary whose header is set larger is a table with that header`() throws {
    let english = [
      ("Gasket", "Soft ring between two flanges"), ("Impeller", "Wheel that moves the water"),
      ("Coupling", "Part between motor and shaft"), ("Strainer", "Basket that holds back dirt"),
    ]
    let japanese = [("パッキン", "フランジの間に入れる輪"), ("羽根車", "水を動かす回転部品"), ("カップリング", "軸と軸をつなぐ部品"), ("ストレーナ", "ごみを取り除くかご")]
    let pages = [
      (("Term", "Meaning"), english, "The parts of the pump are named in the table that follows, with meanings."),
      (("用語", "説明"), japanese, "ポンプの部品の名前とその意味は次の表のとおりであり、保守の際に必ず確認すること。"),
    ]
    for (head, rows, intro) in pages {
      let table = try #require(blocks(glossary(head, rows, intro: intro)).first { $0.kind == .table })
      #expect(table.rows == [[head.0, head.1]] + rows.map { [$0, $1] })
      #expect(table.headerRows == 1)
    }
  }

  private func calendar(_ days: [String], from first: Int, note: String) -> PageMaker {
    var page = PageMaker()
    for (index, day) in days.enumerated() { page.line(day, x: 90 + 65 * Double(index), y: 100, size: 14) }
    for day in 1...30 {
      let place = day + first - 1
      page.line("\(day)", x: 92 + 65 * Double(place % 7), y: 130 + 24 * Double(place / 7))
    }
    for index in 0..<6 { page.line(note, x: 60, y: 360 + 14 * Double(index)) }
    return page
  }

  @Test(arguments: [0, 3])
  func `the days of the week above a month are its header and no word`(first: Int) throws {
    let english = ["M", "T", "W", "T", "F", "S", "S"]
    let japanese = ["月", "火", "水", "木", "金", "土", "日"]
    for (days, note) in [
      (english, "The office is closed on the days that are marked, and opens again on the next."),
      (japanese, "印のある日は休業いたします。翌営業日より通常どおり営業いたしますのでよろしくお願いします。"),
    ] {
      let found = blocks(calendar(days, from: first, note: note))
      #expect(!found.contains { $0.text.contains(days.joined()) })
      let rows = try #require(found.first { $0.kind == .table }?.rows)
      #expect(rows.first == days)
      #expect(rows.contains { $0.last == "\(7 - first)" } && rows.joined().contains("30"))
    }
  }

  private let english = [
    "The pump must be stopped and cooled", "before anybody opens it. The valve",
    "at the inlet stays closed until then.",
    "The seals are looked at once a year,", "and those that leak are taken out.",
  ]
  private let japanese = ["ポンプを止めて冷ましてから蓋を", "開けること。入口の弁はそれまで", "閉じておく。軸封は年に一度調べ", "漏れのあるものは取り替える。"]

  @Test func `paragraphs in two columns are read one column after the other`() {
    for text in [english, japanese] {
      var page = PageMaker()
      var y = 80.0
      for (left, right) in [(2, 3), (3, 4), (2, 3), (3, 4)] {
        for index in 0..<right { page.line(text[index % text.count], x: 300, y: y + 12 * Double(index)) }
        let offset = (12 * Double(right - left)) / 2
        for index in 0..<left { page.line(text[(index + 1) % text.count], x: 60, y: y + offset + 12 * Double(index)) }
        y += 12 * Double(right) + 20
      }
      #expect(!blocks(page).contains { $0.kind == .table })
    }
  }

  private func signing(_ labels: [String]) -> PageMaker {
    var page = PageMaker()
    let text = labels[0].unicodeScalars.contains(where: \.isASCII) ? english : japanese
    page.lines(text + text, x: 60, y: 60, size: 9)
    for (index, label) in labels.enumerated() {
      page.line(label, x: 60, y: 200 + 25 * Double(index), size: 11)
      page.line(label, x: 330, y: 200 + 25 * Double(index), size: 11)
    }
    return page
  }

  @Test func `places for two parties to sign are no table, and a list of people is one`() {
    for labels in [
      ["Company:", "Name:", "Title:", "Signature:", "Date:"], ["By:", "Print name:", "Title:", "Date:"],
      ["住所", "会社名", "代表者", "氏名", "印"],
    ] {
      let found = blocks(signing(labels))
      #expect(!found.contains { $0.kind == .table || $0.kind == .heading })
      #expect(labels.allSatisfy { label in found.contains { $0.text.contains(label) } })
    }
    for (head, rows) in [
      (["Name", "Signature"], [["A. Baker", "signed"], ["C. Draper", "signed"], ["E. Fuller", "absent"]]),
      (["氏名", "署名"], [["青葉 一郎", "署名済"], ["緑川 花子", "署名済"], ["大和 次郎", "欠席"]]),
    ] {
      var page = PageMaker()
      for (index, row) in ([head] + rows).enumerated() {
        page.line(row[0], x: 60, y: 200 + 18 * Double(index))
        page.line(row[1], x: 330, y: 200 + 18 * Double(index))
      }
      #expect(blocks(page).contains { $0.rows?.contains(rows[2]) == true })
    }
  }

  @Test func `a party's name with the sign for its seal is no table, and a register of seals is one`() {
    var page = PageMaker()
    page.lines(japanese, x: 60, y: 60, size: 9)
    for (index, party) in [["甲", "株式会社テッセル", "代表取締役　高橋", "誠"], ["乙", "青葉精機株式会社", "代表取締役　佐藤", "恵子"]].enumerated() {
      let y = 200 + 80 * Double(index)
      page.line(["東京都千代田区丸の内一丁目", "宮城県仙台市青葉区一番町"][index], x: 110, y: y - 20)
      page.line(party[0], x: 60, y: y)
      page.line(party[1], x: 110, y: y)
      page.line(party[2], x: 110, y: y + 18)
      page.line(party[3], x: 250, y: y + 18)
      page.line("㊞", x: 320, y: y + 18)
    }
    let found = blocks(page)
    #expect(!found.contains { $0.kind == .table })
    #expect(found.contains { $0.text.contains("株式会社テッセル") } && found.contains { $0.text.contains("恵子") })

    var register = PageMaker()
    for (index, row) in [["氏名", "受領日", "印"], ["高橋 誠", "4月1日", "㊞"], ["佐藤 恵子", "4月2日", "㊞"], ["西田 花", "4月3日", "㊞"]]
      .enumerated()
    {
      for (column, text) in row.enumerated() {
        register.line(text, x: 60 + 120 * Double(column), y: 200 + 18 * Double(index))
      }
    }
    #expect(blocks(register).contains { $0.rows?.count == 4 })
  }

  @Test func `a stroke with the date beside it and who signs below it is no table`() {
    var page = PageMaker()
    page.lines(japanese, x: 60, y: 60, size: 9)
    page.line("承認：", x: 60, y: 320)
    page.line("年　　月　　日", x: 320, y: 320)
    page.line("＿＿＿＿＿＿＿＿＿＿＿＿＿　印", x: 60, y: 348)
    page.line("法務部長　高田 真一", x: 60, y: 364)
    let found = blocks(page)
    #expect(!found.contains { $0.kind == .table } && found.contains { $0.text.contains("法務部長") })
  }

  @Test(arguments: ["単位：千円", "（単位：百万円）", "Unit: EUR"])
  func `a line that states the unit is no row of the table below it`(unit: String) {
    var page = PageMaker()
    page.line(unit, x: 270, y: 184)
    page.line("部署：資材課", x: 390, y: 184)
    let rows = [
      ["品番", "品名", "単価", "金額"], ["A1", "表示器", "100", "4,180"], ["A2", "電池", "250", "7,738"], ["A3", "基板", "330", "35"],
    ]
    for (index, row) in rows.enumerated() {
      for (column, text) in row.enumerated() {
        page.line(text, x: [60, 150, 270, 390][column], y: 200 + 18 * Double(index))
      }
    }
    let found = blocks(page)
    #expect(found.first { $0.kind == .table }?.rows == rows)
    #expect(found.contains { $0.kind != .table && $0.text.contains(unit) })
  }

  @Test(arguments: ["In witness whereof, both parties sign", "署名欄"])
  func `a title above places to sign heads nothing`(title: String) {
    var page = PageMaker()
    page.lines(
      ["The parties have agreed on all that stands above, and each", "of them keeps one copy of it."], x: 50, y: 80)
    page.line(title, x: 50, y: 130, size: 14, font: "Serif-Bold")
    page.line("Signature: ________________", x: 50, y: 160)
    #expect(!blocks(page).contains { $0.kind == .heading })
  }
}
