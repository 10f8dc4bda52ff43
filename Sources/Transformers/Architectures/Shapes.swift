/// A tensor of a checkpoint.
struct TensorShape: Sendable, Hashable {
  var name: String
  var shape: [Int]
}

/// A linear map's tensors: `path.weight` and, with a bias, `path.bias`.
struct LinearShape: Sendable, Hashable {
  var path: String
  var outputs: Int
  var inputs: Int
  var hasBias = false
  /// The file holds (in, out), as GPT-2's Conv1D does.
  var isTransposed = false

  var tensors: [TensorShape] {
    let weight = TensorShape(name: path + ".weight", shape: isTransposed ? [inputs, outputs] : [outputs, inputs])
    return hasBias ? [weight, TensorShape(name: path + ".bias", shape: [outputs])] : [weight]
  }
}

/// The forms of a norm.
enum NormKind: Sendable, Hashable {
  /// x / rms(x) · w (Zhang and Sennrich 2019).
  case rms
  /// x / rms(x) · (1 + w), as Gemma does it.
  case rmsPlusOne
  /// (x − mean) / deviation · w, and + b where there is a bias (Ba et al. 2016).
  case layer(hasBias: Bool)
}

/// A norm's tensors: `path.weight` and, with a bias, `path.bias`.
struct NormShape: Sendable, Hashable {
  var path: String
  var width: Int
  var kind: NormKind
  var epsilon: Float

  var tensors: [TensorShape] {
    let weight = TensorShape(name: path + ".weight", shape: [width])
    return kind == .layer(hasBias: true) ? [weight, TensorShape(name: path + ".bias", shape: [width])] : [weight]
  }
}

/// A depth-wise filter's tensors: `path.weight` (width, 1, length) and, with a bias, `path.bias`.
struct FilterShape: Sendable, Hashable {
  var path: String
  var width: Int
  var length: Int
  var hasBias: Bool

  var tensors: [TensorShape] {
    let weight = TensorShape(name: path + ".weight", shape: [width, 1, length])
    return hasBias ? [weight, TensorShape(name: path + ".bias", shape: [width])] : [weight]
  }
}

/// What a feed-forward layer does between its maps.
enum Activation: String, Sendable, Hashable {
  case silu
  /// x times the normal distribution's share below x.
  case gelu
  /// The same by tanh.
  case geluTanh
  case relu

  /// The names that `config.json` has for them (transformers' `ACT2FN`).
  static let names: [String: Activation] = [
    "silu": .silu, "swish": .silu, "gelu": .gelu, "gelu_python": .gelu, "gelu_new": .geluTanh, "gelu_fast": .geluTanh,
    "gelu_pytorch_tanh": .geluTanh, "gelu_python_tanh": .geluTanh, "relu": .relu,
  ]
}

extension ConfigFile {
  /// The activation under a key.
  func activation(_ key: String, default name: String) throws(UnusableModel) -> Activation {
    let name = try string(key) ?? name
    guard let activation = Activation.names[name] else {
      throw unsupported(key, name, known: Activation.names.keys.sorted())
    }
    return activation
  }
}
