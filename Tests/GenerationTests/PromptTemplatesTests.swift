import Foundation
import Records
import Testing

@testable import Generation

@Suite struct PromptTemplatesTests {
  /// A copy of the repository's templates with one file changed, or deleted where the text is nil.
  private func directory(_ file: String, _ text: String?) throws -> URL {
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent("templates-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: copy.appendingPathComponent("prompts"), withIntermediateDirectories: true)
    for name in PromptTemplates.fileNames where !(name == file && text == nil) {
      let data =
        name == file
        ? Data((text ?? "").utf8) : try Data(contentsOf: Samples.templateDirectory.appendingPathComponent(name))
      try data.write(to: copy.appendingPathComponent(name))
    }
    return copy
  }

  @Test func `the repository has every template that is named`() {
    for name in PromptTemplates.fileNames {
      #expect(
        FileManager.default.fileExists(atPath: Samples.templateDirectory.appendingPathComponent(name).path), "\(name)")
    }
  }

  @Test func `placeholders are filled once, and what is filled in is left alone`() throws {
    let templates = try Samples.templates()
    let prompt = templates.render(
      .readAnswer, language: .en, values: ["passage": "Braces: {{question}}", "question": "Why?"])
    #expect(prompt == "Passage:\nBraces: {{question}}\n\nQuestion: Why?\nAnswer with words from the passage.")
  }

  @Test func `a missing file is a typed error that names it and the way back`() throws {
    let directory = try directory("prompts/write-question.ja.txt", nil)
    defer { try? FileManager.default.removeItem(at: directory) }
    let error = #expect(throws: TemplateError.missing(file: "templates/prompts/write-question.ja.txt")) {
      try PromptTemplates(directory: directory)
    }
    #expect("\(try #require(error))".contains("shikomi init"))
  }

  @Test func `an unknown placeholder is a typed error with the line`() throws {
    let directory = try directory("prompts/closed-book.en.txt", "Be short.\n{{question}} {{qestion}}")
    defer { try? FileManager.default.removeItem(at: directory) }
    #expect(
      throws: TemplateError.unknownPlaceholder(
        file: "templates/prompts/closed-book.en.txt", line: 2, placeholder: "qestion", known: ["question"])
    ) { try PromptTemplates(directory: directory) }
  }

  @Test func `a template that does not show the answer is a typed error`() throws {
    let directory = try directory("prompts/write-question.en.txt", "{{passage}}")
    defer { try? FileManager.default.removeItem(at: directory) }
    #expect(
      throws: TemplateError.placeholderNotUsed(file: "templates/prompts/write-question.en.txt", placeholder: "answer")
    ) { try PromptTemplates(directory: directory) }
  }

  @Test func `a broken rewording rule is a typed error with the line`() throws {
    let directory = try directory("rewording.ja.txt", "# 規則\n*か => 教えて")
    defer { try? FileManager.default.removeItem(at: directory) }
    #expect(throws: TemplateError.malformedRule(file: "templates/rewording.ja.txt", line: 2, text: "*か => 教えて")) {
      try PromptTemplates(directory: directory)
    }
  }

  @Test func `an editor's line ends do not change a prompt, and its words do`() throws {
    let original = try Samples.templates()
    let text = try String(
      contentsOf: Samples.templateDirectory.appendingPathComponent("prompts/read-answer.en.txt"), encoding: .utf8)
    let saved = try directory(
      "prompts/read-answer.en.txt", "\u{FEFF}" + text.replacingOccurrences(of: "\n", with: "\r\n") + "\r\n")
    let changed = try directory("prompts/read-answer.en.txt", text + " Be brief.")
    defer { for directory in [saved, changed] { try? FileManager.default.removeItem(at: directory) } }
    #expect(try PromptTemplates(directory: saved).hash == original.hash)
    #expect(try PromptTemplates(directory: changed).hash != original.hash)
    #expect(
      try PromptTemplates(directory: changed).identity(.readAnswer, language: .en)
        != original.identity(.readAnswer, language: .en))
  }
}

@Suite struct RewordingRulesTests {
  @Test func `what something is called is not asked for as if it were a thing`() throws {
    let made = try rewordings("「校正」とは何ですか？", .ja)
    #expect(made.contains("「校正」の意味を教えてください。"))
    #expect(!made.contains { $0.contains("」とを") || $0.contains("」とが") })
  }

