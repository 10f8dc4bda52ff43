import Foundation
import Tensors
import Transformers

/// An adapter's directory in PEFT's format: `adapter_config.json` and `adapter_model.safetensors`.
enum AdapterFile {
  private struct Configuration: Encodable {
    var base_model_name_or_path: String
    var bias = "none"
    var fan_in_fan_out = false
    var inference_mode = true
    var init_lora_weights = true
    var lora_alpha: Double
    var lora_dropout = 0.0
    var peft_type = "LORA"
    var r: Int
    var target_modules: [String]
    var task_type = "CAUSAL_LM"
    var use_dora = false
    var use_rslora = false
  }

  /// Name of one matrix as PEFT writes it.
  static func tensorName(layer: Int, _ target: LinearLayer, side: String) -> String {
    "base_model.model.\(target.path(layer: layer)).lora_\(side).weight"
  }

  /// Writes both files; the configuration, which readers look for first, comes last.
  static func write(_ values: FloatBuffer, _ layout: AdapterLayout, base: String, to directory: URL) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let rank = layout.configuration.rank
    var writer = SafetensorsWriter()
    for layer in 0..<layout.shape.layers {
      for target in layout.configuration.targets {
        let place = layout.place(layer, target)
        let (inputs, outputs) = (target.inputs(layout.shape), target.outputs(layout.shape))
        writer.add(
          tensorName(layer: layer, target, side: "A"), shape: [rank, inputs],
          floats: UnsafeBufferPointer(start: values.pointer + place.a, count: rank * inputs))
        writer.add(
          tensorName(layer: layer, target, side: "B"), shape: [outputs, rank],
          floats: UnsafeBufferPointer(start: values.pointer + place.b, count: outputs * rank))
      }
    }
    try SyncedFile.write(writer.fileContents, to: directory.appending(path: "adapter_model.safetensors"))
    let configuration = Configuration(
      base_model_name_or_path: base, lora_alpha: layout.configuration.alpha, r: rank,
      target_modules: layout.configuration.targets.map(\.rawValue).sorted())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try SyncedFile.write(try encoder.encode(configuration), to: directory.appending(path: "adapter_config.json"))
  }
}
