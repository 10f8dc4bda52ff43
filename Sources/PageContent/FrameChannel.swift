import Foundation
import Glibc
import Records

/// Frames over a connected socket: four bytes of length, little endian, then the payload.
///
/// The channel does not own the descriptor.
public struct FrameChannel: Sendable {
  /// Larger than any page or picture that the reader makes; a longer frame is a broken peer.
  public static let longestFrame = 256 << 20

  private let descriptor: Int32

  /// Takes a connected stream socket, which the caller keeps open and closes in the end.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Sends one frame. A peer that is gone is an error, not a signal that ends this process.
  ///
  /// - Throws: `ProtocolError`.
  public func send(_ payload: [UInt8]) throws {
    let length = UInt32(payload.count)
    let header = (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * UInt32($0))) }
    try sendAll(header)
    try sendAll(payload)
  }

  /// Waits for one frame of at most `longest` bytes, until `deadline` where there is one.
  ///
  /// - Throws: `ProtocolError`: `.closed` when the peer is gone, `.timedOut` when the deadline passes.
  public func receive(
    longest: Int = Self.longestFrame, deadline: ContinuousClock.Instant? = nil
  ) throws -> [UInt8] {
    let header = try receive(exactly: 4, deadline: deadline)
    let length = header.reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= longest else {
      throw ProtocolError.malformed(BilingualText(en: "a frame of \(length) bytes", ja: "\(length) バイトのフレーム"))
    }
    return try receive(exactly: length, deadline: deadline)
  }

  private func sendAll(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
        let count = Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        if count >= 0 {
          sent += count
        } else if errno == EPIPE || errno == ECONNRESET {
          throw ProtocolError.closed
        } else if errno != EINTR {
          throw ProtocolError.failed(errno)
        }
      }
    }
  }

  private func receive(exactly count: Int, deadline: ContinuousClock.Instant?) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        if let deadline { try waitUntilReadable(deadline) }
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
        let read = Glibc.read(descriptor, rest.baseAddress, rest.count)
        if read > 0 {
          filled += read
        } else if read == 0 || errno == ECONNRESET {
          throw ProtocolError.closed
        } else if errno != EINTR {
          throw ProtocolError.failed(errno)
        }
      }
    }
  }

  private func waitUntilReadable(_ deadline: ContinuousClock.Instant) throws {
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { throw ProtocolError.timedOut }
      let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waited, 1, Int32(clamping: milliseconds + 1))
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw ProtocolError.failed(errno) }
    }
  }
}
