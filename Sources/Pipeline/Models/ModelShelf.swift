import Foundation
import Generation
public import Records
import Synchronization
import Transformers

/// The models of a session: each is opened when it is first asked for, once, and shared from then on.
public final class ModelShelf: Sendable {
  private let opened: Mutex<[String: any ChatModel]>
  private let standing: Set<String>

  /// An empty shelf.
  ///
  /// - Parameter standing: Models by the names under which they will be asked for, in place of those on the disk; with an
  ///   adapter the name is `MODEL+ADAPTER`.
  public init(standing: [String: any ChatModel] = [:]) {
    opened = Mutex(standing)
    self.standing = Set(standing.keys)
  }

  /// The model of a name.
  func model(_ key: String, open: () throws -> any ChatModel) throws -> any ChatModel {
    // The lock is held while a model is loaded: two tasks must not load it twice.
    try opened.withLock { opened in
      if let known = opened[key] { return known }
      let model = try open()
      opened[key] = model
      return model
    }
  }

  /// Whether a model of this name was there from the beginning.
  func isStanding(_ key: String) -> Bool { standing.contains(key) }
}

extension Session {
  /// The model that reads and answers, or another one by its name.
  ///
  /// - Parameter adapter: The name of an adapter under `output/adapters/`.
  /// - Throws: `ModelError`, `UnusableModel`, `EndpointError`.
  public func chatModel(_ name: String? = nil, adapter: String? = nil) throws -> any ChatModel {
    let name = name ?? configuration.general.model
    let key = name + (adapter.map { "+" + $0 } ?? "")
    return try models.model(key) {
      switch ModelName(name, workspace: workspace) {
      case .endpoint(let endpoint):
        guard adapter == nil else {
          throw ModelError.needsDirectory(endpoint, BilingualText(en: "an adapter", ja: "アダプター"))
        }
        return try EndpointChatModel(name: endpoint, keyVariable: endpointKeyVariable, options: endpointOptions)
      case let other:
        guard let directory = try other.directory(near: workspace) else { throw ModelError.noEmbeddedModel }
        return try NativeChatModel(
          name: key, directory: directory, adapter: adapter.map { workspace.adapters.appendingPathComponent($0) },
          template: try chatTemplate())
      }
    }
  }

  /// What a model's answers depend on, as one text; finding it loads no weights.
  public func modelIdentity(_ name: String? = nil, adapter: String? = nil) throws -> String {
    let name = name ?? configuration.general.model
    // A model that was put on the shelf by hand has no files.
    if models.isStanding(name + (adapter.map { "+" + $0 } ?? "")) { return "standing \(name) \(adapter ?? "")" }
    guard let directory = try ModelName(name, workspace: workspace).directory(near: workspace) else { return name }
    var fields = [try ModelIdentity.hash(of: directory).hex]
    if let template = try chatTemplate(), try ChatTemplate.own(in: directory) == nil { fields.append(template.text) }
    if let adapter {
      let folder = workspace.adapters.appendingPathComponent(adapter)
      for file in ["adapter_config.json", "adapter_model.safetensors"] {
        fields.append(try ContentHash(ofFile: folder.appendingPathComponent(file)).hex)
      }
    }
    return ContentHash(of: fields).hex
  }

  /// The template that `studio.json` names for models without one of their own; nil where it names none.
  func chatTemplate() throws -> ChatTemplate? { try configuration.chatTemplate(of: workspace) }

  private var endpointOptions: EndpointChatModel.Options {
    var options = EndpointChatModel.Options()
    options.timeout = configuration.general.endpointTimeout
    options.retries = configuration.general.endpointRetries
    options.concurrency = configuration.general.endpointRequests
    return options
  }

  /// The default variable may be unset: many servers at home ask for no key. One that somebody named must be there.
  private var endpointKeyVariable: String? {
    let variable = configuration.general.endpointKey
    if variable.isEmpty { return nil }
    let isDefault = variable == GeneralOptions().endpointKey
    return isDefault && ProcessInfo.processInfo.environment[variable] == nil ? nil : variable
  }
}
