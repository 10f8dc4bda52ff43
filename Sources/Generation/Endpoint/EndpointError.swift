public import Foundation

/// Why an endpoint gave no answer. What came before is stored: the next run goes on from there.
public enum EndpointError: Error, Sendable, Equatable, CustomStringConvertible, LocalizedError {
  case malformedName(String)
  case keyMissing(variable: String)
  case unreachable(url: String, why: String, attempts: Int)
  case timedOut(url: String, seconds: Double, attempts: Int)
  case keyRefused(url: String, status: Int, message: String)
  case notFound(url: String, model: String, message: String)
  case requestRefused(url: String, status: Int, message: String)
  case overloaded(url: String, status: Int, message: String, attempts: Int)
  case invalidAnswer(url: String, why: String, excerpt: String, attempts: Int)

  /// What was asked, why there is no answer, and what to do.
  public var description: String {
    switch self {
    case .malformedName(let name):
      "\"\(name)\" does not name an endpoint. Write http(s)://host[:port]/v1#MODEL, such as http://127.0.0.1:8080/v1#my-model."
    case .keyMissing(let variable):
      "The key of the endpoint is expected in the environment variable \(variable), which is not set. "
        + "Set it (export \(variable)=…), or take the variable's name out of studio.json if the endpoint needs no key."
    case .unreachable(let url, let why, let attempts):
      "Asking \(url) failed \(attempts) times: \(why). Check that the server runs and that host and port are right, then run again."
    case .timedOut(let url, let seconds, let attempts):
      "\(url) did not answer within \(seconds) seconds, \(attempts) times. Check the server's load, or allow more time, then run again."
    case .keyRefused(let url, let status, let message):
      "\(url) refused the key (HTTP \(status)): \(message). Check the key in the environment variable that studio.json names."
    case .notFound(let url, let model, let message):
      "\(url) knows no such path or no model \"\(model)\" (HTTP 404): \(message). "
        + "Check the address (it usually ends in /v1) and the model's name after #."
    case .requestRefused(let url, let status, let message):
      "\(url) refused the request (HTTP \(status)): \(message). Check the model's name and what the server supports."
    case .overloaded(let url, let status, let message, let attempts):
      "\(url) was overloaded or failed \(attempts) times (HTTP \(status)): \(message). Wait a while and run again, or lower the number of requests at once."
    case .invalidAnswer(let url, let why, let excerpt, let attempts):
      "\(url) answered \(attempts) times with something that is no chat completion (\(why)): \"\(excerpt)\". "
        + "Check that the address is that of an OpenAI-compatible server."
    }
  }

  /// The same as `description`.
  public var errorDescription: String? { description }
}
