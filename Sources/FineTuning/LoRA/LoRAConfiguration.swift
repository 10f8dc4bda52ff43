public import Transformers

/// Which low-rank adapters are trained.
public struct LoRAConfiguration: Sendable, Codable, Equatable {
  /// Width of the bottleneck.
  public var rank: Int
  /// The update is multiplied by alpha / rank.
  public var alpha: Double
  /// Linear layers that get an adapter.
  public var targets: [LinearLayer]

  /// Makes a configuration; by default all seven linear layers of a Llama layer.
  public init(rank: Int = 16, alpha: Double = 32, targets: [LinearLayer] = LinearLayer.allCases) {
    self.rank = rank
    self.alpha = alpha
    self.targets = targets
  }

  var scale: Float { Float(alpha / Double(rank)) }
}

/// Where the adapters' weights lie in one flat buffer: A (rank, inputs), then B (outputs, rank), layer by layer.
struct AdapterLayout: Sendable {
  struct Place: Sendable {
    var a = 0
    var b = 0
  }

  let shape: LlamaShape
  let configuration: LoRAConfiguration
  private(set) var count = 0
  private var places: [[LinearLayer: Place]] = []

  init(_ shape: LlamaShape, _ configuration: LoRAConfiguration) {
    self.shape = shape
    self.configuration = configuration
    for _ in 0..<shape.layers {
      var layer: [LinearLayer: Place] = [:]
      for target in configuration.targets {
        var place = Place()
        place.a = count
        count += configuration.rank * target.inputs(shape)
        place.b = count
        count += configuration.rank * target.outputs(shape)
        layer[target] = place
      }
      places.append(layer)
    }
  }

  func place(_ layer: Int, _ target: LinearLayer) -> Place { places[layer][target] ?? Place() }
}
