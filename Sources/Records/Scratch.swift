import Glibc

/// Bytes that are written one after the other and read back piece by piece. What is more than a mebibyte lies in a file
/// without a name, which goes with the program: the machine keeps it in memory as long as there is some to spare, and the
/// program holds none of it.
///
/// Where no file can be made, or the disk is full, the bytes stay in memory.
package final class Scratch: @unchecked Sendable {
  // Unchecked because one task fills it, and nobody writes to it once it is handed on.

  private static let most = 1 << 20
  private var held: [UInt8] = []
  /// How many bytes have gone to the file.
  private var written = 0
  private var descriptor: Int32 = -1
  private var canWrite = true

  /// Empty.
  package init() {}

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// How many bytes there are.
  package var count: Int { written + held.count }

  /// Adds bytes at the end.
  package func append(_ bytes: UnsafeRawBufferPointer) {
    held.append(contentsOf: bytes)
    if held.count >= Self.most, canWrite { flush() }
  }

  /// Adds values as the machine holds them.
  package func append<Value: BitwiseCopyable>(_ values: [Value]) { values.withUnsafeBytes { append($0) } }

  /// Copies the bytes from a place on.
  package func read(at start: Int, into target: UnsafeMutableRawBufferPointer) {
    var done = 0
    while done < target.count, start + done < written {
      let wanted = min(target.count - done, written - start - done)
      let got = pread(descriptor, target.baseAddress.map { $0 + done }, wanted, start + done)
      if got < 0, errno == EINTR { continue }
      // A file of our own that was written a moment ago: nothing that came after could be trusted.
      precondition(got > 0, "a scratch file cannot be read back: \(String(cString: strerror(errno)))")
      done += got
    }
    guard done < target.count else { return }
    held.withUnsafeBytes { bytes in
      let first = start + done - written
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[done..<target.count])
      rest.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[first..<first + rest.count]))
    }
  }

  /// As many values as the machine holds them, from the byte `start` on.
  package func values<Value: BitwiseCopyable>(_ type: Value.Type, at start: Int, count: Int) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      read(at: start, into: UnsafeMutableRawBufferPointer(buffer))
      initialized = count
    }
  }

  private func flush() {
    if descriptor < 0 { descriptor = Self.open() }
    guard descriptor >= 0 else {
      canWrite = false
      return
    }
    var done = 0
    while done < held.count {
      let put = held[done...].withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, written + done) }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else {
        canWrite = false
        break
      }
      done += put
    }
    written += done
    held.removeFirst(done)
  }

  /// A file that no folder lists, on a disk rather than in a file system of memory.
  private static func open() -> Int32 {
    let folders = [getenv("TMPDIR").map { String(cString: $0) }, "/var/tmp", "/tmp"].compactMap { $0 }
    for folder in folders {
      var path = Array("\(folder)/shikomi-XXXXXX".utf8CString)
      let descriptor = mkstemp(&path)
      if descriptor >= 0 {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(path)
        return descriptor
      }
    }
    return -1
  }
}
