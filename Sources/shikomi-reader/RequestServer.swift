import Documents
import Foundation
import Glibc
import PDFReading
import PageContent
import Records

/// Answers one request after another, until the program is gone.
struct RequestServer {
  let channel: FrameChannel
  let options: ReaderOptions
  /// What this process was denied at its start.
  let confinement: ReaderConfinement

  func run() {
    while let frame = try? channel.receive() {
      Confinement.limitProcessorTime(seconds: options.cpuSeconds)
      do {
        // Alone at first: another version may have other fields.
        let asked = try JSONDecoder().decode(Version.self, from: Data(frame))
        guard asked.version == ReaderRequest.currentVersion else {
          try send(
            .failure(
              ReaderFailure(
                code: .badRequest,
                message: BilingualText(
                  en: "program and reader are of different versions; install them together",
                  ja: "shikomi と shikomi-reader の版が違います。同じ版を入れてください"))))
          continue
        }
        try answer(try JSONDecoder().decode(ReaderRequest.self, from: Data(frame)))
      } catch let failure as ReaderFailure {
        guard (try? send(.failure(failure))) != nil else { return }
      } catch is ProtocolError {
        return
      } catch {
        let failure = ReaderFailure(code: .badRequest, message: BilingualText(reasonOf: error))
        guard (try? send(.failure(failure))) != nil else { return }
      }
    }
  }

  private struct Version: Decodable {
    var version: Int
  }

  private func answer(_ request: ReaderRequest) throws {
    if case .confinement = request.task {
      var found = confinement
      found.permitted = Confinement.permitted()
      return try send(.confinement(found))
    }
    if case .text(let mediaType) = request.task {
      return try sendText(at: URL(fileURLWithPath: request.path), mediaType: mediaType)
    }
    let document = try open(request)
    switch request.task {
    case .read(let first, let last):
      let info = document.info
      try send(.info(info))
      let end = min(last ?? info.pageCount, info.pageCount)
      if first <= end {
        for number in max(1, first)...end {
          Confinement.limitProcessorTime(seconds: options.cpuSeconds)
          try send(page(number, of: document))
        }
      }
      try send(.end)
    case .render(let page, let scale, let marks):
      try send(.image(try document.page(page).png(scale: scale, marks: marks)))
    case .confinement, .text: break
    }
  }

  /// Opens without a password, which what is encrypted for its owner alone does too, else with the first that fits.
  private func open(_ request: ReaderRequest) throws(ReaderFailure) -> PDFDocument {
    for password in [nil] + request.passwords.map(Optional.some) {
      do {
        return try PDFDocument(path: request.path, password: password)
      } catch  where error.code == .encrypted {
        continue
      }
    }
    throw ReaderFailure(
      code: .encrypted, message: BilingualText(en: "Document is encrypted", ja: "PDF が暗号化されています"))
  }

  private func sendText(at url: URL, mediaType: String) throws {
    let summary = try TextFormats.read(url, mediaType: mediaType) { blocks in
      let reply = try ReaderReply.blocks(blocks).encoded()
      guard reply.count <= options.pageBytes else { throw Self.tooLongBlock(options.pageBytes) }
      try channel.send(reply)
    }
    try send(.text(summary))
  }

  private static func tooLongBlock(_ limit: Int) -> ReaderFailure {
    ReaderFailure(
      code: .tooLarge,
      message: BilingualText(
        en: "a single line, paragraph or table holds more than is read of one (\(limit >> 20) MiB); split it",
        ja: "一つの行・段落・表が読み取れる量（\(limit >> 20) MiB）を超えています。分割してください。"))
  }

  private func send(_ page: PageContent) throws {
    let reply = try ReaderReply.page(page).encoded()
    if reply.count <= options.pageBytes { return try channel.send(reply) }
    var lost = PageContent(number: page.number, width: page.width, height: page.height, rotation: page.rotation)
    lost.loss = .tooLarge
    try send(.page(lost))
  }

  /// A page that cannot be read is an empty one, and says so: the others are still worth having.
  private func page(_ number: Int, of document: PDFDocument) -> PageContent {
    if let page = try? document.page(number), page.width <= Self.longestSide, page.height <= Self.longestSide {
      return page.content()
    }
    var lost = PageContent(number: number, width: 0, height: 0)
    lost.loss = .unreadable
    return lost
  }

  /// In points. PDF allows 14,400, and larger pages occur; this is 35 km.
  private static let longestSide = 1e8

  private func send(_ reply: ReaderReply) throws { try channel.send(try reply.encoded()) }
}
