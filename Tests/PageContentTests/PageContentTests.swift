import Foundation
import Glibc
import Records
import TestSupport
import Testing

@testable import PageContent

@Suite struct PageContentTests {
  private var page: PageContent {
    var lying = TextStyle(fontName: "CMR10", size: 10)
    lying.quarterTurns = 3
    return PageContent(
      number: 3, width: 595.5, height: 842, rotation: 90,
      styles: [TextStyle(fontName: "ABCDEF+NotoSansJP-Bold", size: 10.5), lying],
      glyphs: [
        Glyph("規", x0: 1, y0: 2, x1: 3, y1: 4, style: 0, before: .line),
        Glyph("x", x0: 5, y0: 2, x1: 6, y1: 4, style: 1, before: .ideographicSpace),
      ],
      imageCoverage: 0.25,
      rules: PageRules(
        lines: [RuleBox(x0: 1, y0: 5, x1: 90, y1: 5.5)], areas: [RuleBox(x0: 1, y0: 1, x1: 90, y1: 5)]),
      isTextCutShort: true)
  }

  @Test func `a page comes out of the pipe as it went in`() throws {
    #expect(try PageContent(encoded: page.encoded()) == page)
  }

  @Test func `a page cut at any byte is an error and never a trap`() {
    let bytes = page.encoded()
    for length in 0..<bytes.count {
      #expect(throws: ProtocolError.self) { try PageContent(encoded: Array(bytes[..<length])) }
    }
  }

  @Test func `Fuzz: damaged bytes in the pipe are an error or a page, and never a trap`() async throws {
    let whole = Data(page.encoded())
    try await Fuzzing.run("damaged-page", rounds: 2000) { seed, random in
      do {
        let read = try PageContent(encoded: [UInt8](whole.damaged(using: &random)))
        #expect(read.glyphs.allSatisfy { Int($0.style) < read.styles.count }, "seed \(seed)")
      } catch is ProtocolError {
        // What a broken reader process deserves.
      }
    }
  }

  @Test func `a page with an impossible glyph count is refused before memory is taken for it`() {
    var empty = PageContent(number: 1, width: 1, height: 1).encoded()
    empty.replaceSubrange((empty.count - 4)..., with: [0xFF, 0xFF, 0xFF, 0xFF])
    let error = #expect(throws: ProtocolError.self) { try PageContent(encoded: empty) }
    #expect(error?.text.en.contains("glyphs are missing") == true)
  }

  @Test func `coordinates that are not numbers are refused`() {
    let page = PageContent(number: 1, width: .nan, height: 1)
    let error = #expect(throws: ProtocolError.self) { try PageContent(encoded: page.encoded()) }
    #expect(error?.text.en.contains("a coordinate is not a number") == true)
  }

  @Test(arguments: [
    ReaderReply.info(DocumentInfo(pageCount: 4, title: "就業規則", producer: nil, permitsCopying: false)),
    .image([1, 2, 3]), .end,
    .failure(ReaderFailure(code: .encrypted, message: BilingualText(en: "a password is needed", ja: "パスワードが必要です"))),
    .page(PageContent(number: 1, width: 10, height: 20)),
  ])
  func `every reply survives the way through the pipe`(_ reply: ReaderReply) throws {
    #expect(try ReaderReply(encoded: reply.encoded()) == reply)
  }

  @Test(arguments: [
    ("ABCDEF+NotoSansJP-Bold", true), ("HiraKakuPro-W6", true), ("CMBX12", true), ("Times-Roman", false),
    ("IPAexGothic", false), ("SFRM1000", false),
  ])
  func `weight comes from the font's name`(_ name: String, _ isBold: Bool) {
    #expect(TextStyle(fontName: name, size: 10).isBold == isBold)
  }

  @Test func `the subset mark is no part of a font's name`() {
    #expect(TextStyle(fontName: "ABCDEF+Lato-Italic", size: 9).fontName == "Lato-Italic")
    #expect(TextStyle(fontName: "ABCDEF+Lato-Italic", size: 9).isItalic)
  }
}

@Suite struct FrameChannelTests {
  private func withSocketPair(_ body: (Int32, Int32) throws -> Void) throws {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { ends.forEach { close($0) } }
    try body(ends[0], ends[1])
  }

  @Test func `frames keep their borders`() throws {
    try withSocketPair { left, right in
      let sender = FrameChannel(descriptor: left)
      for payload in [[1, 2, 3], [], [UInt8](repeating: 7, count: 5000)] as [[UInt8]] { try sender.send(payload) }
      let receiver = FrameChannel(descriptor: right)
      #expect(try receiver.receive() == [1, 2, 3])
      #expect(try receiver.receive() == [])
      #expect(try receiver.receive().count == 5000)
    }
  }

  @Test func `a peer that is gone is an error and no signal`() throws {
    try withSocketPair { left, right in
      shutdown(right, Int32(SHUT_RDWR))
      let channel = FrameChannel(descriptor: left)
      #expect(throws: ProtocolError.closed) { try channel.receive() }
      #expect(throws: ProtocolError.closed) {
        for _ in 0..<3 { try channel.send([1]) }
      }
    }
  }

  @Test func `waiting ends at the deadline`() throws {
    try withSocketPair { left, _ in
      let deadline = ContinuousClock.now.advanced(by: .milliseconds(30))
      #expect(throws: ProtocolError.timedOut) { try FrameChannel(descriptor: left).receive(deadline: deadline) }
    }
  }

  @Test func `a frame longer than any page is refused`() throws {
    try withSocketPair { left, right in
      _ = write(left, [0xFF, 0xFF, 0xFF, 0x7F] as [UInt8], 4)
      let error = #expect(throws: ProtocolError.self) { try FrameChannel(descriptor: right).receive() }
      #expect(error?.text.en.contains("a frame of 2147483647 bytes") == true)
    }
  }
}
