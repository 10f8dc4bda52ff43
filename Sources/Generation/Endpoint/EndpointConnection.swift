import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Sends requests to one server, each within a limit from sending to the last byte.
///
/// Foundation's tasks are never cancelled: on Linux that races with their own end, and a caller that waits for such a
/// task may wait for ever, or crash. What comes first (answer, limit, cancellation) answers the caller instead, and a task
/// that is given up is left to itself, in a session that takes no further requests.
final class EndpointConnection: Sendable {
  private let configuration: URLSessionConfiguration
  private let session: Mutex<URLSession>
  private let limit: Double

  /// - Parameters:
  ///   - limit: Seconds for one answer.
  ///   - concurrency: Connections to the server at once.
  init(limit: Double, concurrency: Int) {
    self.limit = limit
    configuration = .ephemeral
    configuration.timeoutIntervalForRequest = limit
    configuration.httpMaximumConnectionsPerHost = max(1, concurrency)
    session = Mutex(URLSession(configuration: configuration))
  }

  /// Sends once.
  ///
  /// - Throws: `URLError`, `.timedOut` among them: Foundation's own limit counts from the last byte received, so a
  ///   server that drips would never reach it. `CancellationError`.
  func send(_ request: URLRequest) async throws -> (Data, HTTPURLResponse) {
    let answer = FirstResult<(Data, HTTPURLResponse)>()
    let limit = limit
    let clock = Task {
      try await Task.sleep(for: .seconds(limit))
      answer.give(.failure(URLError(.timedOut)))
    }
    defer { clock.cancel() }
    do {
      return try await withTaskCancellationHandler {
        start(request, answer)
        return try await answer.value
      } onCancel: {
        answer.give(.failure(CancellationError()))
      }
    } catch {
      // Connections that were given up would count against the session's limit.
      if error is CancellationError || (error as? URLError)?.code == .timedOut { renew() }
      throw error
    }
  }

  private func start(_ request: URLRequest, _ answer: FirstResult<(Data, HTTPURLResponse)>) {
    session.withLock { session in
      session.dataTask(with: request) { data, response, error in
        if let data, let response = response as? HTTPURLResponse {
          answer.give(.success((data, response)))
        } else {
          answer.give(.failure(error ?? URLError(.badServerResponse)))
        }
      }.resume()
    }
  }

  private func renew() {
    session.withLock { session in
      session.finishTasksAndInvalidate()
      session = URLSession(configuration: configuration)
    }
  }
}

/// The first of several results that may come, from whatever thread; the others are dropped.
private final class FirstResult<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, any Error>)
    case given(Result<Value, any Error>)
  }

  private let state = Mutex(State.open)

  func give(_ result: Result<Value, any Error>) {
    let waiting: CheckedContinuation<Value, any Error>? = state.withLock { state in
      switch state {
      case .open:
        state = .given(result)
        return nil
      case .awaited(let continuation):
        state = .given(result)
        return continuation
      case .given: return nil
      }
    }
    waiting?.resume(with: result)
  }

  /// To be awaited once.
  var value: Value {
    get async throws {
      try await withCheckedThrowingContinuation { continuation in
        let given: Result<Value, any Error>? = state.withLock { state in
          if case .given(let result) = state { return result }
          state = .awaited(continuation)
          return nil
        }
        if let given { continuation.resume(with: given) }
      }
    }
  }
}
