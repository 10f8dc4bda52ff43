import Dispatch
import Documents
import Foundation
import Records
import Storage
import Synchronization

/// A page of a PDF as a picture, made by a reader process.
struct PageImage {
  let studio: Studio

  /// Two pixels a point: sharp on dense screens, some 200 kB a page.
  static let scale = 2.0

  /// `file` is `3.png` for the third page.
  func response(document: String, file: String) throws -> HTTPResponse {
    guard file.hasSuffix(".png"), let page = Int(file.dropLast(4)), page > 0 else {
      return .failure(
        404, en: "pages are named 1.png, 2.png …", ja: "ページの名前は 1.png、2.png …です")
    }
    guard let source = try studio.store.read({ try $0.document(ContentHash(hex: document)) })?.source else {
      return .failure(404, en: "no such document: \(document)", ja: "この文書はありません：\(document)")
    }
    let url = studio.root.appendingPathComponent(source.path)
    // The picture must be of the file that was read, not of what lies at its path by now.
    guard (try? ContentHash(ofFile: url)) == source.sha256 else {
      return .failure(
        404, en: "\(source.path) has changed or gone since it was read",
        ja: "\(source.path) は、読み込み後に変更または削除されています")
    }
    let readers = studio.readers
    let data = try waiting { try await readers.renderPage(of: url, path: source.path, page: page, scale: Self.scale) }
    // A document's id is its content's hash, so its pages never change.
    return HTTPResponse(
      type: "image/png", body: data, headers: ["Cache-Control": "private, max-age=31536000, immutable"])
  }

  /// Waits for asynchronous work on one of the server's own threads, which Swift's tasks never run on.
  private func waiting(_ work: @escaping @Sendable () async throws -> Data) throws -> Data {
    let result = Mutex<Result<Data, any Error>?>(nil)
    let done = DispatchSemaphore(value: 0)
    let outcome = Outcome(result: result)
    Task.detached {
      do {
        let data = try await work()
        outcome.result.withLock { $0 = .success(data) }
      } catch {
        outcome.result.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    return try outcome.result.withLock { try ($0 ?? .success(Data())).get() }
  }

  private final class Outcome: Sendable {
    let result: Mutex<Result<Data, any Error>?>

    init(result: consuming Mutex<Result<Data, any Error>?>) { self.result = result }
  }
}
