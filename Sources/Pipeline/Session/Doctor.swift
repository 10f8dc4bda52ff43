import Documents
import Foundation
import Generation
import Glibc
import PageContent
public import Records
import Storage
import Transformers

/// Looks whether everything is there that a run needs, and says how to mend what is not.
public struct Doctor: Sendable {
  /// One thing that was looked at.
  public struct Check: Codable, Sendable, Hashable {
    /// How it is.
    public enum State: String, Codable, Sendable {
      case good, doubtful, bad
    }

    /// What was looked at.
    public var what: BilingualText
    /// How it is.
    public var state: State
    /// What was found, and what to do.
    public var finding: BilingualText
  }

  private let workspace: Workspace?

  /// Looks at a workspace, or at the installation alone.
  public init(workspace: Workspace?) { self.workspace = workspace }

  /// Looks at everything.
  public func examine() async -> [Check] {
    var checks = [await reader(), await characterMaps(), model(), memory()]
    if let workspace {
      checks += [
        templates(workspace), chatTemplate(workspace), settings(workspace), store(workspace), disk(workspace),
      ].compactMap(\.self)
    } else {
      checks.append(
        Check(
          what: BilingualText(en: "workspace", ja: "作業フォルダ"), state: .doubtful,
          finding: WorkspaceError.notFound(from: FileManager.default.currentDirectoryPath).text))
    }
    return checks
  }

  /// Renders a page of a PDF made here: program, poppler and fonts at once.
  private func reader() async -> Check {
    let what = BilingualText(en: "PDF reader", ja: "PDF の読み取り")
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("shikomi-doctor-\(getpid()).pdf")
    defer { try? FileManager.default.removeItem(at: url) }
    do {
      try Data(Self.tinyPDF.utf8).write(to: url)
      let pool = ReaderPool(executable: ReaderPool.installedExecutable, count: 1)
      let source = try DocumentLibrary.sourceFile(at: url, path: "doctor.pdf")
      let document = try await DocumentLibrary(pool: pool).read(url, as: source)
      guard document.blocks.contains(where: { $0.text.contains("shikomi") }) else {
        throw UnreadableDocument(
          path: "doctor.pdf", reason: .damaged,
          detail: BilingualText(en: "the test page's text was not found", ja: "試験用のページの文字を読み取れませんでした。"))
      }
      return Self.finding(what, try await pool.confinement())
    } catch {
      let why = BilingualText(reasonOf: error)
      return Check(
        what: what, state: .bad,
        finding: BilingualText(
          en: "\(why.en). Build it with `swift build -c release` and install libpoppler-glib8.",
          ja: "\(why.ja)`swift build -c release` を実行し、libpoppler-glib8 を入れてください。"))
    }
  }

  /// A reader that reads, and can do nothing else.
  private static func finding(_ what: BilingualText, _ found: ReaderConfinement) -> Check {
    let means = [found.hasLandlock ? "Landlock" : nil, found.hasSeccomp ? "seccomp" : nil].compactMap { $0 }
    guard found.permitted.isEmpty else {
      let list = found.permitted.joined(separator: ", ")
      return Check(
        what: what, state: .doubtful,
        finding: BilingualText(
          en:
            "reads a test page, but this kernel cannot keep it from: \(list). Read only PDFs that you trust, or use a "
            + "kernel with seccomp and Landlock (5.13 or newer).",
          ja: "試験用のページを読めましたが、このカーネルでは次の操作を禁止できません: \(list)。信頼できる PDF だけを読むか、"
            + "seccomp と Landlock の使えるカーネル（5.13 以降）を使ってください。"))
    }
    let list = means.joined(separator: ", ")
    return Check(
      what: what, state: .good,
      finding: BilingualText(
        en: "reads a test page; it can write nothing, reach no network and start no program (\(list))",
        ja: "試験用のページを読めました。書き込み、通信、プログラムの起動はできません（\(list)）"))
  }

  private func model() -> Check {
    let what = BilingualText(en: "model", ja: "モデル")
    do {
      var name = ModelName.embedded
      if let workspace { name = ModelName(try Configuration(of: workspace).general.model, workspace: workspace) }
      guard let directory = try name.directory(near: workspace) else {
        return Check(
          what: what, state: .doubtful,
          finding: BilingualText(en: "an endpoint; not asked here", ja: "エンドポイントです（ここでは確認しません）"))
      }
      let configuration = try ModelConfiguration(directory: directory)
      _ = try Tokenizer(directory: directory)
      _ = try ModelWeights(directory: directory)
      let millions = Double(configuration.parameterCount) / 1e6
      let size = "\((millions * 10).rounded() / 10) M"
      return Check(
        what: what, state: .good,
        finding: BilingualText(
          en: "\(configuration.architecture), \(size) parameters, \(directory.path)",
          ja: "\(configuration.architecture)、パラメーター \(size)、\(directory.path)"))
    } catch {
      return Check(what: what, state: .bad, finding: BilingualText(reasonOf: error))
    }
  }

