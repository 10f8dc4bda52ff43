import Tensors
import Testing

@Suite struct ParallelTests {
  @Test func `every item is done once, nested calls included`() {
    let counts = FloatBuffer(200)
    Parallel.forEach(200) { index in
      Parallel.forEach(3) { _ in counts[index] += 1 }
    }
    #expect(counts.array == [Float](repeating: 3, count: 200))
  }
}
