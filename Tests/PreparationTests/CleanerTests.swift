import Foundation
import Preparation
import Records
import Testing

@Suite struct CleanerTests {
  private func document(_ blocks: [Block]) -> Document {
    Document(
      source: SourceFile(
        path: "corpora/a.pdf", sha256: ContentHash(of: Data("a".utf8)), bytes: 1, mediaType: "application/pdf"),
      title: "A", language: .ja, pages: [Page(number: 1, width: 595, height: 842)], blocks: blocks)
  }

  @Test func `furniture goes, with the name of what it was`() {
    let clean = Cleaner.clean(
      document([
        Block(id: "b1", page: 1, kind: .header, text: "就業規則"),
        Block(id: "b2", page: 1, kind: .paragraph, text: "第1条 本規則は社員に適用する。"),
        Block(id: "b3", page: 1, kind: .footer, text: "- ３ -"),
        Block(id: "b4", page: 1, kind: .footer, text: "3 / 12 ページ"),
        Block(id: "b5", page: 1, kind: .footer, text: "社外秘"),
        Block(id: "b6", page: 1, kind: .paragraph, text: "Scope ........... 4"),
        Block(id: "b7", page: 1, kind: .heading, level: 1, text: "Scope"),
      ]))
    #expect(clean.text == "第1条 本規則は社員に適用する。\n\nScope")
    #expect(
      clean.removed.map(\.rule) == [
        "running-header", "page-number", "page-number", "running-footer", "table-of-contents",
      ])
    #expect(clean.removed.map(\.block) == ["b1", "b3", "b4", "b5", "b6"])
  }

  @Test func `what somebody wants to keep stays, however it is spaced, and nothing else`() {
    let blocks = document([
      Block(id: "b1", page: 1, kind: .header, text: "就業規則　２０２４"),
      Block(id: "b2", page: 1, kind: .paragraph, text: "第1条 本則。"),
      Block(id: "b3", page: 1, kind: .footer, text: "社外秘"),
      Block(id: "b4", page: 1, kind: .paragraph, text: "署名：＿＿＿＿＿＿＿＿　印"),
    ])
    #expect(Cleaner.clean(blocks).removed.count == 3)
    let kept = Cleaner.clean(blocks, CleaningOptions(keeping: ["就業規則 2024", "署名：＿＿＿＿＿＿＿＿ 印"]))
    #expect(kept.removed.map(\.text) == ["社外秘"])
    #expect(kept.text.hasPrefix("就業規則　２０２４") && kept.text.hasSuffix("印"))
  }

  @Test func `an ellipsis before a number is not a table of contents`() {
    let short = Cleaner.clean(document([Block(id: "b1", page: 1, kind: .paragraph, text: "Wait … 5")]))
    #expect(short.text == "Wait … 5")
  }

  @Test func `invisible characters go and the text around them stays traceable`() {
    let clean = Cleaner.clean(document([Block(id: "b1", page: 1, kind: .paragraph, text: "a\u{AD}b\u{200B}\u{FEFF}あ")]))
    #expect(clean.text == "abあ")
    #expect(clean.segments.count == 3)
    #expect(clean.removed.map(\.text) == ["\u{AD}", "\u{200B}\u{FEFF}"])
    #expect(clean.removed.allSatisfy { $0.rule == "invisible-characters" })
  }

  @Test func `list items stand on lines, other blocks apart`() {
    let clean = Cleaner.clean(
      document([
        Block(id: "b1", page: 1, kind: .paragraph, text: "次のとおり"),
        Block(id: "b2", page: 1, kind: .listItem, text: "一"), Block(id: "b3", page: 1, kind: .listItem, text: "二"),
        Block(id: "b4", page: 1, kind: .paragraph, text: "以上"),
      ]))
    #expect(clean.text == "次のとおり\n\n一\n二\n\n以上")
  }

  @Test func `a section ends where the next of its level or above begins`() {
    let clean = Cleaner.clean(
      document([
        Block(id: "b1", page: 1, kind: .heading, level: 1, text: "A"),
        Block(id: "b2", page: 1, kind: .heading, level: 2, text: "B"),
        Block(id: "b3", page: 1, kind: .paragraph, text: "x"),
        Block(id: "b4", page: 1, kind: .heading, level: 2, text: "C"),
      ]))
    #expect(
      clean.sections == [
        Section(title: "A", level: 1, start: 0, end: 10), Section(title: "B", level: 2, start: 3, end: 9),
        Section(title: "C", level: 2, start: 9, end: 10),
      ])
  }

  @Test(arguments: 0..<200) func `every byte comes from a block or is named`(seed: Int) {
    let document = RandomDocument.make(seed: UInt64(seed))
    let clean = Cleaner.clean(document)
    let text = Array(clean.text.utf8)
    var seen = document.blocks.map { [Bool](repeating: false, count: $0.text.utf8.count) }
    var covered = 0
    for segment in clean.segments {
      let block = Array(document.blocks[segment.block].text.utf8)
      let stretch = segment.blockStart..<segment.blockStart + segment.length
      #expect(text[segment.start..<segment.start + segment.length] == block[stretch])
      #expect(segment.start >= covered)
      // Between segments there is nothing but line breaks.
      #expect(text[covered..<segment.start].allSatisfy { $0 == 0x0A })
      covered = segment.start + segment.length
      for byte in stretch { seen[segment.block][byte] = true }
    }
    #expect(covered == text.count)
    for removal in clean.removed {
      let index = document.blocks.firstIndex { $0.id == removal.block }!
      let block = Array(document.blocks[index].text.utf8)
      #expect(String(decoding: block[removal.start..<removal.end], as: UTF8.self) == removal.text)
      for byte in removal.start..<removal.end {
        #expect(!seen[index][byte])
        seen[index][byte] = true
      }
    }
    #expect(seen.allSatisfy { $0.allSatisfy { $0 } })
  }

  // MARK: - Rules

  private func paged(_ pages: [[(Block.Kind, String)]]) -> Document {
    var blocks: [Block] = []
    for (page, content) in pages.enumerated() {
      for (kind, text) in content {
        blocks.append(
          Block(id: "b\(blocks.count + 1)", page: page + 1, kind: kind, level: kind == .heading ? 2 : nil, text: text))
      }
    }
    var document = document(blocks)
    document.pages = pages.indices.map { Page(number: $0 + 1, width: 595, height: 842) }
    return document
  }

  private func removed(_ rule: String, _ document: Document) -> [String] {
    Cleaner.clean(document).removed.filter { $0.rule == rule }.map(\.text)
  }

  @Test func `a table of contents without leader dots goes, its headings stay`() {
    let japanese = paged([
      [
        (.heading, "目次"), (.paragraph, "第1章 総則 1"), (.paragraph, "第2章　勤務\t4"), (.footer, "i"), (.paragraph, "附則 9"),
        (.heading, "第1章 総則"), (.paragraph, "この規則は、勤務を定める。"),
      ],
      [(.heading, "第2章　勤務"), (.paragraph, "始業は 9")],
    ])
    #expect(removed("table-of-contents", japanese) == ["目次", "第1章 総則 1", "第2章　勤務\t4", "附則 9"])
    let english = paged([
      [
        (.heading, "Table of Contents"), (.heading, "1. Scope"), (.listItem, "2. Duties"),
        (.paragraph, "Terms ________ 7"), (.heading, "1. Scope"), (.paragraph, "It covers all."),
      ],
      [(.heading, "2. Duties"), (.paragraph, "Be on time.")],
    ])
    #expect(
      removed("table-of-contents", english) == ["Table of Contents", "1. Scope", "2. Duties", "Terms ________ 7"])
  }

  @Test func `a list of links to a page's own headings is a table of contents, a list of names is not`() {
    var linked = paged([
      [
        (.listItem, "Scope"), (.listItem, "Duties"), (.listItem, "Leave"), (.heading, "Scope"), (.heading, "Duties"),
        (.heading, "Leave"),
      ]
    ])
    #expect(removed("table-of-contents", linked) == [])
    for index in 0..<3 {
      linked.blocks[index].links = [Link(start: 0, end: linked.blocks[index].text.utf8.count, target: "#x")]
    }
    #expect(removed("table-of-contents", linked) == ["Scope", "Duties", "Leave"])
  }

  @Test func `what stands between lines with leader dots belongs to the table`() {
    let document = paged([
      [
        (.heading, "目次"), (.heading, "第１章 総則……………………１"), (.heading, "第１条（目的）"), (.heading, "第２章 服務…………………３"),
        (.heading, "第２条（他の題）"), (.heading, "第３章 附則…………………５"), (.heading, "第１章 総則"), (.paragraph, "この規則は、勤務を定める。"),
      ]
    ])
    #expect(removed("table-of-contents", document).count == 6)
    #expect(Cleaner.clean(document).text == "第１章 総則\n\nこの規則は、勤務を定める。")
  }

  @Test func `lines with leader dots are a table of contents where their numbers are pages further on`() {
    let lines = ["総則 ………… 2", "勤務 ………… 2", "休暇 ………… 4"]
    let pages =
      [[(Block.Kind.heading, "規則集")] + lines.map { (.paragraph, $0) }] + (2...5).map { [(.paragraph, "本文\($0)。")] }
    #expect(removed("table-of-contents", paged(pages)) == lines)
    #expect(removed("table-of-contents", paged(Array(pages.prefix(3)))) == [])
  }

  @Test func `price lists and telephone lists with leader dots stay`() {
    let prices = paged([
      [
        (.heading, "料金"), (.paragraph, "緑茶 ………………… 420"), (.paragraph, "ほうじ茶 ………………… 480"),
        (.paragraph, "抹茶 ………………… 450"), (.heading, "Extensions"), (.listItem, "Front desk ........... 101"),
        (.listItem, "Workshop ........... 102"), (.listItem, "Store ........... 103"),
      ]
    ])
    #expect(Cleaner.clean(prices).removed.isEmpty)
    // Numbers that might be pages, but far behind the beginning.
    var manual = prices
    manual.pages = (1...200).map { Page(number: $0, width: 595, height: 842) }
    for index in manual.blocks.indices { manual.blocks[index].page = 90 }
    #expect(Cleaner.clean(manual).removed.isEmpty)
  }

  @Test func `an index goes with its page numbers, whatever their order`() {
    let lines = ["精算 ………………… 3", "届出 ………………… 2", "日当 ………………… 3"]
    let document = paged([
      [(.paragraph, "本文。")], [(.paragraph, "本文。")], [(.heading, "索引")] + lines.map { (.paragraph, $0) },
    ])
    #expect(removed("table-of-contents", document) == ["索引"] + lines)
  }

  @Test func `a price list behind a table of contents stays`() {
    let document = paged([
      [
        (.heading, "目次"), (.paragraph, "概要 ………………… 1"), (.paragraph, "料金 ………………… 2"), (.heading, "概要"),
        (.heading, "料金"),
        (.paragraph, "緑茶 ………………… 420"), (.paragraph, "抹茶 ………………… 450"),
      ]
    ])
    #expect(removed("table-of-contents", document) == ["目次", "概要 ………………… 1", "料金 ………………… 2"])
  }

  @Test func `figures at the end of ordinary lines are no table of contents`() {
    let document = paged([[(.heading, "価格"), (.paragraph, "本体 28600"), (.paragraph, "電池 300"), (.paragraph, "箱 150")]])
    #expect(Cleaner.clean(document).removed.isEmpty)
  }

  @Test func `a cover's title and company go, its dates and numbers stay`() {
    let body = String(repeating: "社員は申請書を所属長に提出しなければならない。", count: 40)
    let document = paged([
      [(.heading, "就業規則"), (.paragraph, "2024年4月1日 改定"), (.paragraph, "霧沢計測株式会社")],
      [(.heading, "第1条"), (.paragraph, body)], [(.heading, "第2条"), (.paragraph, body)],
    ])
    #expect(removed("cover-page", document) == ["就業規則", "霧沢計測株式会社"])
    // Half as many letters say as much in Japanese.
    let short = String(repeating: "社員は申請書を所属長に提出しなければならない。", count: 12)
    let brief = paged([
      [(.heading, "就業規則"), (.paragraph, "霧沢計測株式会社")], [(.heading, "第1条"), (.paragraph, short)],
      [(.heading, "第2条"), (.paragraph, short)],
    ])
    #expect(removed("cover-page", brief) == ["就業規則", "霧沢計測株式会社"])
    #expect(Cleaner.clean(document).text.hasPrefix("2024年4月1日 改定"))
    let letter = paged([
      [(.heading, "お知らせ"), (.paragraph, "来月から受付を移します。")], [(.paragraph, body)], [(.paragraph, body)],
    ])
    #expect(removed("cover-page", letter) == [])
  }

  @Test(arguments: [
    "Signature: ____________________  Date: ____________", "Employee Name: ________________", "署名　　　　　　　　　　㊞",
    "氏名：＿＿＿＿＿＿＿＿＿＿　印",
    "Signed by: ........................ ", "代表取締役　　　　　　　　　　印", "住所\u{3000}________________", "（署名）________________",
    "承認 ______ 印", "承認 印", "部長　　　　　　印", "Approved by: ______________", "____________________ ____________________",
  ])
  func `a line to sign on goes`(line: String) {
    #expect(removed("signature-line", document([Block(id: "b1", page: 1, kind: .paragraph, text: line)])) == [line])
  }

  @Test func `who signs goes with the lines to sign on, and stays where text follows`() {
    let who = "Signed for and on behalf of Blue Leaf Works Ltd"
    func document(_ below: String) -> Document {
      self.document([
        Block(id: "b0", page: 1, kind: .paragraph, text: "The supplier guarantees the meters for two years."),
        Block(id: "b1", page: 1, kind: .paragraph, text: who), Block(id: "b2", page: 1, kind: .paragraph, text: below),
      ])
    }
    #expect(removed("signature-line", document("Signature: ____________")) == [who, "Signature: ____________"])
    #expect(removed("signature-line", document("The guarantee ends in May.")) == [])
  }

  @Test(arguments: [
    "契約書に署名する。", "押印は不要とする。", "署名", "Signatures", "代表取締役　霧沢　一郎　印", "Date: 2024-04-01", "氏名：山田 太郎",
    "Signature: J. Smith",
    "The signature is required.", "承認者：総務部長", "令和6年4月1日", "____________________", "承認を受け、印を押す。",
  ])
  func `what says something about signing stays`(line: String) {
    #expect(removed("signature-line", document([Block(id: "b1", page: 1, kind: .paragraph, text: line)])) == [])
  }

  @Test func `a stroke goes where the words for a signature stand below it`() {
    let document = document([
      Block(id: "b1", page: 1, kind: .paragraph, text: "____________________"),
      Block(id: "b2", page: 1, kind: .paragraph, text: "For the Buyer\nName: Ann Hill"),
      Block(id: "b3", page: 1, kind: .paragraph, text: "______________\nSignature of the witness"),
    ])
    #expect(Cleaner.clean(document).text == "For the Buyer\nName: Ann Hill\n\n\nSignature of the witness")
  }

  @Test(arguments: [
    ["Approved: Date: ____________", "____________________", "Anna Hill, General Counsel"],
    ["承認：　　年　　月　　日", "＿＿＿＿＿＿＿＿＿＿　印", "法務部長　霧沢 真一"],
  ])
  func `labels, strokes and who signs below them at the end of a document go together`(lines: [String]) {
    func document(_ below: String?) -> Document {
      self.document(
        (["廃棄の記録は三年間保存する。"] + lines + [below].compactMap(\.self)).enumerated().map {
          Block(id: "b\($0.offset)", page: 1, kind: .paragraph, text: $0.element)
        })
    }
    #expect(removed("signature-line", document(nil)) == lines)
    // A name that text follows may begin it.
    #expect(removed("signature-line", document("The records are kept.")) == Array(lines.dropLast()))
  }

  @Test func `labels that nobody signs beside stay`() {
    let document = document([
      Block(id: "b1", page: 1, kind: .paragraph, text: "承認："),
      Block(id: "b2", page: 1, kind: .paragraph, text: "総務部長が承認する。"),
      Block(id: "b3", page: 1, kind: .paragraph, text: "Name:\nPosition:"),
    ])
    #expect(removed("signature-line", document) == [])
  }

  @Test func `the heading of lines to sign on goes with them`() {
    let document = document([
      Block(id: "b1", page: 1, kind: .paragraph, text: "以上に同意する。"),
      Block(id: "b2", page: 1, kind: .heading, level: 2, text: "署名欄"),
      Block(id: "b3", page: 1, kind: .paragraph, text: "署名　________"),
    ])
    #expect(Cleaner.clean(document).text == "以上に同意する。")
  }

  @Test func `marks of the reader go by their own names`() {
    var document = document([
      Block(id: "b1", page: 1, kind: .paragraph, text: "CONFIDENTIAL"),
      Block(id: "b2", page: 1, kind: .paragraph, text: "hidden"),
      Block(id: "b3", page: 1, kind: .paragraph, text: "seen"),
    ])
    document.blocks[0].mark = .watermark
    document.blocks[1].mark = .invisible
    let clean = Cleaner.clean(document)
    #expect(clean.text == "seen" && clean.removed.map(\.rule) == ["watermark", "invisible-text"])
  }

  @Test func `page numbers that nobody took for furniture go where they count on`() {
    let pages = (1...4).map { page in [(Block.Kind.paragraph, "本文\(page)です。"), (.paragraph, "- \(page) -")] }
    #expect(removed("page-number", paged(pages)) == ["- 1 -", "- 2 -", "- 3 -", "- 4 -"])
    let years = (1...4).map { page in [(Block.Kind.paragraph, "本文\(page)です。"), (.paragraph, "\(2020 + page * page)")] }
    #expect(removed("page-number", paged(years)) == [])
    let text = document(
      ["一。", "- 1 -", "二。", "- 2 -", "三。", "- 3 -"].enumerated().map {
        Block(id: "b\($0)", page: 1, kind: .paragraph, text: $1)
      })
    #expect(Cleaner.clean(text).text == "一。\n\n二。\n\n三。")
  }

  @Test func `a notice on every page stays once`() {
    let notice = "本書の内容を許可なく複製すること、無断転載することを禁じます。"
    let pages = (1...4).map { page in [(Block.Kind.paragraph, "本文\(page)です。"), (.paragraph, notice)] }
    let clean = Cleaner.clean(paged(pages))
    #expect(clean.removed.map(\.rule) == ["repeated-notice", "repeated-notice", "repeated-notice"])
    #expect(clean.text.components(separatedBy: notice).count == 2)
  }

  @Test func `an article that comes again is no boilerplate`() {
    let text = "この法律は、公布の日から起算して六月を超えない範囲内において政令で定める日から施行する。"
    let pages = (1...4).map { page in
      [
        (Block.Kind.paragraph, "本文\(page)です。"), (.paragraph, text), (.paragraph, "次へ進む\(page)。"),
        (.paragraph, "終わり\(page)。"),
      ]
    }
    #expect(Cleaner.clean(paged(pages)).removed.isEmpty)
  }

  @Test func `a rule that is off takes nothing out`() {
    let document = document([
      Block(id: "b1", page: 1, kind: .header, text: "就業規則"), Block(id: "b2", page: 1, kind: .paragraph, text: "本文。"),
    ])
    #expect(Cleaner.clean(document, CleaningOptions(off: ["running-header"])).text == "就業規則\n\n本文。")
  }

  @Test func `what many documents end with is kept by the first of them`() {
    let notice = "本資料は霧沢計測株式会社の著作物であり、許可なく第三者に開示することを禁じます。"
    let documents = (1...4).map { number in
      var made = document([
        Block(id: "b1", page: 1, kind: .paragraph, text: "本文\(number)。"),
        Block(id: "b2", page: 1, kind: .paragraph, text: notice),
      ])
      made.source.path = "corpora/\(number).md"
      made.source.sha256 = ContentHash(of: ["\(number)"])
      return made
    }
    let edges = documents.enumerated().map { index, document in
      CorpusBoilerplate.Edges(
        document: document.id, path: document.source.path, group: index,
        fingerprints: CorpusBoilerplate.fingerprints(of: document))
    }
    let repeated = CorpusBoilerplate.repeated(edges)
    #expect(repeated[documents[0].id] == nil)
    for document in documents.dropFirst() {
      let clean = Cleaner.clean(document, CleaningOptions(boilerplate: repeated[document.id] ?? []))
      #expect(clean.removed.map(\.rule) == ["corpus-boilerplate"] && clean.removed.first?.text == notice)
    }
    #expect(CorpusBoilerplate.repeated(Array(edges.prefix(2))).isEmpty)
    #expect(
      CorpusBoilerplate.repeated(
        edges.map { edge in
          var edge = edge
          edge.group = 1
          return edge
        }
      ).isEmpty)
  }

  @Test(arguments: [
    ("この規程は、正社員のほか契約社員及び嘱託社員にも適用し、派遣社員及び請負業者の従業員には適用しない。退職する者は貸与を受けた物品を返還しなければならない。", false),
    (
      "Every member of staff who leaves the company hands back keys, badges and confidential papers on the last day of work.",
      false
    ),
    ("社員は、この文書に記された機密情報を第三者に開示してはならない。", false),
    ("This document is the property of Kirisawa and must not be given to third parties without permission.", true),
    ("© Kirisawa Works. All rights reserved.", true), ("霧沢計測株式会社　〒999-0000 霧沢市中央9-9　電話 000-000-0000", true),
  ])
  func `only what is boilerplate by its kind is taken for what a corpus repeats`(text: String, isBoilerplate: Bool) {
    let found = CorpusBoilerplate.fingerprints(of: document([Block(id: "b1", page: 1, kind: .paragraph, text: text)]))
    #expect(found.isEmpty != isBoilerplate)
  }

  @Test(arguments: 0..<200) func `the raw text comes back from what was kept and what was removed`(seed: Int) {
    let document = RandomDocument.make(seed: UInt64(seed))
    let off: Set<String> = seed.isMultiple(of: 3) ? ["running-header"] : []
    let clean = Cleaner.clean(document, CleaningOptions(off: off))
    #expect(clean.originalTexts(ofBlocks: document.blocks.map(\.id)) == document.blocks.map(\.text))
    #expect(clean.removed.allSatisfy { removal in Cleaner.ruleNames.contains { $0.code == removal.rule } })
    #expect(!clean.removed.contains { off.contains($0.rule) })
  }
}
