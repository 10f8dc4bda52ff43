import Foundation
import Records
import TestSupport
import Testing

@testable import Documents

@Suite struct MojibakeTests {
  @Test(arguments: [
    ("The cafÃ© costs Â£5 â€“ donâ€™t", "The café costs £5 – don’t"), ("nÃƒÂ©e", "née"),
    ("ï¼ˆæ—¥æœ¬èªžï¼‰", "（日本語）"), ("‚±‚Ì‹K’ö‚Í", "この規程は"), ("¤³¤Îµ¬Äø¤Ï", "この規程は"),
    ("It\u{92}s late", "It’s late"),
  ])
  func `what was read in a wrong encoding is put right`(_ broken: String, _ right: String) {
    #expect(Mojibake.repaired(broken) == right)
  }

  @Test func `UTF-8 that was read as Shift_JIS is put right where no byte was lost`() {
    #expect(Mojibake.repaired("莨第嚊縺ｮ譌･謨ｰ 繝槭ル繝･繧｢繝ｫ") == "休暇の日数 マニュアル")
    #expect(Mojibake.isGarbled("縺薙�隕冗ｨ九�縲∫黄蜩√�縺薙→"))
    // A control character that may be put right does not make it a repair.
    #expect(Mojibake.repaired("縺薙\u{80}隕冗ｨ九�縲∫黄蜩√�縺薙→") == nil)
  }

  @Test(arguments: ["会社", "申請書", "あい", "会社 (申請書)"])
  func `a few characters are enough where all their bytes are valid`(text: String) throws {
    let broken = try #require(CharacterConversion.toUTF8(Array(text.utf8), from: "CP932"))
    try #require(broken.invalid == 0)
    #expect(Mojibake.repaired(String(decoding: broken.bytes, as: UTF8.self)) == text)
  }

  @Test func `a few kanji of which a byte was lost are said to be beyond repair`() {
    #expect(Mojibake.isGarbled("莨夂､ｾ讎りｦ\u{FFFD}"))
    #expect(!Mojibake.isGarbled("会社の規程\u{FFFD}"))
  }

  @Test(arguments: ["鬱病、齟齬、瑕疵、軋轢、蹉跌、繧繝模様", "莠、ﾄﾞﾙ建て", "縺れた糸を繙く", "篋底に秘す", "譌ﾆ書ク"])
  func `rare kanji are left alone`(text: String) {
    #expect(Mojibake.repaired(text) == nil)
    #expect(!Mojibake.isGarbled(text))
  }

  @Test(arguments: [
    "RETWEET SE VOCÊ…", "4288×…", "Connect with Āø on Facebook", "第１条　この規程は、“物品”の購買について定める。", "naïve café – déjà vu",
    "Ｔシャツ　¥1,000±5％", "√π ≈ 1.77", "ÄÖÜ äöü ß", "料金は£５～£８",
  ])
  func `what people write is left alone`(text: String) { #expect(Mojibake.repaired(text) == nil) }

  private func read(_ data: Data) throws -> TextFile {
    let folder = try TemporaryFolder()
    let url = folder.url.appendingPathComponent("a.txt")
    try data.write(to: url)
    return try TextFile(contentsOf: url)
  }

  @Test func `a repair is said`() throws {
    let file = try read(Data("plain\nThe cafÃ© is open\n".utf8))
    #expect(file.lines == ["plain", "The café is open"])
    #expect(file.warnings.map(\.code) == ["mojibake-repaired"])
  }

  @Test func `zero characters are left out, and said`() throws {
    let file = try read(Data("購買規程は次のとおりとする。\0\nこの規程は、物品の購買について定める。".utf8))
    #expect(file.lines == ["購買規程は次のとおりとする。", "この規程は、物品の購買について定める。"])
    #expect(file.warnings.map(\.code) == ["null-characters"])
    let ascii = try read(Data("one line of some length\0\nand another line of words".utf8))
    #expect(ascii.lines == ["one line of some length", "and another line of words"])
  }

  @Test func `UTF-8 that breaks off within a character stays UTF-8, and the loss is said`() throws {
    let whole = Data("この規程は、物品の購買について定める。".utf8)
    let file = try read(whole.dropLast())
    #expect(file.lines == ["この規程は、物品の購買について定める\u{FFFD}"])
    #expect(file.warnings.map(\.code) == ["invalid-bytes"])
  }

  @Test func `one bad byte does not turn Shift_JIS into Western letters`() throws {
    let text = "この規程は、物品の購買について定める。申請は所属長に出す。"
    var data = try #require(text.data(using: .shiftJIS))
    data += [0xFF, 0x0A]
    let file = try read(data)
    #expect(file.lines == [text + "\u{FFFD}"])
    #expect(file.warnings.map(\.code) == ["encoding-guessed", "invalid-bytes"])
  }

  @Test func `UTF-16 without a mark is read even where it holds no line end`() throws {
    let text = "この規程は、物品の購買について定める。"
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      #expect(try read(try #require(text.data(using: encoding))).lines == [text])
    }
  }

  @Test func `half-width katakana and signs of Windows in Japanese mail are read`() throws {
    // ｶﾅ by its own escape, and ① from NEC's row 13.
    let bytes: [UInt8] = [
      0x1B, 0x28, 0x49, 0x36, 0x45, 0x1B, 0x24, 0x42, 0x2D, 0x21, 0x24, 0x22, 0x1B, 0x28, 0x42, 0x41,
    ]
    #expect(try read(Data(bytes)).lines == ["ｶﾅ①あA"])
  }
}
