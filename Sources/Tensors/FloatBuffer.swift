internal import Foundation

/// Float32 storage that is owned, aligned for vector loads and zero at first.
///
/// Not Sendable: whoever fills it from several threads goes through `Parallel` and writes disjoint parts.
public final class FloatBuffer {
  /// Number of floats.
  public let count: Int
  /// The first float; valid as long as the buffer lives (keep the buffer alive while this is in use).
  public let pointer: UnsafeMutablePointer<Float>

  /// A buffer of `count` zeros.
  public init(_ count: Int) {
    precondition(count >= 0, "a buffer has no negative size")
    self.count = count
    pointer = allocateAligned(count).bindMemory(to: Float.self, capacity: max(count, 1))
  }

  /// A buffer holding a copy of `values`.
  public convenience init(_ values: some Collection<Float>) {
    self.init(values.count)
    _ = buffer.initialize(from: values)
  }

  deinit { free(pointer) }

  /// The whole buffer as a mutable collection.
  public var buffer: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: pointer, count: count) }

  /// One float.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index outside the buffer")
      return pointer[index]
    }
    set {
      precondition(index >= 0 && index < count, "index outside the buffer")
      pointer[index] = newValue
    }
  }

  /// Calls `body` with the storage; the pointer must not escape.
  public func withUnsafeMutablePointer<Result>(_ body: (UnsafeMutablePointer<Float>) throws -> Result) rethrows
    -> Result
  {
    try withExtendedLifetime(self) { try body(pointer) }
  }

  /// Sets every float to zero.
  public func zero() { memset(pointer, 0, count * MemoryLayout<Float>.stride) }

  /// Copies `other`, which has the same size.
  public func copy(from other: FloatBuffer) {
    precondition(other.count == count, "buffers of different size")
    memcpy(pointer, other.pointer, count * MemoryLayout<Float>.stride)
  }

  /// The values as an array.
  public var array: [Float] { Array(buffer) }
}

/// bf16 storage (the upper halves of float32), owned and aligned.
///
/// Not Sendable, for the same reason as `FloatBuffer`.
public final class BFloat16Buffer {
  /// Number of values.
  public let count: Int
  /// The first value; valid as long as the buffer lives.
  public let pointer: UnsafeMutablePointer<UInt16>

  /// A buffer of `count` zeros.
  public init(_ count: Int) {
    precondition(count >= 0, "a buffer has no negative size")
    self.count = count
    pointer = allocateAligned((count + 1) / 2).bindMemory(to: UInt16.self, capacity: max(count, 1))
  }

  deinit { free(pointer) }
}

/// 64-byte aligned zeroed memory for `floats` floats.
func allocateAligned(_ floats: Int) -> UnsafeMutableRawPointer {
  let bytes = max(floats * MemoryLayout<Float>.stride, 64)
  var memory: UnsafeMutableRawPointer?
  let status = posix_memalign(&memory, 64, (bytes + 63) / 64 * 64)
  guard status == 0, let memory else { preconditionFailure("out of memory: \(bytes) bytes for a tensor") }
  memset(memory, 0, bytes)
  return memory
}
