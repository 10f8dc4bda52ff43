import Records

/// Other ways to ask for a cell.
extension TableStatement {
  /// Nothing where no question asks for it.
  func rewordings(_ language: Language, seed: UInt64) -> Rewordings {
    guard !questions(language).isEmpty else { return Rewordings() }
    switch language {
    case .ja: return japanese(seed)
    case .en: return english(seed)
    }
  }

  private func english(_ seed: UInt64) -> Rewordings {
    let (row, column) = (Self.lowered(rowLabel), Self.lowered(columnLabel))
    let noun = isPlain ? "the \(row)" : "the \(column) for \(row)"
    let (word, verb) = (isPerson ? "who" : "what", isPlural ? "are" : "is")
    let head = EnglishQuestion.Head(isPlain ? row : column)
    let value = AskedValue(answer, language: .en)
    var built: [String] = []
    if !isPlain { built.append("For \(row), \(word) \(verb) the \(column)?") }
    let requests = EnglishRewordings(answer: answer, type: .factoid, seed: seed).requests(forNoun: noun)
    let clause = "\(word) \(noun) \(verb)"
    if isPerson {
      // Nobody tells a trainer: one tells who that is.
      return Rewordings(
        built: built + ["Please name \(noun)."] + (isPlain ? [] : ["Which person is \(noun)?"]),
        requests: ["Could you tell me \(clause)?", "Please tell me \(clause)."].turned(by: seed))
    }
    if value.kind == .money, verb == "is" {
      built.append(seed % 2 == 0 && head.isSum ? "At what amount is \(noun) set?" : "How much is \(noun)?")
    } else if value.kind == .quantity, head.isSpan, verb == "is" {
      built.append("How long is \(noun)?")
    }
    built.insert(requests[0], at: min(1, built.count))
    return Rewordings(
      built: built,
      requests: requests.dropFirst().filter { !$0.contains(" you tell me ") } + ["Could you tell me \(clause)?"])
  }

  private func japanese(_ seed: UInt64) -> Rewordings {
    let word = japaneseWord
    let noun = isPlain ? rowLabel : "\(rowLabel)の\(columnLabel)"
    var built = JapaneseRewordings.isAskedFor(noun, word) ? ["\(noun)を教えてください。"] : []
    if isPerson, !isPlain {
      // 情報班長の氏名: who it is.
      built +=
        columnLabel == "氏名"
        ? ["誰が\(rowLabel)ですか？", "\(rowLabel)は誰ですか？"] : ["誰が\(noun)ですか？", "\(rowLabel)について、\(columnLabel)は誰ですか？"]
    } else if !isPlain {
      built += ["\(rowLabel)の場合、\(columnLabel)は\(word)ですか？", "\(columnLabel)は、\(rowLabel)では\(word)ですか？"].turned(
        by: seed)
    }
    if AskedValue(answer, language: .ja).isNumeric { built.append("\(noun)はどのくらいですか？") }
    return Rewordings(
      built: built, requests: ["\(noun)が\(word)か知りたいです。", "\(noun)が\(word)か教えてください。"].turned(by: seed),
      endings: ["\(noun)は\(word)でしょうか？"])
  }
}
