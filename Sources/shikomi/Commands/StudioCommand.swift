import Foundation
import Pipeline
import Records
import StudioSite

enum StudioCommand: Command {
  static let name = "studio"
  static let summary = BilingualText(
    en: "the web studio; takes in new and changed documents while it runs",
    ja: "ブラウザーで使うスタジオを開きます（動いている間、追加や変更のあった文書を取り込みます）")
  static let options = [
    CommandOption("host", "H", en: "address to listen at (default 127.0.0.1)", ja: "待ち受けるアドレス（既定値 127.0.0.1）"),
    CommandOption("port", "P", en: "port to listen at (default 8420; 0: any)", ja: "ポート（既定値 8420。0 は空いているもの）"),
    CommandOption("open", en: "open a browser where there is a desktop", ja: "デスクトップがあればブラウザーを開きます"),
  ]
  static let sections = ["", IngestStage.name]

  /// What `--json` prints once the studio listens.
  private struct Started: Codable {
    var address: String
  }

  static func run(_ invocation: Invocation) async throws {
    let host = invocation.value("host") ?? "127.0.0.1"
    let port = try invocation.integer("port", default: 8420, atLeast: 0, atMost: 65535)
    let session = try invocation.session()
    let studio = Studio(
      store: session.store, root: session.workspace.root, output: session.workspace.output, readers: session.readers,
      host: host, names: try session.configuration.export.names(in: session.workspace))
    let server = try WebServer(host: host, port: port) { studio.respond(to: $0) }
    let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(server.port)"
    try invocation.print(Started(address: address)) { address }
    invocation.terminal.note(
      BilingualText(
        en: "The studio is open at the address above; Ctrl-C closes it.",
        ja: "上のアドレスでスタジオを開いています。Ctrl-C で終了します。"))
    if invocation.isSet("open") { Desktop.open(address) }
    await WorkspaceWatcher(session).watch()
    withExtendedLifetime(server) {}
    throw CancellationError()
  }
}

/// The person's desktop, where there is one.
enum Desktop {
  /// Opens a page in the browser; without a desktop nothing happens.
  static func open(_ address: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
    guard environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil else { return }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["xdg-open", address]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    // The address has been printed; a desktop without a browser is no reason to stop.
    try? process.run()
  }
}
