import Foundation
import Records

@testable import Documents

// What the reader process does, without one.
extension MarkdownStructure {
  mutating func blocks(of lines: [String]) -> [Block] {
    var blocks: [Block] = []
    read(lines) { blocks += $0 }
    return blocks
  }
}

extension PlainTextStructure {
  mutating func blocks(of lines: [String]) -> [Block] {
    var blocks: [Block] = []
    read(lines) { blocks += $0 }
    return blocks
  }
}

extension TextDocumentReader {
  static func inProcess(_ url: URL, as source: SourceFile) throws -> Document {
    var blocks: [Block] = []
    let summary = try TextFormats.read(url, mediaType: source.mediaType) { blocks += $0 }
    return document(source, summary: summary, blocks: blocks)
  }
}
