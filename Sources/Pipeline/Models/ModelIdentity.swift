import Foundation
import Records

/// What a model directory's results depend on, as one hash.
enum ModelIdentity {
  /// Small files are hashed whole. Of weights above 64 MiB the names, sizes and modification times stand for the
  /// content: reading gigabytes at every start would cost more than it protects from.
  static func hash(of directory: URL) throws -> ContentHash {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { name in
        name == "config.json" || name == "special_tokens_map.json" || name.hasSuffix(".safetensors")
          || ["tokenizer", "chat_template"].contains { name.hasPrefix($0) }
      }
      .sorted()
    var fields = ["model"]
    for name in names {
      let url = directory.appendingPathComponent(name)
      let values = try url.resourceValues(forKeys: [.fileSizeKey, .contentModificationDateKey])
      let size = values.fileSize ?? 0
      let content: String
      if size <= 64 << 20 {
        content = try ContentHash(ofFile: url).hex
      } else {
        content = "\(size) \(values.contentModificationDate?.timeIntervalSince1970 ?? 0)"
      }
      fields += [name, content]
    }
    return ContentHash(of: fields)
  }
}
