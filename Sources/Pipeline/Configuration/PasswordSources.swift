public import Documents
public import Records

/// Where passwords of documents come from: patterns of paths, and the environment variables that hold the passwords.
public struct PasswordSources: OptionValue {
  /// In the order in which they are tried.
  public var sources: [DocumentPasswords.Source]

  /// Takes sources as they are.
  public init(_ sources: [DocumentPasswords.Source] = []) { self.sources = sources }

  /// `PATTERN=VARIABLE`, several parted by commas.
  public init?(optionText: String) {
    var sources: [DocumentPasswords.Source] = []
    for part in optionText.split(separator: ",") {
      guard let sign = part.lastIndex(of: "=") else { return nil }
      let source = DocumentPasswords.Source(
        files: String(part[..<sign].drop { $0 == " " }), variable: String(part[part.index(after: sign)...]))
      guard Self.isValid(source) else { return nil }
      sources.append(source)
    }
    self.sources = sources
  }

  /// An array of objects with the keys `files` and `variable`, and no other.
  public init?(optionNode: JSON5.Node) {
    guard case .array(let nodes) = optionNode.value else { return nil }
    var sources: [DocumentPasswords.Source] = []
    for node in nodes {
      guard case .object(let members) = node.value else { return nil }
      var source = DocumentPasswords.Source(files: "", variable: "")
      for member in members {
        guard case .string(let text) = member.node.value else { return nil }
        switch member.key {
        case "files": source.files = text
        case "variable": source.variable = text
        default: return nil
        }
      }
      guard Self.isValid(source) else { return nil }
      sources.append(source)
    }
    self.sources = sources
  }

  /// `PATTERN=VARIABLE`, parted by commas: names alone, so that it may be written down.
  public var optionText: String { sources.map { "\($0.files)=\($0.variable)" }.joined(separator: ",") }

  /// With an example, since nobody knows the form by heart.
  public static var expectation: BilingualText {
    BilingualText(
      en: "a list such as [{files: \"corpora/hr/*.pdf\", variable: \"HR_PDF_PASSWORD\"}], the name of an environment "
        + "variable and never the password itself",
      ja: "[{files: \"corpora/hr/*.pdf\", variable: \"HR_PDF_PASSWORD\"}] のような配列"
        + "（環境変数の名前。パスワードそのものは書けません）")
  }

  /// `PATTERN=VARIABLE`.
  public static var placeholder: String? { "PATTERN=VARIABLE" }

  /// A pattern that can fit something, and what the shell takes for a variable's name: most passwords are none.
  private static func isValid(_ source: DocumentPasswords.Source) -> Bool {
    let name = source.variable.utf8
    let isLetter = { (byte: UInt8) in (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F }
    return !source.files.isEmpty && name.first.map(isLetter) == true
      && name.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }
}
