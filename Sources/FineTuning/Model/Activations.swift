import Tensors
import Transformers

/// Everything one pass keeps between its way forward and its way back, for rows of up to `capacity` ids.
///
/// Not Sendable: one thread has it at a time.
final class Activations {
  struct Layer {
    /// The residual stream in front of the attention block and in front of the MLP.
    let input: UnsafeMutablePointer<Float>
    let middle: UnsafeMutablePointer<Float>
    let inputNorm: OperandRoom
    let inputScale: UnsafeMutablePointer<Float>
    /// Rotated queries and keys, and values, side by side.
    let attention: UnsafeMutablePointer<Float>
    let logSumExp: UnsafeMutablePointer<Float>
    let mixed: OperandRoom
    let postNorm: OperandRoom
    let postScale: UnsafeMutablePointer<Float>
    let gate: UnsafeMutablePointer<Float>
    let up: UnsafeMutablePointer<Float>
    let hidden: OperandRoom
    /// x · Aᵀ for each target with an adapter.
    let adapted: [LinearLayer: OperandRoom]
  }

  /// Rows of logits that are in memory at a time.
  static let logitRows = 128

  let capacity: Int
  private(set) var layers: [Layer] = []
  let last: UnsafeMutablePointer<Float>
  // The head, for the positions with loss.
  let chosen: UnsafeMutablePointer<Float>
  let chosenScale: UnsafeMutablePointer<Float>
  let chosenNorm: OperandRoom
  let logits: OperandRoom
  let losses: UnsafeMutablePointer<Float>
  let chosenNormGradient: UnsafeMutablePointer<Float>
  let chosenGradient: UnsafeMutablePointer<Float>
  // The way back.
  let streamGradient: OperandRoom
  let normGradient: UnsafeMutablePointer<Float>
  let mixedGradient: UnsafeMutablePointer<Float>
  let attentionGradient: OperandRoom
  let hiddenGradient: UnsafeMutablePointer<Float>
  let gateRounded: UnsafeMutablePointer<UInt16>?
  let upRounded: UnsafeMutablePointer<UInt16>?
  let adaptedGradient: OperandRoom?
  private let floats: [FloatBuffer]
  private let halves: [BFloat16Buffer]

  init(_ shape: LlamaShape, capacity: Int, precision: Precision, adapters: AdapterLayout?) {
    self.capacity = capacity
    var allocation = Allocation(capacity: capacity, precision: precision)
    let width = shape.width
    let normScratch = allocation.scratch(width)
    let hiddenScratch = allocation.scratch(shape.mlpWidth)
    let adaptedScratch = adapters.flatMap { allocation.scratch($0.configuration.rank) }
    for _ in 0..<shape.layers {
      var adapted: [LinearLayer: OperandRoom] = [:]
      for target in adapters?.configuration.targets ?? [] {
        adapted[target] = allocation.room(adapters?.configuration.rank ?? 0, scratch: adaptedScratch)
      }
      layers.append(
        Layer(
          input: allocation.floats(width), middle: allocation.floats(width),
          inputNorm: allocation.room(width, scratch: normScratch), inputScale: allocation.floats(1),
          attention: allocation.floats(shape.attentionWidth), logSumExp: allocation.floats(shape.heads),
          mixed: allocation.room(shape.queryWidth, scratch: nil),
          postNorm: allocation.room(width, scratch: normScratch), postScale: allocation.floats(1),
          gate: allocation.floats(shape.mlpWidth), up: allocation.floats(shape.mlpWidth),
          hidden: allocation.room(shape.mlpWidth, scratch: hiddenScratch), adapted: adapted))
    }
    last = allocation.floats(width)
    chosen = allocation.floats(width)
    chosenScale = allocation.floats(1)
    chosenNorm = allocation.room(width, scratch: nil)
    logits = allocation.room(shape.vocabulary, scratch: nil, rows: Self.logitRows)
    losses = allocation.floats(1)
    chosenNormGradient = allocation.floats(width)
    chosenGradient = allocation.floats(width)
    streamGradient = allocation.room(width, scratch: nil)
    normGradient = allocation.floats(width)
    mixedGradient = allocation.floats(shape.queryWidth)
    attentionGradient = allocation.room(shape.attentionWidth, scratch: nil)
    hiddenGradient = allocation.floats(shape.mlpWidth)
    gateRounded = allocation.halves(shape.mlpWidth)
    upRounded = allocation.halves(shape.mlpWidth)
    adaptedGradient = adapters.map { allocation.room($0.configuration.rank, scratch: nil) }
    floats = allocation.allFloats
    halves = allocation.allHalves
  }

  /// Hands out buffers and keeps their owners.
  private struct Allocation {
    let capacity: Int
    let precision: Precision
    var allFloats: [FloatBuffer] = []
    var allHalves: [BFloat16Buffer] = []

    init(capacity: Int, precision: Precision) {
      self.capacity = capacity
      self.precision = precision
    }

    mutating func floats(_ columns: Int, rows: Int? = nil) -> UnsafeMutablePointer<Float> {
      let buffer = FloatBuffer((rows ?? capacity) * columns)
      allFloats.append(buffer)
      return buffer.pointer
    }

    mutating func halves(_ columns: Int, rows: Int? = nil) -> UnsafeMutablePointer<UInt16>? {
      guard precision == .bf16 else { return nil }
      let buffer = BFloat16Buffer((rows ?? capacity) * columns)
      allHalves.append(buffer)
      return buffer.pointer
    }

    /// Float32 space that many rooms share in bf16; none in float32, where each room keeps its floats.
    mutating func scratch(_ columns: Int) -> UnsafeMutablePointer<Float>? {
      precision == .bf16 ? floats(columns) : nil
    }

    mutating func room(_ columns: Int, scratch: UnsafeMutablePointer<Float>?, rows: Int? = nil) -> OperandRoom {
      OperandRoom(
        floats: scratch ?? floats(columns, rows: rows), rounded: halves(columns, rows: rows), stride: columns)
    }
  }
}
