import Foundation
import Preparation
import Records
import Testing

@Suite struct ContradictionTests {
  private let old = RandomPairs.document("rules-2019.pdf")
  private let new = RandomPairs.document("rules-2024.pdf")

  private func find(_ pairs: [QAPair]) -> [Contradiction] {
    ContradictionFinder { $0.answer != $1.answer }.contradictions(in: pairs)
  }

  @Test func `near-same questions with other answers in two documents stand side by side, once for two facts`() throws {
    let pairs = [
      RandomPairs.pair("有給休暇の繰り越しは何年まで認められますか", "1年", in: old, fact: "a"),
      RandomPairs.pair("有給休暇の繰り越しは、何年まで認められますかね", "1年", in: old, fact: "a"),
      RandomPairs.pair("有給休暇の繰り越しは何年まで認められますか？", "2年", in: new, fact: "b"),
      RandomPairs.pair("社用車の返却は何時までですか", "18時", in: new, fact: "c"),
    ]
    let found = try #require(find(pairs).first)
    #expect(find(pairs).count == 1)
    #expect([found.left.document, found.right.document] == ["corpora/rules-2019.pdf", "corpora/rules-2024.pdf"])
    #expect([found.left.answer, found.right.answer] == ["1年", "2年"] && found.similarity == 1)
    #expect(found.left.quote == "1年" && found.right.page == 1)
    #expect(find(pairs.reversed()) == find(pairs))
  }

