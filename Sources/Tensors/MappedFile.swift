internal import Foundation

/// A file mapped read-only into memory; unmapped when the last reference goes.
///
/// @unchecked Sendable because the bytes are never written through it and the pointer is fixed for its life.
public final class MappedFile: @unchecked Sendable {
  /// Why a file could not be mapped; the text says what to do next.
  public struct Unmappable: Error, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What went wrong, with the system's own words.
    public let reason: String
    /// One line for people.
    public var description: String {
      "cannot map \(path) into memory: \(reason); check that the file exists, is a regular file and may be read"
    }
  }

  /// The file.
  public let path: String
  /// The mapped bytes.
  public let bytes: UnsafeRawBufferPointer

  /// Maps the file at `path`.
  public init(path: String) throws(Unmappable) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unmappable(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw Unmappable(path: path, reason: String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw Unmappable(path: path, reason: "not a regular file") }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
      throw Unmappable(path: path, reason: String(cString: strerror(errno)))
    }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
  }
}
