internal import CKernels
internal import Synchronization

extension Tensor {
  /// The tensor in another type, shared where it has that type already.
  public func converted(to wanted: DType?) -> Tensor {
    guard let wanted, wanted != dtype else { return self }
    let floats = floats()
    if wanted == .f32 { return Tensor(shape: shape, floats: floats) }
    let halves = BFloat16Buffer(count)
    if wanted == .bf16 {
      ck_bf16_from_f32(halves.pointer, floats.pointer, count)
    } else {
      for index in 0..<count { halves.pointer[index] = Float16(floats.pointer[index]).bitPattern }
    }
    return Tensor(shape: shape, dtype: wanted, halves: halves)
  }

  /// Rows and columns of a matrix exchanged, in a copy of the same type.
  public func transposed() -> Tensor {
    precondition(shape.count == 2, "only a matrix can be transposed")
    let (rows, columns) = (shape[0], shape[1])
    return withUnsafeBytes { bytes in
      if dtype == .f32 {
        let result = FloatBuffer(count)
        Self.transpose(bytes.bindMemory(to: Float.self), rows, columns, into: result.pointer)
        return Tensor(shape: [columns, rows], floats: result)
      }
      let result = BFloat16Buffer(count)
      Self.transpose(bytes.bindMemory(to: UInt16.self), rows, columns, into: result.pointer)
      return Tensor(shape: [columns, rows], dtype: dtype, halves: result)
    }
  }

  private static func transpose<Number>(
    _ source: UnsafeBufferPointer<Number>, _ rows: Int, _ columns: Int, into out: UnsafeMutablePointer<Number>
  ) {
    guard let source = source.baseAddress else { return }
    // Square tiles, so that both sides stay in the cache.
    let tile = 32
    for top in stride(from: 0, to: rows, by: tile) {
      for left in stride(from: 0, to: columns, by: tile) {
        for row in top..<min(top + tile, rows) {
          for column in left..<min(left + tile, columns) { out[column * rows + row] = source[row * columns + column] }
        }
      }
    }
  }

  /// Whether no number is infinite or no number at all. Threads share the work.
  public var isFinite: Bool {
    let slice = 1 << 20
    let found = Mutex(true)
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, count > 0 else { return }
      Parallel.forEach((count + slice - 1) / slice) { index in
        let (at, length) = (start + index * slice * dtype.size, min(slice, count - index * slice))
        let isFinite =
          switch dtype {
          case .f32: ck_is_finite_f32(at.assumingMemoryBound(to: Float.self), length)
          case .bf16: ck_is_finite_bf16(at.assumingMemoryBound(to: UInt16.self), length)
          case .f16: ck_is_finite_f16(at.assumingMemoryBound(to: UInt16.self), length)
          }
        if !isFinite { found.withLock { $0 = false } }
      }
    }
    return found.withLock { $0 }
  }
}
