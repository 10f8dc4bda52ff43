import Foundation
import Records
import Testing

@testable import Preparation

@Suite struct ChunkerTests {
  private func document(_ blocks: [(Block.Kind, Int?, String)], title: String = "旅費規程") -> Document {
    Document(
      source: SourceFile(
        path: "corpora/a.md", sha256: ContentHash(of: Data("a".utf8)), bytes: 1, mediaType: "text/markdown"),
      title: title, language: .ja, pages: [Page(number: 1, width: 595, height: 842)],
      blocks: blocks.enumerated().map { index, block in
        Block(id: "b\(index)", page: 1, kind: block.0, level: block.1, text: block.2)
      })
  }

  private func chunk(_ document: Document, maximum: Int = 100, overlap: Int = 0) -> [Chunk] {
    Chunker(counter: RoughCounter(), maximumTokens: maximum, overlapSentences: overlap)
      .chunk(Cleaner.clean(document), document)
  }

  @Test func `sections of a good size are chunks of their own`() {
    let long = String(repeating: "社員は申請する。", count: 8)
    let chunks = chunk(
      document([
        (.heading, 1, "旅費規程"), (.heading, 2, "日当"), (.paragraph, nil, long), (.heading, 2, "宿泊"),
        (.paragraph, nil, long),
      ]))
    #expect(chunks.map(\.context) == [["旅費規程", "日当"], ["旅費規程", "宿泊"]])
    #expect(chunks[0].text.hasPrefix("旅費規程\n\n日当\n\n社員は"))
    #expect(chunks[1].text.hasPrefix("宿泊\n\n社員は"))
  }

  @Test func `tiny neighbours under one parent share a chunk, under different parents they do not`() {
    let chunks = chunk(
      document([
        (.heading, 1, "A"), (.heading, 2, "甲"), (.paragraph, nil, "短い文。"), (.heading, 2, "乙"),
        (.paragraph, nil, "短い文。"),
        (.heading, 3, "丙"), (.paragraph, nil, "短い文。"), (.heading, 1, "B"), (.heading, 2, "丁"),
        (.paragraph, nil, "短い文。"),
      ]))
    #expect(chunks.map(\.context) == [["旅費規程", "A"], ["旅費規程", "B", "丁"]])
  }

  @Test func `a long section is cut between sentences into parts of like size, with overlap where asked`() {
    let text = (1...12).map { "第\($0)の規定により申請書を提出する。" }.joined()
    let document = document([(.heading, 2, "手続"), (.paragraph, nil, text)])
    let plain = chunk(document)
    #expect(plain.count == 3)
    #expect(plain.allSatisfy { $0.text.hasSuffix("。") && $0.tokenCount <= 100 })
    #expect(plain.allSatisfy { $0.tokenCount > 40 })
    let overlapping = chunk(document, overlap: 1)
    #expect(overlapping.count >= plain.count)
    #expect(overlapping[1].start < overlapping[0].end)
    #expect(overlapping[1].text.hasPrefix("第"))
  }

  @Test func `a later part of a table carries the header row as context`() {
    let rows = ["品目 | 価格"] + (1...30).map { "製品\($0) | \($0)000円" }
    var document = document([(.heading, 2, "価格表"), (.table, nil, rows.joined(separator: "\n"))])
    document.blocks[1].headerRows = 1
    let chunks = chunk(document)
    #expect(chunks.count > 1)
    #expect(chunks[0].context == ["旅費規程", "価格表"])
    #expect(chunks[0].text.contains("品目 | 価格\n製品1 | 1000円"))
    for chunk in chunks.dropFirst() {
      #expect(chunk.context == ["旅費規程", "価格表", "品目 | 価格"])
      #expect(chunk.text.split(separator: "\n").allSatisfy { rows.contains(String($0)) })
    }
  }

  @Test func `a header of two rows travels whole, and a table without a header takes none along`() {
    let rows = ["支店 | 売上高 | ", " | 前期 | 当期"] + (1...40).map { "支店\($0) | \($0)00 | \($0)50" }
    var document = document([(.table, nil, rows.joined(separator: "\n"))])
    #expect(chunk(document).dropFirst().allSatisfy { $0.context == ["旅費規程"] })
    document.blocks[0].headerRows = 2
    let chunks = chunk(document)
    #expect(chunks.count > 1)
    #expect(chunks[0].text.hasPrefix("支店 | 売上高 | \n | 前期 | 当期\n支店1 | 100 | 150"))
    #expect(chunks.dropFirst().allSatisfy { $0.context == ["旅費規程", "支店 | 売上高 | \n | 前期 | 当期"] })
  }