  @Test func `the same document, the same answer, another number or another language is no contradiction`() {
    let english = RandomPairs.document("rules.txt", .en)
    for pairs in [
      [RandomPairs.pair("上限は何日ですか", "5日", in: old), RandomPairs.pair("上限は何日ですか？", "6日", in: old)],
      [
        RandomPairs.pair("上限は何日ですか", "5日", in: old, fact: "a"),
        RandomPairs.pair("上限は何日ですか", "5日", in: new, fact: "b"),
      ],
      [RandomPairs.pair("第3条の届出の期限は何日以内ですか", "5日", in: old), RandomPairs.pair("第4条の届出の期限は何日以内ですか", "6日", in: new)],
      [RandomPairs.pair("PDF?", "5日", in: old), RandomPairs.pair("PDF?", "6 days", in: english)],
    ] { #expect(find(pairs).isEmpty, "\(pairs.map(\.question))") }
  }

  @Test(arguments: [
    ("「積立休暇」とは、何を指しますか？", "「正社員」とは、何を指しますか？"), ("「乗鞍」の定員は何名ですか？", "見学の定員は何名ですか？"),
    ("監査のために確認します。出張の日当はいくらですか？", "監査のために確認します。研修の受講料はいくらですか？"),
    ("温度計の点検の記録は何年保存しますか。一文で説明してください。", "契約書の控えの記録は何年保存しますか。一文で説明してください。"),
    ("For how many days are backups kept?", "For how many days are consumables covered?"),
    (
      "For the audit I need to know: what is the margin for boulder?",
      "For the audit I need to know: what is the warranty seal?"
    ),
    (
      "Please explain in a full sentence: who signs the lease?",
      "Please explain in a full sentence: who signs the form?"
    ),
    ("What is the weight of the model KR-200?", "What is the weight of the model KR-300?"),
    ("What does “converter” mean in the manual?", "What does “inverter” mean in the manual?"),
  ])
  func `questions of one pattern about two matters are no contradiction`(one: String, other: String) {
    for threshold in [0.2, 0.4] {
      let language = Language(guessing: one)
      let pairs = [
        RandomPairs.pair(one, "5", in: RandomPairs.document("a.md", language), fact: "a"),
        RandomPairs.pair(other, "6", in: RandomPairs.document("b.md", language), fact: "b"),
      ]
      let found = ContradictionFinder(threshold: threshold) { $0.answer != $1.answer }.contradictions(in: pairs)
      #expect(found.isEmpty)
    }
  }

  @Test(arguments: [
    ("京都の宿泊費の上限はいくらですか？", "京都の宿泊費の上限はいくらですか？"), ("京都の宿泊費の上限はいくらですか？", "京都での宿泊費の上限額はいくらですか？"),
    ("「積立休暇」とは、何を指しますか？", "「積立休暇」とは何ですか？"), ("京都の宿泊費の上限はいくらですか？", "質問です。京都の宿泊費の上限はいくらですか？"),
    ("How much is the hotel limit in Kyoto?", "How much is the hotel limit in Kyoto for employees?"),
    ("For how many days are backups kept?", "For how many days are the backups kept?"),
    (
      "For the audit I need to know: for how many days are backups kept?",
      "In brief: for how many days are backups kept?"
    ),
  ])
  func `nearly the same question with other answers is one`(one: String, other: String) {
    let language = Language(guessing: one)
    let pairs = [
      RandomPairs.pair(one, "12,000円", in: RandomPairs.document("a.md", language), fact: "a"),
      RandomPairs.pair(other, "14,500円", in: RandomPairs.document("b.md", language), fact: "b"),
    ]
    let found = ContradictionFinder(threshold: 0.25) { $0.answer != $1.answer }.contradictions(in: pairs)
    #expect(found.count == 1)
  }

  @Test func `deduplication keeps both sides of a contradiction, and one of each that agree`() {
    let pairs = [
      RandomPairs.pair("繰り越しは何年までですか", "1年", in: old, fact: "a"),
      RandomPairs.pair("繰り越しは何年までですか", "2年", in: new, fact: "b"),
      RandomPairs.pair("繰り越しは何年までですか？", "2年", in: RandomPairs.document("copy.pdf"), fact: "c"),
    ]
    let (kept, dropped) = Deduplicator().deduplicate(pairs)
    #expect(kept.map(\.answer) == ["1年", "2年"])
    #expect(dropped.map(\.reason) == ["exact-duplicate"])
  }

  @Test(arguments: [
    ("Who approves trips?", "the section head", "By whom are trips approved?", "the finance director"),
    ("出張申請は誰が承認しますか？", "課長", "出張の申請を承認するのは誰ですか？", "部長"),
    ("国内出張の日当はいくらですか？", "3,000円", "国内の出張では日当としていくら支払われますか？", "2,500円"),
    ("出張の精算はいつまでに行いますか？", "帰着後30日以内", "精算は出張から帰着後何日以内に行いますか？", "14日以内"),
    (
      "Within how many days of return are claims due?", "30 days", "When are claims due after return?", "within 14 days"
    ),
    // One word more, in a form that the other answer has of it.
    (
      "Who approves the purchase of the office?", "the head for purchases by departments",
      "Who approves the department purchase of the office?", "the director"
    ),
    ("How much may a hotel in Tokyo cost?", "150 pounds", "What is the limit for hotels in Tokyo?", "120 pounds"),
    ("When does unused leave lapse?", "30 March", "On which date does unused leave lapse?", "31 March"),
    ("By when must the form be returned?", "Friday", "By which day must the form be returned?", "Monday"),
    (
      "How many days of annual leave do employees get?", "25 days",
      "How many days of annual leave do employees receive?", "28 days"
    ),
    ("What is the meal allowance per day?", "£25", "How much is the daily meal allowance?", "£35"),
    ("At which gate do visitors sign in?", "gate A", "Where do visitors sign in?", "at gate C"),
    (
      "How many months does the probation of engineers last?", "3 months",
      "How long does the probation of engineers last?", "six months"
    ),
    ("試用期間は何か月ですか。", "3か月", "試用期間は何ヶ月間ですか。", "6か月"),
    ("有給休暇は何日もらえますか。", "10日", "有給休暇は何日付与されますか。", "12日"),
  ])
  func `the same content words in another order are one question`(
    one: String, answer: String, other: String, second: String
  ) throws {
    let language = Language(guessing: one)
    let found = find([
      RandomPairs.pair(one, answer, in: RandomPairs.document("a.md", language), fact: "a"),
      RandomPairs.pair(other, second, in: RandomPairs.document("b.md", language), fact: "b"),
    ])
    #expect(found.count == 1)
  }

  @Test(arguments: [
    ("Who reports to the manager?", "the clerk", "To whom does the manager report?", "the director"),
    ("Who approves trips?", "the section head", "When are trips approved?", "on Friday"),
    ("研修は何日間ですか？", "3日間", "研修はいつですか？", "4月1日"),
    ("課長に報告するのは誰ですか？", "係員", "課長は誰に報告しますか？", "部長"),
    ("ねじの交換時期はいつですか？", "4月", "いつがばねの交換時期ですか？", "9月"),
    ("出張の申請が必要なのは誰ですか？", "課長", "出張の申請が不要なのは誰ですか？", "社長"),
    ("KR-200の交換部品はいくらですか？", "500円", "KR-300の交換部品はいくらですか？", "600円"),
    ("会議は何時に始まりますか。", "9時", "会議は何時間ですか。", "2時間"),
    ("At which gate do visitors sign in?", "gate A", "At which desk do visitors sign in?", "desk 4"),
    ("In which language is the manual written?", "in French", "Where is the manual written?", "in Osaka"),
    (
      "Who gets the annual bonus of the plant?", "engineers", "Who awards the annual bonus of the plant?",
      "the director"
    ),
    ("有給休暇を付与するのは誰ですか。", "人事課", "有給休暇をもらえるのは誰ですか。", "正社員"),
    // A denial is no word more.
    (
      "Who may start the main pump?", "the shift leader or another engineer", "Who may not start the main pump?",
      "Visitors are not allowed to start it"
    ),
    ("Who starts the main pump?", "an engineer", "Who doesn't start the main pump?", "Visitors, who do not know it"),
    ("Who can start the main pump?", "an engineer", "Who cannot start the main pump?", "Visitors"),
    ("主ポンプを起動するのは誰ですか？", "当直長（いない場合は副長）", "主ポンプを起動しないのは誰ですか？", "見学者"),
    // Nor is a word within another one.
    (
      "Who approves the art purchase of the office?", "the curator", "Who approves the purchase of the office?",
      "the head of a department"
    ),
  ])
  func `another role, another kind of question or another thing is none`(
    one: String, answer: String, other: String, second: String
  ) {
    let language = Language(guessing: one)
    let found = find([
      RandomPairs.pair(one, answer, in: RandomPairs.document("a.md", language), fact: "a"),
      RandomPairs.pair(other, second, in: RandomPairs.document("b.md", language), fact: "b"),
    ])
    #expect(found.isEmpty)
  }

  @Test func `documents that contradict one another are one group, and neither side is left out`() {
    let documents = (0..<20).map { RandomPairs.document("d\($0).md") }
    var pairs = documents.flatMap { RandomPairs.pairs(in: $0, facts: 2) }
    let sides = [
      RandomPairs.pair("東京の宿泊費の上限はいくらですか？", "15,000円", in: documents[3], fact: "a"),
      RandomPairs.pair("東京の宿泊費の上限はいくらですか？", "12,000円", in: documents[11], fact: "b"),
    ]
    pairs += sides
    let result = Splitter().split(pairs, documents: documents, contradictions: find(pairs))
    let group = result.groups.first { $0.documents.count == 2 }
    #expect(group?.documents.map(\.path) == ["corpora/d11.md", "corpora/d3.md"])
    #expect(group?.reasons.first?.ja.contains("食い違っています") == true)
    let kept = Set(DatasetSplit.allCases.flatMap { result[$0].map(\.id) })
    #expect(sides.allSatisfy { kept.contains($0.id) })
  }

  @Test func `a question that every document answers for itself joins a few documents only`() {
    let documents = (0..<30).map { RandomPairs.document("d\($0).md") }
    let pairs = documents.enumerated().map { number, document in
      RandomPairs.pair("窓口の受付は何時までですか？", "\(number)時", in: document, fact: "f\(number)")
    }
    let groups = Splitter().split(pairs, documents: documents, contradictions: find(pairs)).groups
    #expect(groups.map(\.documents.count).max() == 4)
  }
}
