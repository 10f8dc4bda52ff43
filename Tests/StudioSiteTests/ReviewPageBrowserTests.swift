import Foundation
import Records
import Storage
import StudioSite
import Testing

@Suite(
  .serialized, .enabled(if: Browser.isInstalled, "chromium-driver is not installed; make test installs it"),
  .timeLimit(.minutes(6)))
struct ReviewPageBrowserTests {
  /// What stands on the page now.
  static let question = "document.querySelector('#pair .question')?.textContent"

  /// The line that says what was done.
  static let notice = "document.getElementById('notice').textContent"

  func withPage(
    pairs: Int = 3, width: Int? = nil, language: String = "en",
    _ body: (Browser, StudioFixture, String) async throws -> Void
  ) async throws {
    let fixture = try StudioFixture(pairs: pairs)
    let studio = fixture.studio
    let server = try WebServer(host: "127.0.0.1", port: 0) { studio.respond(to: $0) }
    let browser = try await Browser()
    do {
      let address = "http://127.0.0.1:\(server.port)/review?language=\(language)"
      if let width { try await browser.emulate(width: width, height: 640) }
      try await browser.open(address)
      #expect(try await browser.waitFor(Self.question, fixture.pairs[0].question) == fixture.pairs[0].question)
      try await body(browser, fixture, address)
    } catch {
      await browser.quit()
      throw error
    }
    await browser.quit()
  }

