import Foundation
import Records
import Storage
import StudioSite
import Testing

@Suite struct StudioRouteTests {
  @Test func `the queue lists what waits and counts what was reviewed`() throws {
    let fixture = try StudioFixture()
    var queue = try fixture.json(fixture.get("/api/queue", query: ["show": "unreviewed"]))
    #expect((queue["items"] as? [Any])?.count == 3)
    #expect(queue["reviewed"] as? Int == 0)
    let id = fixture.pairs[0].id.hex
    #expect(fixture.post("/api/pairs/\(id)/events", #"{"action": "accept"}"#).status == 200)
    queue = try fixture.json(fixture.get("/api/queue", query: ["show": "unreviewed"]))
    #expect((queue["items"] as? [Any])?.count == 2)
    #expect(queue["reviewed"] as? Int == 1)
  }

  @Test func `a pair comes with its passage cut at the evidence`() throws {
    let fixture = try StudioFixture()
    let detail = try fixture.json(fixture.get("/api/pairs/\(fixture.pairs[2].id.hex)"))
    let passage = try #require(detail["passage"] as? [String: String])
    #expect(passage["quote"] == "3 May 1998")
    #expect(passage["before"]! + passage["quote"]! + passage["after"]! == StudioFixture.text)
  }

  @Test func `a pair comes with what contradicts it and with the personal data that it holds`() throws {
    let fixture = try StudioFixture()
    let (one, other) = (fixture.pairs[0], fixture.pairs[1])
    try fixture.store.write { try $0.replaceContradictions(with: [(one.id, other.id, 0.75)]) }
    _ = fixture.post(
      "/api/pairs/\(one.id.hex)/events",
      #"{"action": "edit", "question": "Whom do I call?", "answer": "Call 03-1234-5678."}"#)
    let detail = try fixture.json(fixture.get("/api/pairs/\(one.id.hex)"))
    let others = try #require(detail["contradictions"] as? [[String: Any]])
    #expect(others.map { $0["id"] as? String } == [other.id.hex] && others[0]["quote"] as? String == "room 204")
    let found = try #require(detail["personalData"] as? [[String: Any]])
    #expect(found.map { $0["text"] as? String } == ["03-1234-5678"] && found[0]["kind"] as? String == "phone")
    let queue = try fixture.json(fixture.get("/api/queue", query: ["show": "contradicted"]))
    #expect((queue["items"] as? [Any])?.count == 2)
  }

  @Test func `undo takes back exactly the last act and keeps both events`() throws {
    let fixture = try StudioFixture()
    let path = "/api/pairs/\(fixture.pairs[0].id.hex)/events"
    _ = fixture.post(path, #"{"action": "edit", "question": "What is the fee?", "answer": "300 pounds"}"#)
    _ = fixture.post(path, #"{"action": "reject", "reason": "bad language"}"#)
    let undone = try fixture.json(fixture.post(path, #"{"action": "undo"}"#))
    #expect(undone["status"] as? String == "edited")
    #expect(undone["question"] as? String == "What is the fee?")
    #expect(try fixture.store.read { try $0.events(of: fixture.pairs[0].id) }.count == 3)
  }

  @Test func `undo without a pair goes back through one reviewer's decisions and writes nothing when none is left`()
    throws
  {
    let fixture = try StudioFixture()
    let pairs = fixture.pairs
    func act(_ pair: QAPair, _ body: String) { _ = fixture.post("/api/pairs/\(pair.id.hex)/events", body) }
    func undo() throws -> [String: String] {
      try fixture.json(fixture.post("/api/undo", #"{"reviewer": "aki"}"#)) as? [String: String] ?? [:]
    }
    act(pairs[0], #"{"action": "accept", "reviewer": "aki"}"#)
    act(pairs[1], #"{"action": "accept", "reviewer": "aki"}"#)
    act(pairs[1], #"{"action": "reject", "reviewer": "aki", "reason": "bad language"}"#)
    act(pairs[2], #"{"action": "accept", "reviewer": "ben"}"#)
    let steps = try (0..<3).map { _ in try undo() }
    #expect(steps.map { $0["pair"] } == [pairs[1].id.hex, pairs[1].id.hex, pairs[0].id.hex])
    #expect(steps.map { $0["action"] } == ["reject", "accept", "accept"])
    #expect(try undo() == [:])
    #expect(try undo() == [:])
    #expect(try fixture.store.read { try $0.latestEvents(limit: 20) }.count == 7)
    #expect(try fixture.store.read { try $0.pair(pairs[2].id) }?.state.status == .accepted)
  }

  @Test func `a decision under somebody else's is not taken back`() throws {
    let fixture = try StudioFixture()
    let path = "/api/pairs/\(fixture.pairs[0].id.hex)/events"
    _ = fixture.post(path, #"{"action": "accept", "reviewer": "aki"}"#)
    _ = fixture.post(path, #"{"action": "reject", "reviewer": "ben", "reason": "wrong"}"#)
    #expect(try fixture.json(fixture.post("/api/undo", #"{"reviewer": "aki"}"#)).isEmpty)
    #expect(try fixture.store.read { try $0.pair(fixture.pairs[0].id) }?.state.status == .rejected)
  }

  @Test func `undo of a pair that nobody decided about is refused and stores nothing`() throws {
    let fixture = try StudioFixture()
    let response = fixture.post("/api/pairs/\(fixture.pairs[0].id.hex)/events", #"{"action": "undo"}"#)
    #expect(response.status == 409)
    #expect(try fixture.store.read { try $0.latestEvents(limit: 10) }.isEmpty)
  }

  @Test func `the queue gives as many rows as are asked for`() throws {
    let fixture = try StudioFixture(pairs: 120)
    func rows(_ limit: String?) throws -> Int? {
      (try fixture.json(fixture.get("/api/queue", query: limit.map { ["limit": $0] } ?? [:]))["items"] as? [Any])?.count
    }
    #expect(try rows(nil) == 100)
    #expect(try rows("110") == 110)
    #expect(try rows("-1") == 1)
    #expect(try rows("99999999") == 120)
  }

  @Test func `the report opens in the reader's language`() throws {
    let fixture = try StudioFixture()
    let page = #"<html lang="en"><input id="show-en" checked><input id="show-ja"></html>"#
    let folder = fixture.folder.appendingPathComponent("output/report")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(page.utf8).write(to: folder.appendingPathComponent("index.html"))
    func shown(_ language: String) -> String {
      String(decoding: fixture.get("/report/", query: ["language": language]).body, as: UTF8.self)
    }
    #expect(shown("en") == page)
    #expect(shown("ja") == #"<html lang="ja"><input id="show-en"><input id="show-ja" checked></html>"#)
  }

  @Test func `a rejection without a reason is refused and stores nothing`() throws {
    let fixture = try StudioFixture()
    let response = fixture.post("/api/pairs/\(fixture.pairs[0].id.hex)/events", #"{"action": "reject", "reason": " "}"#)
    #expect(response.status == 422)
    #expect(try fixture.store.read { try $0.latestEvents(limit: 10) }.isEmpty)
    let told = try JSONDecoder().decode([String: BilingualText].self, from: response.body)
    #expect(told == ["error": BilingualText(en: "a rejection needs a reason", ja: "却下には理由が必要です")])
  }

  @Test func `another site can neither read nor change anything`() throws {
    let fixture = try StudioFixture()
    #expect(fixture.get("/api/queue", host: "evil.example").status == 403)
    let path = "/api/pairs/\(fixture.pairs[0].id.hex)/events"
    #expect(fixture.post(path, #"{"action": "accept"}"#, headers: ["origin": "http://evil.example"]).status == 403)
    #expect(fixture.post(path, #"{"action": "accept"}"#, headers: ["content-type": "text/plain"]).status == 415)
    #expect(try fixture.store.read { try $0.latestEvents(limit: 10) }.isEmpty)
  }

  @Test func `the page speaks the browser's language and can be switched`() throws {
    let fixture = try StudioFixture()
    let japanese = fixture.studio.respond(
      to: HTTPRequest(path: "/review", headers: ["host": "localhost:8420", "accept-language": "ja,en;q=0.8"]))
    #expect(String(decoding: japanese.body, as: UTF8.self).contains("採用"))
    let english = String(decoding: fixture.get("/review", query: ["language": "en"]).body, as: UTF8.self)
    #expect(english.contains("Accept") && english.contains("日本語"))
  }

  @Test func `a missing report says which command makes one`() throws {
    let fixture = try StudioFixture()
    #expect(String(decoding: fixture.get("/report/").body, as: UTF8.self).contains("shikomi run"))
  }

  @Test func `unknown pairs, pages and assets are 404, not a crash`() throws {
    let fixture = try StudioFixture()
    for path in [
      "/api/pairs/xyz", "/pages/xyz/1.png", "/pages/xyz/..png", "/assets/../Package.swift", "/assets/none.js",
    ] {
      #expect(fixture.get(path).status == 404, "\(path)")
    }
  }
}