  private func templates(_ workspace: Workspace) -> Check {
    let what = BilingualText(en: "templates", ja: "テンプレート")
    do {
      _ = try PromptTemplates(directory: workspace.templates)
      return Check(what: what, state: .good, finding: BilingualText(en: "complete", ja: "そろっています"))
    } catch {
      return Check(what: what, state: .bad, finding: BilingualText(reasonOf: error))
    }
  }

  /// Which template writes conversations for the model in use; nil for an endpoint, which has its own.
  func chatTemplate(_ workspace: Workspace) -> Check? {
    let what = BilingualText(en: "chat template", ja: "チャットテンプレート")
    do {
      let configuration = try Configuration(of: workspace)
      let chosen = try configuration.chatTemplate(of: workspace)
      let name = ModelName(configuration.general.model, workspace: workspace)
      guard let directory = try name.directory(near: workspace) else { return nil }
      // A model that cannot be read is told as such.
      guard let tokenizer = try? Tokenizer(directory: directory),
        let shape = try? ModelConfiguration(directory: directory)
      else { return nil }
      let format = try ChatFormat(tokenizer: tokenizer, configuration: shape, directory: directory, chosen: chosen)
      var finding = ChatFormat.describe(
        kind: format.kind.rawValue, origin: format.origin, source: format.templateName)
      if chosen != nil, format.origin == .own {
        finding.en += "; chatTemplate in studio.json is not needed"
        finding.ja += "。studio.json の chatTemplate は使われません"
      }
      let isTold = format.origin != .builtIn || format.kind != .plain
      return Check(what: what, state: isTold ? .good : .doubtful, finding: finding)
    } catch {
      return Check(what: what, state: .bad, finding: BilingualText(reasonOf: error))
    }
  }

  private func settings(_ workspace: Workspace) -> Check {
    let what = BilingualText(en: "settings", ja: "設定")
    do {
      let differing = try Configuration(of: workspace).resolved.filter { Configuration().resolved[$0.key] != $0.value }
      let list = differing.map { "\($0.key) = \($0.value)" }.sorted().joined(separator: ", ")
      return Check(
        what: what, state: .good,
        finding: differing.isEmpty
          ? BilingualText(en: "all defaults", ja: "すべて既定値です") : BilingualText(en: list, ja: list))
    } catch {
      return Check(what: what, state: .bad, finding: error.text)
    }
  }

  private func store(_ workspace: Workspace) -> Check {
    let what = BilingualText(en: "store", ja: "保存先")
    do {
      let documents = try workspace.openStore().read { try $0.documents().count }
      return Check(
        what: what, state: .good, finding: BilingualText(en: "\(documents) documents", ja: "文書 \(documents) 件"))
    } catch {
      return Check(what: what, state: .bad, finding: BilingualText(reasonOf: error))
    }
  }

  private func disk(_ workspace: Workspace) -> Check {
    let what = BilingualText(en: "disk", ja: "ディスク")
    var status = statvfs()
    guard statvfs(workspace.root.path, &status) == 0 else {
      return Check(what: what, state: .doubtful, finding: BilingualText(systemError: errno))
    }
    let free = Double(status.f_bavail) * Double(status.f_frsize) / 1e9
    let size = "\((free * 10).rounded() / 10) GB"
    return Check(
      what: what, state: free < 1 ? .doubtful : .good,
      finding: free < 1
        ? BilingualText(en: "only \(size) free; make some room", ja: "空きが \(size) しかありません。空きを作ってください")
        : BilingualText(en: "\(size) free", ja: "空き \(size)"))
  }

  private func memory() -> Check {
    let bytes = Double(ProcessInfo.processInfo.physicalMemory) / 1e9
    let size = "\((bytes * 10).rounded() / 10) GB"
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return Check(
      what: BilingualText(en: "machine", ja: "機械"), state: bytes < 3 ? .doubtful : .good,
      finding: BilingualText(en: "\(cores) cores, \(size) of memory", ja: "\(cores) コア、メモリー \(size)"))
  }

  /// One page that says “shikomi”; poppler rebuilds the table that is left out.
  private static let tinyPDF = """
    %PDF-1.4
    1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
    2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
    3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
    4 0 obj <</Length 40>> stream
    BT /F1 24 Tf 40 100 Td (shikomi) Tj ET  
    endstream endobj
    5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
    trailer <</Root 1 0 R>>
    %%EOF
    """
}
