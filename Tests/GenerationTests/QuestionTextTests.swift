import Records
import Testing

@testable import Generation

@Suite struct QuestionTextTests {
  @Test(arguments: [
    ("  What is the fee?\nBecause …", Language.en, "What is the fee?"),
    ("Question: What is the fee", .en, "What is the fee?"),
    ("\"What is the fee?\"", .en, "What is the fee?"),
    ("\n\n1. How much is it.", .en, "How much is it?"),
    ("What is the fee? It is 5.", .en, "What is the fee?"),
    ("**What is the fee?**", .en, "What is the fee?"),
    ("What  is\tthe fee ?", .en, "What is the fee ?"),
    ("The fee is 5.", .en, "The fee is 5."),
    ("質問：手当はいくらですか", .ja, "手当はいくらですか？"),
    ("「手当はいくらですか。」", .ja, "手当はいくらですか？"),
    ("手当はいくらですか？答え：5円", .ja, "手当はいくらですか？"),
    ("「手当」とは何ですか？", .ja, "「手当」とは何ですか？"),
    ("手当は5円です。", .ja, "手当は5円です。"),
    ("", .ja, ""), (" \n ", .en, ""), ("\"\"", .en, ""),
  ])
  func `one clean question is made of what a model wrote`(raw: String, language: Language, expected: String) {
    #expect(QuestionText.cleaned(raw, language: language) == expected)
  }

  @Test func `marks and letter case make no other question`() {
    #expect(QuestionText.same("What is the fee?", "what is the fee ?"))
    #expect(QuestionText.same("料金は？", "料金は?"))
    #expect(!QuestionText.same("What is the fee?", "What was the fee?"))
  }
}
