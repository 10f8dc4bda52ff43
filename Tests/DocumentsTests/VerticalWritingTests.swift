import Foundation
import PageContent
import Records
import TestSupport
import Testing

@testable import Documents

/// The project's own texts, set vertically by LuaLaTeX (in one tier and in two), Chromium and LibreOffice.
@Suite struct VerticalWritingTests {
  static let names = ["慶弔規程", "沿革", "社内報"].flatMap { name in
    ["latex", "two-tiers", "chromium", "libreoffice"].map { "\(name).\($0)" }
  }

  private func text(_ name: String, _ kind: String) throws -> String {
    let base = name.split(separator: ".")[0]
    return try String(contentsOf: Self.folder.appendingPathComponent("\(base).\(kind)"), encoding: .utf8)
  }

  private static let folder = TestLocations.repository.appendingPathComponent("Tests/SampleDocuments/vertical")

  private func document(_ name: String) async throws -> Document {
    let pool = ReaderPool(executable: try TestLocations.builtProduct(named: "shikomi-reader"), count: 1)
    let url = Self.folder.appendingPathComponent("\(name).pdf")
    return try await DocumentLibrary(pool: pool).read(
      url, as: try DocumentLibrary.sourceFile(at: url, path: "corpora/\(name).pdf"))
  }

  @Test(arguments: names) func `vertical lines are read from right to left, each from top to bottom`(
    _ name: String
  ) async throws {
    let gold = try text(name, "gold.txt").filter { !$0.isWhitespace }
    let read = try await document(name).blocks.filter { !$0.kind.isFurniture }.map(\.text).joined()
    let found = CompatibilityForm.normalize(read).filter { !$0.isWhitespace }
    let wanted = CompatibilityForm.normalize(gold)
    // What is lost, added or out of place: LaTeX sets the page's number under the text, in the text's own size.
    let moved = found.difference(from: wanted).count
    #expect(Double(moved) <= 0.02 * Double(found.count + wanted.count), "\(moved) of \(wanted.count)")
  }

  @Test(arguments: names) func `readings stand apart from the text, at the characters they belong to`(
    _ name: String
  ) async throws {
    let document = try await document(name)
    let found = document.blocks.flatMap { block in
      (block.readings ?? []).map { reading in
        (base: String(decoding: Array(block.text.utf8)[reading.start..<reading.end], as: UTF8.self), text: reading.text)
      }
    }
    let gold = try text(name, "readings.tsv").split(separator: "\n").map { $0.split(separator: "\t") }
    // Two neighbours with a reading each may be taken for one word, and a reading set wide for two.
    let right = gold.count { pair in found.contains { $0.base.contains(pair[0]) && $0.text.contains(pair[1]) } }
    #expect(right >= gold.count - 1, "\(found)")
    #expect(!document.blocks.contains { $0.text.contains("きりさわ") })
  }

  @Test(arguments: ["latex", "chromium", "libreoffice", "two-tiers"])
  func `two figures side by side in a vertical line stay one number`(_ producer: String) async throws {
    let text = try await document("沿革.\(producer)").blocks.map(\.text).joined()
    #expect(CompatibilityForm.normalize(text).contains("15台"))
  }

  @Test func `places of vertical text are those on the page`() async throws {
    let document = try await document("沿革.latex")
    let block = try #require(document.blocks.first { $0.text.hasPrefix("霧沢計器は、昭和") })
    let (first, second) = (try #require(block.boxes.first), block.boxes[1])
    #expect(second.rect.y0 > first.rect.y0 && abs(second.rect.x0 - first.rect.x0) < 1)
    #expect(block.rects[0].height > 3 * block.rects[0].width)
    #expect(block.rects[1].x1 < block.rects[0].x0 + 1)
  }
}
