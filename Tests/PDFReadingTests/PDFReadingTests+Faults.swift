import Foundation
import PageContent
import Records
import TestSupport
import Testing

@testable import PDFReading

/// Pages with something that other programs read over.
extension PDFReadingTests {
  @Test(arguments: [2, 16, 17, 40, 2000])
  func `a state given back too often does not cut off the rest of the page`(times: Int) throws {
    let folder = try TemporaryFolder()
    let states = String(repeating: "Q ", count: times)
    let lines = ["BT /F 10 Tf 72 720 Td (First) Tj ET 72 600 100 1 re f", states, "BT /F 10 Tf 72 700 Td (Last) Tj ET"]
    let page = try PDFDocument(path: folder.write(pdf(lines), to: "states.pdf").path).page(1).content()
    #expect(text(page).split(separator: " ") == ["First", "Last"])
    #expect(!page.isTextCutShort)
    // What was drawn before it stopped is there once.
    #expect(page.rules?.lines.count == 1)
  }

  @Test(arguments: [1, 3, 300])
  func `a state given back too often in a drawing does not cut off the rest of the drawing`(times: Int) throws {
    let folder = try TemporaryFolder()
    let states = String(repeating: "Q ", count: times)
    let drawing = "q BT /F 10 Tf 72 720 Td (First) Tj ET Q \(states) BT /F 10 Tf 72 700 Td (Last) Tj ET"
    let file = pdf(["/D Do", "BT /F 10 Tf 72 600 Td (Behind) Tj ET"], drawing: drawing)
    let page = try PDFDocument(path: folder.write(file, to: "form.pdf").path).page(1).content()
    #expect(text(page).split(separator: " ") == ["First", "Last", "Behind"])
    #expect(!page.isTextCutShort)
  }

  @Test func `a page whose instructions break off all the same says so`() throws {
    let folder = try TemporaryFolder()
    let states = String(repeating: "Q ", count: 20_000)
    let lines = ["BT /F 10 Tf 72 720 Td (First) Tj ET", states, "BT /F 10 Tf 72 700 Td (Last) Tj ET"]
    let page = try PDFDocument(path: folder.write(pdf(lines), to: "states.pdf").path).page(1).content()
    #expect(text(page).contains("First"))
    #expect(page.isTextCutShort)
  }

  @Test func `a letter larger than the page takes none of the others with it`() throws {
    let folder = try TemporaryFolder()
    let lines = (0..<6).map { "BT /F 10 Tf 72 \(720 - 14 * $0) Td (The hall opens at nine, line \($0).) Tj ET" }
    func content(_ letter: String, _ name: String) throws -> PageContent {
      try PDFDocument(path: folder.write(pdf(lines + [letter]), to: name).path).page(1).content()
    }
    let plain = try content("", "plain.pdf")
    #expect(!plain.isTextCutShort)
    for exponent in [12, 20, 40, 80, 120] {
      let size = Double(sign: .plus, exponent: exponent, significand: 1)
      let number = String(format: "%.0f", size), quarter = String(format: "%.0f", size / 4)
      for matrix in ["\(number) 0 0 12 -\(quarter) 300", "12 0 0 \(number) 300 -\(quarter)"] {
        let page = try content("BT /F 1 Tf \(matrix) Tm (A) Tj ET", "\(exponent).pdf")
        #expect(page.glyphs == plain.glyphs, "\(matrix)")
        #expect(page.isTextCutShort)
      }
    }
    // One that spreads over the page is a letter still, and ends with the page; a small page has large ones.
    let spread = try content("BT /F 1000 Tf -20 100 Td (W) Tj ET", "spread.pdf")
    let letter = try #require(spread.glyphs.first { $0.scalar == "W" })
    #expect(!spread.isTextCutShort && letter.x0 == 0 && letter.x1 <= 595)
    // White after a letter is none of its width.
    let far = try content("BT 5000 Tc /F 10 Tf 72 400 Td (Z) Tj ET", "far.pdf")
    #expect(!far.isTextCutShort && far.glyphs.count == plain.glyphs.count + 1)
  }

  @Test func `letters scattered over a page without number cost that page its rest and nothing else`() throws {
    let folder = try TemporaryFolder()
    var random = SeededRandom(seed: 1)
    let scattered = (0..<60_000).map { _ in
      "1 0 0 1 \(Int.random(in: 10...580, using: &random)) \(Int.random(in: 10...830, using: &random)) Tm (a) Tj"
    }
    func content(_ count: Int) throws -> PageContent {
      let lines = ["BT /F 8 Tf"] + scattered.prefix(count) + ["1 0 0 1 10 5 Tm (Last) Tj ET"]
      return try PDFDocument(path: folder.write(pdf(lines), to: "\(count).pdf").path).page(1).content()
    }
    let few = try content(5_000)
    #expect(!few.isTextCutShort && text(few).contains("Last"))
    let many = try content(60_000)
    #expect(many.isTextCutShort && (20_000..<30_000).contains(many.glyphs.count))
  }

  @Test func `more white on more colour than a table has is a drawing`() throws {
    let folder = try TemporaryFolder()
    func rules(areas: Int, white: Int, _ name: String) throws -> PageRules? {
      let grounds = (0..<areas).map { "\($0 % 90 * 6) \($0 / 90 * 6) 5 5 re f" }.joined(separator: " ")
      let squares = (0..<white).map { "594 \($0 % 800) 5 5 re f" }.joined(separator: " ")
      let path = try folder.write(pdf(["0.5 g", grounds, "1 g", squares]), to: name).path
      return try PDFDocument(path: path).page(1).content().rules
    }
    #expect(try rules(areas: 900, white: 900, "cells.pdf")?.areas.count == 900)
    #expect(try rules(areas: 900, white: 9_000, "drawing.pdf") == nil)
  }
}
