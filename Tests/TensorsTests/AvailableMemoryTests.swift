import Foundation
import Testing

@testable import Tensors

struct AvailableMemoryTests {
  /// Reads what a system with these files would have.
  private func read(_ files: [String: String]) throws -> AvailableMemory? {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("memory-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    for (path, content) in files {
      let url = root.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(content.utf8).write(to: url)
    }
    return AvailableMemory.read(root: root)
  }

  private static let meminfo = "MemTotal:       100 kB\nMemFree:         10 kB\nMemAvailable:    80 kB\n"

  @Test func `the system's figure counts where no group has a limit`() throws {
    #expect(try read(["proc/meminfo": Self.meminfo]) == AvailableMemory(bytes: 80 * 1024))
    let unlimited = [
      "proc/meminfo": Self.meminfo, "proc/self/cgroup": "0::/user\n", "sys/fs/cgroup/user/memory.max": "max\n",
      "sys/fs/cgroup/user/memory.current": "1000\n",
    ]
    #expect(try read(unlimited) == AvailableMemory(bytes: 80 * 1024))
    #expect(try read([:]) == nil)
  }

  @Test func `the tightest group above the process counts, its cached files as free`() throws {
    let files = [
      "proc/meminfo": Self.meminfo, "proc/self/cgroup": "0::/a/b\n",
      "sys/fs/cgroup/a/memory.max": "50000\n", "sys/fs/cgroup/a/memory.current": "40000\n",
      "sys/fs/cgroup/a/memory.stat": "anon 1\ninactive_file 5000\nactive_file 1000\n",
      "sys/fs/cgroup/a/b/memory.max": "max\n", "sys/fs/cgroup/a/b/memory.current": "40000\n",
    ]
    #expect(try read(files) == AvailableMemory(bytes: 16_000, source: .controlGroup))
  }

  @Test func `version 1 of control groups is read as well`() throws {
    let files = [
      "proc/meminfo": Self.meminfo, "proc/self/cgroup": "5:devices:/\n4:cpu,memory:/job\n",
      "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
      "sys/fs/cgroup/memory/memory.usage_in_bytes": "1\n",
      "sys/fs/cgroup/memory/job/memory.limit_in_bytes": "30000\n",
      "sys/fs/cgroup/memory/job/memory.usage_in_bytes": "29000\n",
      "sys/fs/cgroup/memory/job/memory.stat": "total_inactive_file 2000\n",
    ]
    #expect(try read(files) == AvailableMemory(bytes: 3000, source: .controlGroup))
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/meminfo"), "there is no /proc here"))
  func `this machine has some`() throws {
    let now = try #require(AvailableMemory.now())
    #expect(now.bytes > 1 << 20 && now.bytes < 1 << 46)
  }
}
