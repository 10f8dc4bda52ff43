import Foundation
public import Records

/// `dataset_info.json`, which LLaMA-Factory looks datasets up in, the four parts as messages, and a training's settings.
public struct LlamaFactoryFormat: DatasetFormat {
  private struct Element: Encodable {
    var messages: [Message]
    var source: [RecordSource]
  }

  private struct Entry: Encodable {
    enum CodingKeys: String, CodingKey {
      case fileName = "file_name"
      case formatting, columns, tags
    }

    var fileName: String
    let formatting = "sharegpt"
    let columns = ["messages": "messages"]
    let tags = [
      "role_tag": "role", "content_tag": "content", "user_tag": "user", "assistant_tag": "assistant",
      "system_tag": "system",
    ]
  }

  /// As in `export --format`.
  public let name = "llama-factory"
  /// One line for help and pages.
  public let summary = BilingualText(
    en: "dataset_info.json and JSON arrays of messages: a folder for LLaMA-Factory's --dataset_dir",
    ja: "dataset_info.json と会話の JSON 配列（LLaMA-Factory の --dataset_dir に渡すフォルダ）")

  /// Makes the format.
  public init() {}

  /// The index, the four parts' files, then the settings.
  public func files(_ dataset: ExportedDataset) throws -> [DatasetFile] {
    let parts = try DatasetSplit.allCases.map { part in
      let elements = dataset.examples[part, default: []].map {
        Element(messages: $0.messages, source: RecordSource.of($0))
      }
      return DatasetFile(name: part.rawValue + ".json", data: try ReadableJSON.array(elements))
    }
    let entries = DatasetSplit.allCases.map { ("shikomi_" + $0.identifier, Entry(fileName: $0.rawValue + ".json")) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let info = try encoder.encode(Dictionary(uniqueKeysWithValues: entries)) + Data("\n".utf8)
    let hasValidation = dataset.examples[.validation]?.isEmpty == false
    return [DatasetFile(name: "dataset_info.json", data: info)] + parts
      + [DatasetFile(name: "train-lora.yaml", data: Data(Self.training(hasValidation).utf8))]
  }

  /// What `llamafactory-cli train train-lora.yaml` reads, run in the exported folder: all linear layers, rank 16 and a
  /// rate of 5e-4, which suit models of up to 1.5 thousand million parameters.
  private static func training(_ hasValidation: Bool) -> String {
    """
    # Run in this folder: llamafactory-cli train train-lora.yaml
    # このフォルダで実行します。model_name_or_path は手元のモデルに変えてください。
    model_name_or_path: Qwen/Qwen2.5-0.5B-Instruct
    template: qwen
    stage: sft
    do_train: true
    finetuning_type: lora
    lora_target: all
    lora_rank: 16
    lora_alpha: 32
    dataset_dir: .
    dataset: shikomi_train
    cutoff_len: 1024
    per_device_train_batch_size: 1
    gradient_accumulation_steps: 8
    learning_rate: 5.0e-4
    num_train_epochs: 3.0
    lr_scheduler_type: cosine
    warmup_ratio: 0.05
    output_dir: adapter
    logging_steps: 10
    save_strategy: epoch

    """ + (hasValidation ? "eval_dataset: shikomi_validation\neval_strategy: epoch\n" : "")
  }
}
