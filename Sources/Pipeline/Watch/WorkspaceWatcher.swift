import Documents
import Foundation
import Records
import Storage

/// Watches `corpora/` while the studio runs and takes in what appears or changes once it is complete.
///
/// It looks every few seconds instead of listening to the kernel: inotify says nothing on network and shared folders, and
/// a look at some hundred files costs less than a millisecond. A file counts as complete when its size and times are the
/// same in two looks, one pause apart, so that a file that is still being copied is left alone.
public struct WorkspaceWatcher: Sendable {
  /// Seconds between two looks.
  public static let pause = 2.0

  private let session: Session
  private let pause: Double

  /// Watches a session's workspace.
  public init(_ session: Session, pause: Double = WorkspaceWatcher.pause) {
    self.session = session
    self.pause = pause
  }

  /// Looks until the task is cancelled. What fails is told as a note, and tried again when the folder changes.
  public func watch() async {
    var seen = Looked(session.workspace)
    // The first look compares with what the store knows, so that files that came while no studio ran are taken in too.
    var pending = true
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(pause))
      let now = Looked(session.workspace)
      if now != seen {
        pending = true
        seen = now
      } else if pending {
        // Unchanged for one pause: complete.
        pending = await !takeIn()
      }
    }
  }

  /// Ingests; false when another process holds the workspace, so that it is tried again.
  private func takeIn() async -> Bool {
    do {
      let lock = try WorkspaceLock(session.workspace)
      defer { withExtendedLifetime(lock) {} }
      try await session.ingest()
      return true
    } catch WorkspaceError.locked {
      return false
    } catch WorkspaceError.emptyCorpora {
      return true
    } catch is CancellationError {
      return true
    } catch {
      session.report(.note(stage: IngestStage.name, BilingualText(reasonOf: error)))
      return true
    }
  }

  /// The files with their sizes and times.
  private struct Looked: Equatable {
    private let signatures: [String: String]

    init(_ workspace: Workspace) {
      var signatures: [String: String] = [:]
      for path in CorporaScan.files(in: workspace) {
        signatures[path] = FileSignature(workspace.root.appendingPathComponent(path))?.text ?? ""
      }
      self.signatures = signatures
    }
  }
}
