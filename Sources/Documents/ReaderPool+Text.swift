import Foundation
import PageContent
import Records

extension ReaderPool {
  /// Reads a text file. Its blocks come many at a time, and no more is kept of them than `limits` allow.
  ///
  /// - Throws: `UnreadableDocument`; `ReaderStartFailure`.
  func readText(
    of url: URL, path: String, mediaType: String
  ) async throws -> (summary: TextSummary, blocks: [Block]) {
    let limits = self.limits
    let size = try url.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    guard size <= limits.textBytes else { throw UnreadableDocument(textOf: size, limit: limits.textBytes, path: path) }
    let request = ReaderRequest(path: url.path, task: .text(mediaType: mediaType))
    let deadline = ContinuousClock.now.advanced(by: .seconds(limits.wallSeconds))
    return try await perform(request, path: path, limits: limits, deadline: deadline) { replies in
      var read = TextProgress()
      do {
        while true {
          let (reply, size) = try replies.next(longest: limits.pageBytes)
          switch reply {
          case .blocks(let blocks):
            read.take(blocks, size: size)
            try read.check(limits, path: path)
          case .text(let summary): return (summary, read.blocks)
          case .failure(let failure): throw failure
          default: throw ProtocolError.malformed(Self.uncalledFor)
          }
        }
      } catch let error as ProtocolError {
        throw replies.fault(error, path: path)
      }
    }
  }
}

/// The blocks of a text file that have come so far.
private struct TextProgress {
  private(set) var blocks: [Block] = []
  /// What they take in memory, roughly: a million empty cells are not nothing.
  private(set) var bytes = 0

  func check(_ limits: ReaderLimits, path: String) throws(UnreadableDocument) {
    if bytes > limits.fileBytes { throw UnreadableDocument(bytes: limits.fileBytes, path: path) }
    if blocks.count > limits.blocks { throw UnreadableDocument(blocks: limits.blocks, path: path) }
  }

  mutating func take(_ new: [Block], size: Int) {
    for block in new {
      blocks.append(block)
      blocks[blocks.count - 1].id = "b\(blocks.count)"
      bytes += MemoryLayout<Block>.stride
      for row in block.rows ?? [] { bytes += 32 + row.count * MemoryLayout<String>.stride }
    }
    bytes += size
  }
}
