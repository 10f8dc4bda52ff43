import CKernels
import Foundation
import Tensors
import Testing

@Suite struct ParallelTests {
  @Test func `every item is done once, nested calls included`() {
    let counts = FloatBuffer(200)
    // Whether another test has the threads at this moment must make no difference.
    Parallel.forEach(200) { index in
      Parallel.forEach(3) { _ in counts[index] += 1 }
    }
    #expect(counts.array == [Float](repeating: 3, count: 200))
  }

  @Test func `callers at the same time do not mix their items`() async {
    await withTaskGroup(of: [Float].self) { group in
      for task in 0..<8 {
        group.addTask {
          let out = FloatBuffer(50)
          for _ in 0..<20 { Parallel.forEach(50) { out[$0] = Float(task * 100 + $0) } }
          return out.array
        }
      }
      for await result in group {
        #expect(result == (0..<50).map { result[0] + Float($0) })
      }
    }
  }
}

@Suite struct MappedFileTests {
  @Test func `a missing file is a typed error`() {
    let error = #expect(throws: MappedFile.Unmappable.self) { try MappedFile(path: "/nonexistent/model.safetensors") }
    #expect(error?.description.contains("/nonexistent/model.safetensors") == true)
    #expect(throws: MappedFile.Unmappable.self) { try MappedFile(path: "/") }
  }

  @Test func `a tensor in a file is read where it lies, and never beyond the end`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "tensor-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let values: [Float] = [1, -2, 0.5, 3, 4, 5]
    try bfloats(values).withUnsafeBytes { try (Data([0, 0]) + Data($0)).write(to: URL(filePath: path)) }
    let file = try MappedFile(path: path)
    let tensor = try #require(Tensor(shape: [2, 3], dtype: .bf16, file: file, offset: 2))
    #expect(tensor.floats().array == values)
    #expect(Tensor(shape: [2, 3], dtype: .bf16, file: file, offset: 4) == nil)
    #expect(Tensor(shape: [2, 3], dtype: .bf16, file: file, offset: 1) == nil)
    #expect(Tensor(shape: [Int.max, 3], dtype: .bf16, file: file, offset: 2) == nil)
    #expect(Tensor(shape: [-1, 3], dtype: .bf16, file: file, offset: 2) == nil)
  }

  @Test func `an empty file maps to no bytes`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "empty-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data().write(to: URL(filePath: path))
    #expect(try MappedFile(path: path).bytes.count == 0)
  }
}

@Suite struct MatrixWeightTests {
  @Test(arguments: [DType.f32, .bf16]) func `threads do not change a bit of a product`(dtype: DType) {
    var numbers = Numbers(seed: 31)
    let (rows, outputs, inputs) = (9, 300, 200)
    let values = numbers.floats(outputs * inputs), x = numbers.floats(rows * inputs)
    let tensor =
      dtype == .f32
      ? Tensor(shape: [outputs, inputs], floats: FloatBuffer(values))
      : Tensor(shape: [outputs, inputs], bfloats: BFloat16Buffer(outputs * inputs))
    let weight = MatrixWeight(tensor)
    weight.assign(values)
    let stored = weight.tensor.floats().array
    let shared = FloatBuffer(rows * outputs), alone = FloatBuffer(rows * outputs)
    atLevel(ck_level_detected()) {
      weight.multiply(x, rows: rows, into: shared.pointer)
      Parallel.forEach(2) { if $0 == 0 { weight.multiply(x, rows: rows, into: alone.pointer) } }
    }
    #expect(shared.array == alone.array)
    let expected = ProductTests.exact(x, stored, ta: false, tb: true, m: rows, n: outputs, k: inputs)
    #expect(greatestDifference(shared.array, expected) < 1e-4)

    let dx = FloatBuffer(rows * inputs)
    weight.multiplyTransposed(shared.pointer, rows: rows, into: dx.pointer)
    let back = ProductTests.exact(shared.array, stored, ta: false, tb: false, m: rows, n: inputs, k: outputs)
    #expect(greatestDifference(dx.array, back) < 2e-3)

    let gradient = FloatBuffer([Float](repeating: 1, count: outputs * inputs))
    MatrixWeight.accumulateGradient(
      gradient.pointer, outputs: outputs, inputs: inputs, dy: shared.pointer, x: x, rows: rows)
    let dW = ProductTests.exact(shared.array, x, ta: true, tb: false, m: outputs, n: inputs, k: rows)
    #expect(greatestDifference(gradient.array, dW.map { $0 + 1 }) < 2e-3)

    let row = FloatBuffer(inputs)
    weight.copyRow(7, to: row.pointer)
    #expect(row.array == Array(stored[(7 * inputs)..<(8 * inputs)]))
  }
}
