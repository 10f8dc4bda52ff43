import Foundation
import Records
import Storage
import StudioSite
import Testing

@Suite(
  .serialized, .enabled(if: Browser.isInstalled, "chromium-driver is not installed; make test installs it"),
  .timeLimit(.minutes(2)))
struct ReviewPageBrowserTests {
  /// What stands on the page now.
  static let question = "document.querySelector('#pair .question')?.textContent"

  func withPage(_ body: (Browser, StudioFixture, String) async throws -> Void) async throws {
    let fixture = try StudioFixture()
    let studio = fixture.studio
    let server = try WebServer(host: "127.0.0.1", port: 0) { studio.respond(to: $0) }
    let browser = try await Browser()
    do {
      let address = "http://127.0.0.1:\(server.port)/review?language=en"
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