  @Test func `a later part of a table carries the cells that reach down to it, too`() {
    let branches = ["北海道支店", "東北支店"].flatMap { branch in
      (1...30).map { row in [row == 1 ? branch : "", "品目\(row)", "\(row),000円"] }
    }
    let rows = [["支店", "品目", "売上"]] + branches
    var document = document([(.table, nil, rows.map { $0.joined(separator: " | ") }.joined(separator: "\n"))])
    document.blocks[0].rows = rows
    document.blocks[0].headerRows = 1
    document.blocks[0].spans = [
      CellSpan(row: 1, column: 0, rows: 30, columns: 1), CellSpan(row: 31, column: 0, rows: 30, columns: 1),
    ]
    let chunks = chunk(document)
    #expect(chunks.count >= 3)
    for chunk in chunks.dropFirst() {
      let first = chunk.text.split(separator: "\n").first ?? ""
      let isBelow = first.hasPrefix("|")
      let isNorth = chunk.start < document.blocks[0].text.utf8.count / 2
      #expect(chunk.context.dropFirst().first == "支店 | 品目 | 売上")
      #expect(chunk.context.dropFirst(2) == (isBelow ? [(isNorth ? "北海道支店" : "東北支店") + " | …"] : []))
    }
    #expect(chunks.dropFirst().contains { $0.context.count == 3 })
  }

  @Test func `an item stays with the code that belongs to it, and a lead-in with its table`() {
    let filler = (1...9).map { "第\($0)の規定により申請する。" }.joined()
    let code = (1...6).map { "docker run step\($0)" }.joined(separator: "\n")
    for lead in [(Block.Kind.listItem, "1. 次のコマンドを実行する"), (.paragraph, "手順は次のとおり：")] {
      for count in 1...9 {
        let before = (1...count).map { "第\($0)の規定により申請する。" }.joined()
        let chunks = chunk(
          document([
            (.paragraph, nil, before), (lead.0, lead.0 == .listItem ? 1 : nil, lead.1), (.code, nil, code),
            (.paragraph, nil, filler),
          ]))
        let holder = chunks.first { $0.text.contains(lead.1) }
        #expect(holder?.text.contains(code) == true, "\(count): \(chunks.map(\.text))")
      }
    }
  }

  @Test func `a sentence beyond the budget is cut alone, between clauses, and its neighbours stay whole`() {
    let long = "長い文は、" + String(repeating: "長", count: 70) + "、" + String(repeating: "長", count: 70) + "。"
    let document = document([(.paragraph, nil, "前の文。" + long + "後の文。")])
    let cutting = Chunker(counter: RoughCounter(), maximumTokens: 100).cut(Cleaner.clean(document), document)
    #expect(cutting.chunks.map(\.text).joined() == "前の文。" + long + "後の文。")
    #expect(cutting.chunks.count == 2 && cutting.chunks.allSatisfy { $0.tokenCount <= 100 })
    #expect(cutting.chunks[0].text.hasSuffix("長、") && cutting.warnings.map(\.code) == ["sentence-cut"])
  }

