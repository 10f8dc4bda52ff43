public import Records

extension Configuration {
  /// The commented `studio.json` that `init` writes: every setting with its default, all of them commented out.
  public static func sample(_ language: Language) -> String {
    let defaults = Configuration()
    var lines = [
      language == .ja
        ? "// しこみの設定です。行頭の「//」を外すと有効になります（JSON5：注釈と末尾のコンマが使えます）。"
        : "// Settings of Shikomi. Take the “//” away to use one (JSON5: comments and trailing commas are fine).", "{",
    ]
    for section in sections {
      let indent = section.name.isEmpty ? "  " : "    "
      if !section.name.isEmpty { lines += ["", "  \(section.name): {"] }
      for option in section.options {
        lines += ["\(indent)// \(option.help[language])", "\(indent)// \(option.key): \(value(option, defaults)),"]
      }
      if !section.name.isEmpty { lines.append("  },") }
    }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  private static func value(_ option: Option, _ configuration: Configuration) -> String {
    let text = option.text(configuration)
    switch option.placeholder {
    case String.placeholder, ClosedRange<Int>.placeholder: return "\"\(text)\""
    case PasswordSources.placeholder: return "[]"
    case [String].placeholder:
      return "[" + text.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    default: return text
    }
  }
}
