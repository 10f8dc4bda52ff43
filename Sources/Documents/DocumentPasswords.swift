public import Foundation
import Records

/// Passwords of encrypted documents, by patterns of paths. They come from environment variables, are handed to the reader
/// process through its pipe, and stand in no file, log or argument.
public struct DocumentPasswords: Sendable {
  /// Which files a password may open, and the environment variable that holds it.
  public struct Source: Codable, Sendable, Hashable {
    /// A pattern such as `corpora/hr/*.pdf`.
    public var files: String
    /// The variable's name.
    public var variable: String

    /// Puts a source together.
    public init(files: String, variable: String) {
      self.files = files
      self.variable = variable
    }
  }

  private let sources: [Source]
  private let environment: @Sendable (String) -> String?

  /// No passwords: what is encrypted for its owner alone opens all the same.
  public init() { self.init([]) }

  /// Passwords from the environment; each variable is looked at when it is needed.
  public init(
    _ sources: [Source],
    environment: @escaping @Sendable (String) -> String? = { ProcessInfo.processInfo.environment[$0] }
  ) {
    self.sources = sources
    self.environment = environment
  }

  /// What to try on a file, in the order of the sources.
  public func candidates(for path: String) -> [String] {
    variables(for: path).compactMap(environment).filter { !$0.isEmpty }
  }

  /// Variables that are named for a file and not set.
  func unset(for path: String) -> [String] { variables(for: path).filter { (environment($0) ?? "").isEmpty } }

  private func variables(for path: String) -> [String] {
    sources.filter { PathPattern($0.files).matches(path) }.map(\.variable)
  }
}

/// A pattern of paths: `*` is anything within a name, `**` any folders, `?` one character.
public struct PathPattern: Sendable, Hashable {
  private let parts: [[Character]]

  /// Takes any text; what is no sign of the pattern stands for itself.
  public init(_ text: String) { parts = text.split(separator: "/").map(Array.init) }

  /// Whether a whole path fits. Characters are compared as people see them, however they are encoded.
  public func matches(_ path: String) -> Bool {
    let names = path.split(separator: "/").map(Array.init)
    return Self.fits(parts.count, names.count) {
      parts[$0] == ["*", "*"]
    } same: { part, name in
      let (pattern, text) = (parts[part], names[name])
      return Self.fits(pattern.count, text.count) {
        pattern[$0] == "*"
      } same: { place, position in
        pattern[place] == "?" || pattern[place] == text[position]
      }
    }
  }

  /// Fits `count` elements to a pattern of `length`, in which a star stands for any number of them.
  ///
  /// Going back to the latest star alone is enough, and keeps the cost a product of the lengths.
  private static func fits(
    _ length: Int, _ count: Int, isStar: (Int) -> Bool, same: (Int, Int) -> Bool
  ) -> Bool {
    var (next, place) = (0, 0)
    var star: (next: Int, place: Int)?
    while place < count {
      if next < length, isStar(next) {
        next += 1
        star = (next, place)
      } else if next < length, same(next, place) {
        next += 1
        place += 1
      } else if let (after, from) = star {
        star = (after, from + 1)
        (next, place) = (after, from + 1)
      } else {
        return false
      }
    }
    return (next..<length).allSatisfy(isStar)
  }
}

extension UnreadableDocument {
  /// Encrypted, and nothing that was tried opens it.
  ///
  /// - Parameters:
  ///   - hadPassword: Whether any password was tried.
  ///   - unset: Variables named for the file that hold nothing.
  init(encrypted path: String, hadPassword: Bool, unset: [String]) {
    let detail: BilingualText
    if !unset.isEmpty, !hadPassword {
      let names = unset.joined(separator: ", ")
      detail = BilingualText(
        en: "the PDF needs a password, and the environment variable \(names), which studio.json names for it, is not "
          + "set; set it and run `shikomi ingest` again",
        ja: "PDF にパスワードが必要ですが、studio.json で指定された環境変数 \(names) が設定されていません。"
          + "設定してから、もう一度 `shikomi ingest` を実行してください。")
    } else if hadPassword {
      detail = BilingualText(
        en:
          "the password is wrong; put the one that opens the PDF into the environment variable that studio.json names "
          + "for it (or give it to parse --password), or save the PDF without one",
        ja: "パスワードが違います。PDF を開けるパスワードを、studio.json で指定した環境変数（または parse --password）で渡すか、"
          + "パスワードなしで保存し直してください。")
    } else {
      detail = BilingualText(
        en: "the PDF is encrypted and needs a password; name an environment variable that holds it in studio.json "
          + "(passwords: [{files: \"\(path)\", variable: \"NAME\"}]), use parse --password, or save it without one",
        ja: "PDF が暗号化されていて、パスワードが必要です。パスワードの入った環境変数を studio.json で指定するか"
          + "（passwords: [{files: \"\(path)\", variable: \"名前\"}]）、parse --password を使うか、"
          + "パスワードなしで保存し直してください。")
    }
    self.init(path: path, reason: .encrypted, detail: detail)
  }
}