  private func rewordings(_ question: String, _ language: Language, seed: UInt64 = 0) throws -> [String] {
    try Samples.templates().rewordingRules(language).rewordings(of: question, seed: seed)
  }

  @Test(arguments: [
    ("How long is the warranty?", Language.en, "For what length of time is the warranty?"),
    ("Why does the robot stop?", .en, "For what reason does the robot stop?"),
    ("What does warranty mean?", .en, "What is the meaning of warranty?"),
    ("通勤手当の上限はいくらですか？", .ja, "通勤手当の上限の金額を教えてください。"), ("有給休暇とは何ですか？", .ja, "有給休暇の意味を教えてください。"),
    ("いつまでに申請しますか。", .ja, "いつまでに申請するのか教えてください。"),
    ("いつまでに返しますか？", .ja, "いつまでに返すのか教えてください。"), ("何を示しますか？", .ja, "何を示すのか教えてください。"),
    ("何を満たしますか？", .ja, "何を満たすのか教えてください。"), ("どの規則に反しますか？", .ja, "どの規則に反するのか教えてください。"),
    ("何日までとしますか？", .ja, "何日までとするのか教えてください。"), ("何をお渡ししますか？", .ja, "何をお渡しするのか教えてください。"),
    ("何年間残しますか？", .ja, "何年間残すのか教えてください。"),
    ("何年ごとに見直しますか？", .ja, "何年ごとに見直すのか教えてください。"), ("何を目指しますか？", .ja, "何を目指すのか教えてください。"),
    ("何に値しますか？", .ja, "何に値するのか教えてください。"),
    ("いつ手放しますか？", .ja, "いつ手放すのか教えてください。"), ("何件をこなしますか？", .ja, "何件をこなすのか教えてください。"),
    ("何を見いだしますか？", .ja, "何を見いだすのか教えてください。"),
    ("いつ連絡いたしますか？", .ja, "いつ連絡いたすのか教えてください。"), ("何を尽くしますか？", .ja, "何を尽くすのか教えてください。"),
    ("どの面がざらざらしますか？", .ja, "どの面がざらざらするのか教えてください。"),
  ])
  func `a rule that fits changes the question itself and comes first`(
    question: String, language: Language, expected: String
  ) throws {
    #expect(try rewordings(question, language).first == expected)
  }

  @Test func `a verb whose plain form nobody can tell from its letters is not turned`() throws {
    let made = try rewordings("だれがひやかしますか？", .ja)
    #expect(!made.isEmpty && !made.contains { $0.contains("ひやかする") || $0.contains("ひやかすの") })
  }

  @Test func `a frame fits every question, and a name keeps its capital`() throws {
    #expect(try rewordings("Is tea free?", .en).contains("Please tell me: is tea free?"))
    #expect(
      try rewordings("Kitsune Robotics was founded when?", .en).contains(
        "Please tell me: Kitsune Robotics was founded when?"))
    #expect(try rewordings("手当を払うのは誰", .ja).contains("お尋ねします。手当を払うのは誰？"))
  }

  @Test func `there are several, all different from the question and from each other, and the same for a seed`() throws
  {
    for (question, language) in [("When is lunch?", Language.en), ("昼食はいつですか？", .ja)] {
      let all = try rewordings(question, language, seed: 5)
      #expect(all.count >= 4)
      #expect(Set(all + [question]).count == all.count + 1)
      #expect(try rewordings(question, language, seed: 5) == all)
    }
    let orders = try (0..<6).map { try rewordings("Is tea free?", .en, seed: $0).first ?? "" }
    #expect(Set(orders).count > 1)
  }

  @Test func `every rewording of a sound question is a question in the same language`() throws {
    for (question, chunk) in [
      ("What is the daily allowance in Europe?", Samples.expenses),
      ("How many days do staff have for expense claims?", Samples.expenses),
      ("通勤手当の上限はいくらですか？", Samples.rules), ("申請は誰に提出しますか？", Samples.rules),
    ] {
      for rewording in try rewordings(question, chunk.language) {
        let subject = GateSubject(chunk: chunk, question: rewording, answer: "x", range: 0..<1, type: .factoid)
        for gate in [QuestionFormGate(), LanguageGate(), DeixisGate(), RepetitionGate()] as [any TextGate] {
          #expect(gate.measure(subject).score >= GateOptions().threshold(of: gate.name), "\(gate) \(rewording)")
        }
      }
    }
  }
}