  @Test func `an article without a heading stays whole, with its caption`() {
    let articles = (1...6).map { number in
      "第\(number)条　社員は申請書を提出する。" + String(repeating: "期限を守る。", count: 3)
    }
    let blocks =
      [(Block.Kind.heading, Int?.some(1), "旅費規程")]
      + articles.flatMap {
        [(Block.Kind.paragraph, nil, "（申請）"), (.paragraph, nil, $0), (.paragraph, nil, "２　前項は役員にも適用する。")]
      }
    let chunks = chunk(document(blocks), maximum: 110)
    #expect(chunks.count > 2 && chunks.allSatisfy { $0.tokenCount <= 110 })
    for chunk in chunks.dropFirst() { #expect(chunk.text.hasPrefix("（申請）\n\n第")) }
    for article in articles { #expect(chunks.count { $0.text.contains(article) } == 1) }
    #expect(chunks.allSatisfy { $0.text.hasSuffix("適用する。") })
  }

  @Test func `an article or item longer than a chunk is cut between sentences, and said once`() {
    let long = "第1条　" + String(repeating: "社員は申請書を所属長に提出しなければならない。", count: 8)
    let document = document([
      (.paragraph, nil, long), (.listItem, 1, "(1) " + String(repeating: "期限を守り、様式を使う。", count: 12)),
    ])
    let cutting = Chunker(counter: RoughCounter(), maximumTokens: 100).cut(Cleaner.clean(document), document)
    #expect(cutting.chunks.allSatisfy { $0.tokenCount <= 100 && $0.text.hasSuffix("。") })
    #expect(cutting.warnings.map(\.code) == ["article-cut", "list-item-cut"])
  }

  @Test(arguments: 0..<100) func `no article that fits into a chunk is cut`(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    var blocks: [(Block.Kind, Int?, String)] = []
    var articles: [[String]] = []
    for number in 1...Int.random(in: 2...12, using: &random) {
      if Int.random(in: 0..<4, using: &random) == 0 { blocks.append((.heading, 2, "第\(number)章 見出し\(number)")) }
      var article = ["第\(number)条　条文\(number)を定める。"]
      for item in 0..<Int.random(in: 0...4, using: &random) {
        article.append(
          "\(item + 2)　条\(number)の項。" + String(repeating: "期限を守る。", count: Int.random(in: 0...6, using: &random)))
      }
      blocks += article.map { (.paragraph, nil, $0) }
      articles.append(article)
    }
    let maximum = Int.random(in: 40...200, using: &random)
    let chunks = chunk(document(blocks), maximum: maximum, overlap: seed % 3)
    for article in articles {
      let text = article.joined(separator: "\n\n")
      guard RoughCounter().count(text) <= maximum else { continue }
      #expect(chunks.contains { $0.text.contains(text) }, "cut: \(text)")
    }
    #expect(chunks.allSatisfy { $0.tokenCount <= maximum })
  }

  @Test func `a reference to an article begins none`() {
    for text in ["第3条", "第3条　目的", "第十二条の二（定義）", "Article 5. Scope", "Article IV"] { #expect(Articles.isNumber(text)) }
    for text in ["第3条の規定により申請する。", "第3条 に定める者", "第3条及び第4条", "第3章 総則", "Articles of association", "Article 5 applies"] {
      #expect(!Articles.isNumber(text))
    }
  }

  @Test func `a chunk knows the section around it`() {
    let long = String(repeating: "社員は申請する。", count: 14)
    let document = document([(.heading, 1, "A"), (.heading, 2, "B"), (.paragraph, nil, long), (.heading, 2, "C")])
    let clean = Cleaner.clean(document)
    let chunks = Chunker(counter: RoughCounter(), maximumTokens: 80).chunk(clean, document)
    #expect(chunks.count >= 2)
    #expect(chunks[1].section?.title == "B" && chunks[1].section.map { $0.start < chunks[1].start } == true)
    #expect(chunks.allSatisfy { chunk in clean.sections.contains { $0 == chunk.section } })
  }

  @Test func `what would fill more than one chunk is cut between clauses, with a warning`() throws {
    let japanese = (1...60).map { "第\($0)室は定員\($0)名" }.joined(separator: "、") + "。"
    let english =
      "The list is " + (1...400).map { "room \($0), with 1,0\($0 % 10)0 seats" }.joined(separator: "; ") + "."
    for text in [japanese, english] {
      let document = document([(.heading, 2, "一覧"), (.paragraph, nil, "前の文。" + text + "後の文。")])
      let cutting = Chunker(counter: RoughCounter(), maximumTokens: 100).cut(Cleaner.clean(document), document)
      #expect(cutting.chunks.count > 3)
      #expect(cutting.chunks.allSatisfy { $0.tokenCount <= 100 })
      #expect(cutting.chunks.dropLast().allSatisfy { chunk in ["、", ";", ","].contains { chunk.text.hasSuffix($0) } })
      #expect(
        cutting.chunks.map(\.text).joined().filter { !$0.isWhitespace }.contains(text.filter { !$0.isWhitespace }))
      let warning = try #require(cutting.warnings.first)
      #expect(cutting.warnings.count == 1 && warning.code == "sentence-cut" && warning.page == 1)
      let told = warning.message.en.firstMatch(of: /([0-9]+) tokens/).flatMap { Int($0.1) }
      // Without white space behind its full stop, the last English sentence belongs to it.
      #expect((0...4).contains((told ?? 0) - RoughCounter().count(text)))
    }
  }

  @Test func `a clause that is too long is cut between words, and what has neither between characters, told as well`() {
    let words = document([(.paragraph, nil, (1...900).map { "word\($0)" }.joined(separator: " "))])
    let cutting = Chunker(counter: RoughCounter(), maximumTokens: 100).cut(Cleaner.clean(words), words)
    #expect(cutting.chunks.count >= 9)
    #expect(cutting.chunks.allSatisfy { $0.tokenCount <= 100 && $0.text.hasPrefix("word") })
    #expect(cutting.warnings.map(\.code) == ["sentence-cut"])
    let blob = document([(.paragraph, nil, String(repeating: "長", count: 400))])
    let whole = Chunker(counter: RoughCounter(), maximumTokens: 100).cut(Cleaner.clean(blob), blob)
    #expect(whole.chunks.map(\.tokenCount) == [100, 100, 100, 100])
    #expect(whole.warnings.map(\.code) == ["word-cut"])
  }

  @Test func `a passage in the other language of a bilingual document is marked as such`() {
    let english = "Employees shall submit the form within three business days after the trip has ended. "
    let japanese = String(repeating: "出張の終了後に申請書を提出する。", count: 5)
    let chunks = chunk(
      document([
        (.heading, 2, "申請"), (.paragraph, nil, japanese), (.heading, 2, "Application"),
        (.paragraph, nil, String(repeating: english, count: 5)),
      ]))
    #expect(chunks.map(\.language) == [.ja, .en])
  }

  @Test func `a file of nothing but headings is cut like any other`() {
    let chunks = chunk(document((1...6000).map { (.heading, 1 + $0 % 3, "見出し\($0)") }))
    #expect(chunks.first?.text.hasPrefix("見出し1\n\n見出し2") == true)
    #expect(chunks.last?.text.hasSuffix("見出し6000") == true)
    #expect(chunks.allSatisfy { $0.tokenCount <= 100 })
  }

  @Test func `a document without text has no chunks`() {
    #expect(chunk(document([(.header, nil, "社外秘")])).isEmpty)
    #expect(chunk(document([])).isEmpty)
  }

  @Test(arguments: 0..<200) func `nothing is lost, nothing is cut, every range is right`(seed: Int) {
    let document = RandomDocument.make(seed: UInt64(seed))
    let clean = Cleaner.clean(document)
    let chunker = Chunker(
      counter: RoughCounter(), maximumTokens: 30 + seed % 5 * 40, overlapSentences: seed % 3)
    let chunks = chunker.chunk(clean, document)
    let text = Array(clean.text.utf8)
    var covered = [Bool](repeating: false, count: text.count)
    for (index, chunk) in chunks.enumerated() {
      #expect(chunk.index == index)
      #expect(Array(chunk.text.utf8) == Array(text[chunk.start..<chunk.end]))
      #expect(chunk.tokenCount == RoughCounter().count(chunk.text))
      #expect(!chunk.pages.isEmpty)
      #expect(chunk.tokenCount <= chunker.maximumTokens)
      #expect(chunk.section == clean.section(around: chunk.start..<chunk.end))
      for byte in chunk.start..<chunk.end { covered[byte] = true }
    }
    let left = zip(text, covered).filter { !$0.1 }.map(\.0)
    #expect(String(decoding: left, as: UTF8.self).allSatisfy { $0.isWhitespace })
    // No edge lies within a sentence, item or row that fits into a chunk.
    for segment in clean.segments where segment.blockStart == 0 {
      let block = document.blocks[segment.block]
      let end = clean.segments.last { $0.block == segment.block }.map { $0.start + $0.length }!
      let part = String(decoding: text[segment.start..<end], as: UTF8.self)
      let isWhole = block.kind == .listItem && RoughCounter().count(part) <= chunker.maximumTokens
      let ranges = isWhole ? [0..<part.utf8.count] : SentenceSplitter.split(part, language: document.language)
      for range in ranges {
        let low = segment.start + range.lowerBound
        var high = segment.start + range.upperBound
        while high > low, text[high - 1] == 0x20 || text[high - 1] == 0x0A { high -= 1 }
        let unit = String(decoding: text[low..<high], as: UTF8.self)
        guard low + 1 < high, RoughCounter().count(unit) <= chunker.maximumTokens else { continue }
        let cut = chunks.first { (low + 1..<high).contains($0.start) || (low + 1..<high).contains($0.end) }
        #expect(cut == nil, "cut within: \(unit)")
      }
    }
    #expect(chunker.chunk(clean, document).map(\.id) == chunks.map(\.id))
    #expect(Set(chunks.map(\.id)).count == chunks.count)
  }
}
