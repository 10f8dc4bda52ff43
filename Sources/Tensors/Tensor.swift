internal import CKernels

/// How a tensor's numbers are stored.
public enum DType: String, Sendable {
  /// IEEE single precision.
  case f32
  /// The upper half of a float32.
  case bf16
  /// IEEE half precision.
  case f16

  /// Bytes of one number.
  public var size: Int { self == .f32 ? 4 : 2 }
}

/// Numbers in row-major order with a shape; they are owned or lie in a mapped file.
public struct Tensor {
  /// Who keeps the numbers alive.
  enum Storage {
    case floats(FloatBuffer)
    /// bf16 or f16, as the tensor's type says.
    case halves(BFloat16Buffer)
    case mapped(MappedFile, offset: Int)
  }

  /// Sizes, outermost first.
  public let shape: [Int]
  /// How the numbers are stored.
  public let dtype: DType
  let storage: Storage

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// A float32 tensor over `buffer`, which it shares.
  public init(shape: [Int], floats buffer: FloatBuffer) {
    precondition(shape.reduce(1, *) == buffer.count, "shape and buffer differ in size")
    self.shape = shape
    dtype = .f32
    storage = .floats(buffer)
  }

  /// A float32 tensor of zeros.
  public init(zeros shape: [Int]) { self.init(shape: shape, floats: FloatBuffer(shape.reduce(1, *))) }

  /// A bf16 tensor over `buffer`, which it shares.
  public init(shape: [Int], bfloats buffer: BFloat16Buffer) {
    precondition(shape.reduce(1, *) == buffer.count, "shape and buffer differ in size")
    self.shape = shape
    dtype = .bf16
    storage = .halves(buffer)
  }

  /// A tensor of a half-wide type over `buffer`, which it shares.
  init(shape: [Int], dtype: DType, halves buffer: BFloat16Buffer) {
    precondition(shape.reduce(1, *) == buffer.count && dtype != .f32, "shape and buffer differ in size")
    self.shape = shape
    self.dtype = dtype
    storage = .halves(buffer)
  }

  /// A view of `file` at a byte offset; nil where the numbers would not fit or not be aligned.
  public init?(shape: [Int], dtype: DType, file: MappedFile, offset: Int) {
    var count = 1
    for side in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard side >= 0, !overflow else { return nil }
      count = product
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: dtype.size)
    guard !overflow, offset >= 0, offset % dtype.size == 0, offset <= file.bytes.count,
      bytes <= file.bytes.count - offset
    else { return nil }
    self.shape = shape
    self.dtype = dtype
    storage = .mapped(file, offset: offset)
  }

  /// Calls `body` with the raw bytes of the numbers; they must not escape.
  public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    let bytes = count * dtype.size
    switch storage {
    case .floats(let buffer):
      return try withExtendedLifetime(buffer) { try body(UnsafeRawBufferPointer(start: buffer.pointer, count: bytes)) }
    case .halves(let buffer):
      return try withExtendedLifetime(buffer) { try body(UnsafeRawBufferPointer(start: buffer.pointer, count: bytes)) }
    case .mapped(let file, let offset):
      return try withExtendedLifetime(file) {
        try body(UnsafeRawBufferPointer(rebasing: file.bytes[offset..<(offset + bytes)]))
      }
    }
  }

  /// The numbers widened to float32 in a buffer of their own.
  public func floats() -> FloatBuffer {
    let result = FloatBuffer(count)
    copyFloats(to: result.pointer)
    return result
  }

  /// Writes the numbers, widened to float32, to `destination`, which has room for `count`.
  public func copyFloats(to destination: UnsafeMutablePointer<Float>) {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, count > 0 else { return }
      switch dtype {
      case .f32: UnsafeMutableRawPointer(destination).copyMemory(from: start, byteCount: bytes.count)
      case .bf16: ck_f32_from_bf16(destination, start.assumingMemoryBound(to: UInt16.self), count)
      case .f16: ck_f32_from_f16(destination, start.assumingMemoryBound(to: UInt16.self), count)
      }
    }
  }
}
