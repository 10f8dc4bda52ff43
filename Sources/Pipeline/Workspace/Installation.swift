public import Foundation

/// What comes with the program: the embedded model and the default templates, in the repository or beside the binary.
public enum Installation {
  /// The folder of the running program.
  public static var programFolder: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  }

  /// Looks for `Sources/EmbeddedModel`, in the folders from the workspace and from the program upwards.
  public static func embeddedModel(near workspace: Workspace?) -> URL? {
    find("Sources/EmbeddedModel/config.json", orInstalled: "model/config.json", near: workspace)?
      .deletingLastPathComponent()
  }

  /// Looks for the default `templates/`, which `init` copies.
  public static func templates() -> URL? {
    find("templates/prompts", orInstalled: "templates/prompts", near: nil)?.deletingLastPathComponent()
  }

  private static func find(_ path: String, orInstalled installed: String, near workspace: Workspace?) -> URL? {
    for start in [workspace?.root, programFolder].compactMap({ $0 }) {
      var folder = start.standardizedFileURL
      while folder.path != "/" {
        for candidate in [path, "share/shikomi/" + installed] {
          let url = folder.appendingPathComponent(candidate)
          if FileManager.default.fileExists(atPath: url.path) { return url }
        }
        folder = folder.deletingLastPathComponent().standardizedFileURL
      }
    }
    return nil
  }
}