  @Test func `a key accepts the pair, shows the next, and undo brings it back`() async throws {
    try await withPage { browser, fixture, _ in
      #expect(try await browser.evaluate("document.querySelector('.passage mark').textContent") == "300 pounds")
      try await browser.press("a")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[1].question) == fixture.pairs[1].question)
      #expect(try fixture.store.read { try $0.pair(fixture.pairs[0].id)?.state.status } == .accepted)
      try await browser.press("u")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[0].question) == fixture.pairs[0].question)
      #expect(try fixture.store.read { try $0.pair(fixture.pairs[0].id)?.state.status } == .unreviewed)
    }
  }

  @Test func `undo goes back step by step, after a reload too, and says when nothing is left`() async throws {
    try await withPage { browser, fixture, _ in
      try await browser.press("a")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[1].question) == fixture.pairs[1].question)
      try await browser.press("a")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[2].question) == fixture.pairs[2].question)
      try await browser.reload()
      #expect(try await browser.waitFor(Self.question, fixture.pairs[2].question) == fixture.pairs[2].question)
      #expect(try await browser.evaluate("document.getElementById('undo').disabled") == "false")
      for pair in [fixture.pairs[1], fixture.pairs[0]] {
        try await browser.press("u")
        #expect(try await browser.waitFor(Self.question, pair.question) == pair.question)
        let told = "Taken back: “accepted” for “\(pair.question)”"
        #expect(try await browser.waitFor(Self.notice, told) == told)
      }
      try await browser.press("u")
      let told = "Nothing is left to undo: you have no standing decision."
      #expect(try await browser.waitFor(Self.notice, told) == told)
      #expect(
        try fixture.store.read { try $0.latestEvents(limit: 10) }.map(\.action) == [.undo, .undo, .accept, .accept])
    }
  }

  @Test func `deep in the queue a decision keeps the place and the rows, and so does a reload`() async throws {
    let rows = "document.querySelectorAll('#queue li').length"
    try await withPage(pairs: 230) { browser, fixture, _ in
      #expect(try await browser.waitFor(rows, "101") == "101")
      try await browser.click("#more")
      #expect(try await browser.waitFor(rows, "201") == "201")
      try await browser.click("#queue li:nth-child(150) button")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[149].question) == fixture.pairs[149].question)
      try await browser.press("a")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[150].question) == fixture.pairs[150].question)
      #expect(try await browser.evaluate(rows) == "201")
      try await browser.reload()
      #expect(try await browser.waitFor(rows, "201") == "201")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[150].question) == fixture.pairs[150].question)
      try await browser.press("a")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[151].question) == fixture.pairs[151].question)
    }
  }

  @Test(arguments: ["en", "ja"])
  func `on a phone question, answer and actions come first and nothing scrolls sideways`(language: String) async throws
  {
    try await withPage(width: 390, language: language) { browser, fixture, _ in
      for pair in fixture.pairs {
        #expect(try await browser.waitFor(Self.question, pair.question) == pair.question)
        let place = try await browser.evaluate(
          """
          [...document.querySelectorAll('#pair dd')].slice(0, 2).every(node => {
            const box = node.getBoundingClientRect(), dock = document.querySelector('.dock').getBoundingClientRect();
            return box.top >= 0 && box.bottom <= dock.top && dock.bottom <= innerHeight; }) && scrollY === 0
          """)
        #expect(place == "true", "\(pair.question)")
        #expect(try await browser.evaluate("document.documentElement.scrollWidth") == "390")
        try await browser.press("j")
      }
    }
  }

  @Test func `the colours can be switched, and the choice outlives a reload`() async throws {
    let paper = "getComputedStyle(document.body).backgroundColor"
    try await withPage { browser, _, _ in
      try await browser.emulate(width: 1280, height: 800, isDark: true)
      let dark = try await browser.evaluate(paper)
      try await browser.click("#theme")
      let light = try await browser.evaluate(paper)
      #expect(light != dark)
      try await browser.reload()
      #expect(try await browser.waitFor(paper, light) == light)
      try await browser.click("#theme")
      #expect(try await browser.evaluate(paper) == dark)
      #expect(try await browser.evaluate("document.getElementById('theme').textContent") == "☾ dark")
    }
  }

  @Test func `the question mark lists the keys, which do nothing meanwhile`() async throws {
    try await withPage { browser, fixture, _ in
      try await browser.press("?")
      #expect(try await browser.evaluate("document.getElementById('help-dialog').open") == "true")
      #expect(try await browser.evaluate("document.querySelectorAll('.keys dt').length") == "10")
      try await browser.press("a\u{E00C}")
      #expect(try await browser.waitFor("document.getElementById('help-dialog').open", "false") == "false")
      #expect(try fixture.store.read { try $0.latestEvents(limit: 1) }.isEmpty)
    }
  }

  @Test func `an empty queue says that all is done and what comes next`() async throws {
    let words = "document.getElementById('pair').textContent"
    try await withPage { browser, fixture, _ in
      for index in fixture.pairs.indices {
        #expect(
          try await browser.waitFor(Self.question, fixture.pairs[index].question) == fixture.pairs[index].question)
        try await browser.press("a")
      }
      let done = "✓ All 3 pairs are reviewed.To train with the accepted ones alone: shikomi run --reviewed"
      #expect(try await browser.waitFor(words, done) == done)
      #expect(try await browser.evaluate("document.getElementById('accept').disabled") == "true")
    }
  }

  @Test func `a pair that cannot be shown says why, cannot be decided about, and can be tried again`() async throws {
    try await withPage { browser, fixture, address in
      let gone = String(repeating: "0", count: 64)
      try await browser.open("about:blank")
      try await browser.open("\(address)#show=unreviewed&pair=\(gone)")
      let words = "document.querySelector('#pair .failed')?.textContent"
      let told =
        "✕ there is no pair 000000000000: its document was changed or removed; choose another in the list"
      #expect(try await browser.waitFor(words, told) == told)
      #expect(try await browser.evaluate("document.getElementById('accept').disabled") == "true")
      try await browser.press("a")
      #expect(try fixture.store.read { try $0.latestEvents(limit: 1) }.isEmpty)
      #expect(try await browser.evaluate("document.getElementById('again').textContent") == "Try again")
    }
  }

  @Test func `a rejection by mouse asks for the reason and keeps it`() async throws {
    try await withPage { browser, fixture, _ in
      try await browser.click("#reject")
      try await browser.press("3")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[1].question) == fixture.pairs[1].question)
      let state = try fixture.store.read { try $0.pair(fixture.pairs[0].id)?.state }
      #expect(state?.status == .rejected)
      #expect(state?.reason == "the question does not fit the answer")
    }
  }

  @Test func `a reload comes back to the same pair and the same list`() async throws {
    try await withPage { browser, fixture, _ in
      try await browser.press("j")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[1].question) == fixture.pairs[1].question)
      try await browser.press("a")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[2].question) == fixture.pairs[2].question)
      try await browser.reload()
      #expect(try await browser.waitFor(Self.question, fixture.pairs[2].question) == fixture.pairs[2].question)
      #expect(try await browser.waitFor("document.querySelectorAll('#queue li').length", "2") == "2")
    }
  }

  @Test func `an edit changes the wording and keeps the original`() async throws {
    try await withPage { browser, fixture, _ in
      try await browser.press("e")
      _ = try await browser.evaluate("document.getElementById('edit-question').value = 'What is the yearly fee?'")
      try await browser.click("#edit-save")
      #expect(try await browser.waitFor(Self.question, fixture.pairs[1].question) == fixture.pairs[1].question)
      let reviewed = try #require(try fixture.store.read { try $0.pair(fixture.pairs[0].id) })
      #expect(reviewed.pair.question == "What is the yearly fee?")
      #expect(reviewed.pair.status == .edited)
      #expect(reviewed.original.question == fixture.pairs[0].question)
    }
  }

  @Test func `what a document says is text, never markup`() async throws {
    try await withPage { browser, _, _ in
      let text = try await browser.evaluate("document.querySelector('.passage').textContent")
      let elements = try await browser.evaluate("document.querySelectorAll('.passage b').length")
      #expect(text.contains("<b>opened</b>"))
      #expect(elements == "0")
    }
  }

  @Test func `nothing is loaded from anywhere else`() async throws {
    try await withPage { browser, _, address in
      let origin = String(address.prefix(upTo: address.range(of: "/review")!.lowerBound))
      let foreign =
        "performance.getEntriesByType('resource').filter(entry => !entry.name.startsWith('\(origin)')).length"
      let count = try await browser.evaluate(foreign)
      #expect(count == "0")
    }
  }
}
