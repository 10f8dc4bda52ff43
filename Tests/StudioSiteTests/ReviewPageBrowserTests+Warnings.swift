import Records
import Storage
import StudioSite
import Testing

extension ReviewPageBrowserTests {
  @Test(arguments: ["en", "ja"])
  func `what another document answers otherwise stands beside the pair, and leads to it`(language: String) async throws
  {
    try await withPage(language: language) { browser, fixture, _ in
      let (one, other) = (fixture.pairs[0], fixture.pairs[1])
      try fixture.store.write { try $0.replaceContradictions(with: [(one.id, other.id, 0.75)]) }
      try await browser.reload()
      let side = "document.querySelector('.contradiction')?.textContent"
      let words = "document.querySelector('.contradiction p')?.textContent"
      let told = "\(other.question) → \(other.answer)"
      #expect(try await browser.waitFor(words, told) == told)
      #expect(
        try await browser.evaluate("document.querySelector('.contradiction blockquote').textContent") == "room 204")
      let title = language == "ja" ? "⚠ 別の文書の答えが異なります" : "⚠ Another document answers otherwise"
      #expect(
        try await browser.evaluate(
          "[...document.querySelectorAll('#pair dt')].some(node => node.textContent === '\(title)')") == "true")
      try await browser.click(".contradiction button")
      #expect(try await browser.waitFor(Self.question, other.question) == other.question)
      // From the other side the first one is the contradiction.
      #expect(try await browser.evaluate(side).contains(one.question))
    }
  }

  @Test(arguments: [("en", "Personal data and secrets"), ("ja", "個人情報・秘密情報")])
  func `personal data in a pair is flagged before anybody decides`(language: String, title: String) async throws {
    try await withPage(language: language) { browser, fixture, address in
      let flags = "[...document.querySelectorAll('#pair .badge.flag')].map(node => node.textContent).join()"
      #expect(try await browser.evaluate(flags).isEmpty)
      let pair = fixture.pairs[0].id
      _ = fixture.post(
        "/api/pairs/\(pair.hex)/events",
        #"{"action": "edit", "question": "Whom do I call?", "answer": "Call 03-1234-5678."}"#)
      // The address behind # alone would load nothing.
      try await browser.open("about:blank")
      try await browser.open("\(address)#show=all&pair=\(pair.hex)")
      #expect(try await browser.waitFor(Self.question, "Whom do I call?") == "Whom do I call?")
      #expect(try await browser.evaluate(flags).contains("03-1234-5678"))
      #expect(try await browser.evaluate("document.getElementById('pair').textContent").contains(title))
    }
  }

  @Test func `what else an answer rests on is quoted beside the page`() async throws {
    try await withPage { browser, fixture, _ in
      var pair = fixture.pairs[0]
      pair.evidence += fixture.pairs[1].evidence
      let (chunk, others) = (try #require(pair.evidence.first?.chunk), fixture.pairs.dropFirst())
      try fixture.store.write {
        try $0.replacePairs(of: chunk, with: [pair] + others, provenance: ContentHash(of: ["test"]))
      }
      try await browser.reload()
      let quoted = "[...document.querySelectorAll('#source .where')].map(node => node.textContent).join()"
      #expect(try await browser.waitFor(Self.question, pair.question) == pair.question)
      #expect(try await browser.evaluate(quoted).contains("Also: “room 204”"))
    }
  }
}
