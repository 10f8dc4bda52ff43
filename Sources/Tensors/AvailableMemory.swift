internal import Foundation

/// How much memory this process can still take: what the system has, and what the process's control groups leave of their
/// limits, whichever is less. Pages of files that can be dropped count as free.
public struct AvailableMemory: Sendable, Hashable {
  /// Where the number comes from.
  public enum Source: String, Sendable {
    /// `MemAvailable` of /proc/meminfo.
    case system
    /// A control group's limit.
    case controlGroup = "control-group"
  }

  /// Bytes.
  public var bytes: Int
  /// What limits it.
  public var source: Source

  /// A number from elsewhere, such as a test.
  public init(bytes: Int, source: Source = .system) {
    self.bytes = bytes
    self.source = source
  }

  /// What the system says now; nil where it says nothing (no /proc).
  public static func now() -> AvailableMemory? { read(root: URL(fileURLWithPath: "/")) }

  /// The same from the files below `root`.
  static func read(root: URL) -> AvailableMemory? {
    var least = number("MemAvailable:", in: root.appendingPathComponent("proc/meminfo"))
      .map { AvailableMemory(bytes: $0 * 1024, source: .system) }
    for left in groups(root) where left < least?.bytes ?? .max {
      least = AvailableMemory(bytes: left, source: .controlGroup)
    }
    return least
  }

  /// What each control group that the process is in leaves of its limit.
  private static func groups(_ root: URL) -> [Int] {
    guard let text = try? String(contentsOf: root.appendingPathComponent("proc/self/cgroup"), encoding: .utf8) else {
      return []
    }
    let mount = root.appendingPathComponent("sys/fs/cgroup")
    var left: [Int] = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[1].isEmpty {  // version 2
        left += ancestors(of: parts[2], in: mount).compactMap {
          room(in: $0, limit: "memory.max", used: "memory.current", files: ["inactive_file", "active_file"])
        }
      } else if parts[1].split(separator: ",").contains("memory") {
        left += ancestors(of: parts[2], in: mount.appendingPathComponent("memory")).compactMap {
          room(
            in: $0, limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes",
            files: ["total_inactive_file", "total_active_file"])
        }
      }
    }
    return left
  }

  /// A group's folder and those above it: every one of them may have a limit.
  private static func ancestors(of path: Substring, in mount: URL) -> [URL] {
    var folders = [mount]
    for part in path.split(separator: "/") where part != ".." {
      folders.append(folders[folders.count - 1].appendingPathComponent(String(part)))
    }
    return folders
  }

  private static func room(in folder: URL, limit: String, used: String, files: [String]) -> Int? {
    guard let most = whole(folder.appendingPathComponent(limit)), let taken = whole(folder.appendingPathComponent(used))
    else { return nil }
    let statistics = folder.appendingPathComponent("memory.stat")
    let droppable = files.reduce(0) { $0 + (number("\($1)", in: statistics) ?? 0) }
    return max(0, most - max(0, taken - droppable))
  }

  /// A file that holds one number; nil for `max` and for what no machine has (version 1 writes 2^63 for no limit).
  private static func whole(_ url: URL) -> Int? {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    return Int(text.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap { $0 < 1 << 60 ? $0 : nil }
  }

  /// The number behind a word in a file of lines.
  private static func number(_ word: String, in url: URL) -> Int? {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      if fields.count >= 2, fields[0] == word { return Int(fields[1]) }
    }
    return nil
  }
}
