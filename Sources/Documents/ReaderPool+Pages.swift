public import Foundation
public import PageContent
import Records

extension ReaderPool {
  /// Reads the pages of a PDF, one at a time: each is handed to `update` and need not be kept, so that memory does not
  /// grow with the file.
  ///
  /// A page that its reader dies of or hangs on becomes an empty one with a `loss`; another reader goes on behind it.
  /// Where that happens too often, or no page can be read at all, the file is given up.
  ///
  /// - Parameters:
  ///   - path: What to call the file in errors, and where patterns of passwords look for it.
  ///   - password: Tried before the pool's own.
  /// - Throws: `UnreadableDocument`; `ReaderStartFailure`; what `update` throws.
  public func readPages<State: Sendable>(
    of url: URL, path: String, password: String? = nil, first: Int = 1, last: Int? = nil, into initial: State,
    _ update: @escaping @Sendable (inout State, PageContent) throws -> Void
  ) async throws -> (info: DocumentInfo, state: State) {
    var progress = PageProgress(state: initial, next: max(1, first))
    let deadline = ContinuousClock.now.advanced(by: .seconds(limits.wallSeconds))
    while true {
      let request = ReaderRequest(
        path: url.path, passwords: candidates(password, path), task: .read(first: progress.next, last: last))
      let limits = progress.lostSeconds > 0 ? self.limits.afterLoss : self.limits
      let before = progress
      progress = try await perform(request, path: path, limits: limits, deadline: deadline) { replies in
        try before.reading(replies, limits: limits, path: path, update)
      }
      guard let fault = progress.fault else { break }
      // Without the beginning nobody knows what comes behind; the rest must be worth the time.
      guard let info = progress.info, progress.next <= min(last ?? .max, info.pageCount),
        progress.lostSeconds + limits.afterLoss.pageSeconds < limits.lostSeconds || progress.isAtEnd(last)
      else { throw fault }
      try progress.loseOne(because: fault, update)
      if progress.next > min(last ?? .max, info.pageCount) { break }
    }
    count(interpretedAgain: progress.interpretedAgainCount)
    guard let info = progress.info else {
      throw UnreadableDocument(
        .malformed(BilingualText(en: "a document without a beginning", ja: "始まりのない文書")), signal: nil, isText: false,
        path: path)
    }
    if progress.readCount == 0 { throw progress.firstFault ?? UnreadableDocument(path: path, loss: progress.firstLoss) }
    return (info, progress.state)
  }
}

/// How far the reading of a file has come.
struct PageProgress<State: Sendable>: Sendable {
  var state: State
  /// The page that is expected next.
  var next: Int
  var info: DocumentInfo?
  /// Pages that were read.
  var readCount = 0
  /// Pages that were interpreted more than once.
  var interpretedAgainCount = 0
  private var bytes = 0
  /// What broke the latest reader; nil when it came to the end.
  private(set) var fault: UnreadableDocument?
  private(set) var firstFault: UnreadableDocument?
  /// Why the reader could not give a page.
  private(set) var firstLoss: PageLoss?
  private(set) var lostSeconds = 0.0

  init(state: State, next: Int) {
    self.state = state
    self.next = next
  }

  /// Whether the page that was lost is the last one.
  func isAtEnd(_ last: Int?) -> Bool { info.map { next >= min(last ?? .max, $0.pageCount) } ?? false }

  /// Takes what a reader sends until it ends, or breaks.
  func reading(
    _ replies: ReaderReplies, limits: ReaderLimits, path: String, _ update: (inout State, PageContent) throws -> Void
  ) throws -> PageProgress {
    var progress = self
    progress.fault = nil
    var since = ContinuousClock.now
    do {
      while true {
        let (reply, size) = try replies.next(longest: limits.pageBytes)
        since = .now
        progress.bytes += size
        guard progress.bytes <= limits.fileBytes else { throw UnreadableDocument(bytes: limits.fileBytes, path: path) }
        switch reply {
        case .info(let info):
          guard info.pageCount <= limits.pages else {
            throw UnreadableDocument(pages: info.pageCount, limit: limits.pages, path: path)
          }
          progress.info = info
        case .page(let page):
          guard page.number == progress.next else { throw ProtocolError.malformed(ReaderPool.uncalledFor) }
          try update(&progress.state, page)
          progress.next += 1
          if page.isInterpretedAgain { progress.interpretedAgainCount += 1 }
          if page.loss == nil { progress.readCount += 1 }
          progress.firstLoss = progress.firstLoss ?? page.loss
        case .failure(let failure): throw failure
        case .end: return progress
        case .image, .confinement, .blocks, .text: throw ProtocolError.malformed(ReaderPool.uncalledFor)
        }
      }
    } catch let error as ProtocolError {
      let fault = replies.fault(error, path: path)
      progress.fault = fault
      progress.firstFault = progress.firstFault ?? fault
      progress.lostSeconds += max((ContinuousClock.now - since) / .seconds(1), 0.001)
      return progress
    }
  }

  /// Goes on behind the page that broke its reader.
  mutating func loseOne(
    because fault: UnreadableDocument, _ update: (inout State, PageContent) throws -> Void
  ) throws {
    var lost = PageContent(number: next, width: 0, height: 0)
    lost.loss = fault.reason == .timedOut ? .timedOut : .readerDied
    try update(&state, lost)
    next += 1
  }
}
