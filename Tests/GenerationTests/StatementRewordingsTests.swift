import Foundation
import Records
import Testing

@testable import Generation

/// Further wordings that rules make of the statement which holds an answer.
@Suite struct StatementRewordingsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var statement: String
    var answer: String
    var type: QuestionType
    /// One of the wordings that are made.
    var wording: String
    /// Of the section.
    var context: [String]
    var testDescription: String { "\(answer): \(statement)" }

    init(
      _ statement: String, _ answer: String, _ wording: String, _ type: QuestionType = .number, context: [String] = []
    ) {
      self.statement = statement
      self.context = context
      self.answer = answer
      self.wording = wording
      self.type = type
    }
  }

  private func questions(
    _ statement: String, _ answer: String, _ type: QuestionType, context: [String] = [], seed: UInt64 = 0
  ) throws -> (first: String, others: [String]) {
    let chunk = Samples.chunk(statement, context: context)
    let candidate = try Samples.candidate(answer, in: statement, type)
    let made = StatementQuestions(chunk)
    let first = try #require(made.wordings(for: candidate).first)
    return (first, made.rewordings(for: candidate, of: first, seed: seed))
  }

  /// What any of some seeds gives.
  private func all(_ one: Case) throws -> Set<String> {
    try Set(
      (0..<42).flatMap { try questions(one.statement, one.answer, one.type, context: one.context, seed: $0).others })
  }

  // MARK: English

  static let english: [Case] = [
    Case(
      "For the death of a parent, the employee receives 7 days.", "7 days",
      "What is the number of days that the employee receives for the death of a parent?"),
    Case(
      "For the death of a parent, the employee receives 7 days.", "7 days",
      "For the death of a parent, how many days does the employee receive?"),
    Case(
      "The cause is found within 15 working days.", "15 working days",
      "What is the number of working days within which the cause is found?"),
    Case(
      "The cause is found within 15 working days.", "15 working days",
      "I would like to know within how many working days the cause is found."),
    Case(
      "The KL-210 stores up to 64,000 readings.", "64,000 readings",
      "What is the maximum number of readings that the KL-210 stores?"),
    Case(
      "The key to cage K3 is held by the shift inspector.", "the shift inspector", "Who holds the key to cage K3?",
      .factoid),
    Case(
      "The message was written by the sales manager.", "the sales manager", "Who wrote the message?", .factoid),
    Case(
      "The mains adapter AC-02 has been replaced by the adapter AC-05.", "AC-05",
      "Which adapter has replaced the mains adapter AC-02?", .factoid),
    Case("Tobias Hargreave leads the stand.", "Tobias Hargreave", "By whom is the stand led?", .factoid),
    Case(
      "The Accounting Section pays approved amounts every month.", "Accounting Section",
      "By which section are approved amounts paid every month?", .factoid),
    Case(
      "Records of nonconforming products are kept for 11 years.", "11 years",
      "How long are records of nonconforming products kept?"),
    Case(
      "The filter is washed with water every 9 months.", "9 months",
      "What is the interval at which the filter is washed with water?"),
    Case(
      "The sixth edition takes effect on 1 April 2025.", "1 April 2025",
      "On what date does the sixth edition take effect?",
      .factoid),
    Case(
      "Salaries in Leeds are paid on the 26th of each month.", "the 26th of each month",
      "On what day are salaries in Leeds paid?", .factoid),
    Case(
      "The deposit for a loan instrument is 150 pounds.", "150 pounds",
      "What does the deposit for a loan instrument amount to?"),
    Case(
      "The yearly budget for goodwill is 18,000 pounds.", "18,000 pounds",
      "At what amount is the yearly budget for goodwill set?"),
    Case(
      "The expected life of the transducers is 15 years.", "15 years",
      "How long is the expected life of the transducers?"),
    Case(
      "The training budget for 2023 was 1.2 million euros.", "1.2 million euros",
      "What was the training budget for 2023?"),
    Case("The partner manager is Isolde Tremayne.", "Isolde Tremayne", "Please name the partner manager.", .factoid),
    Case("The quiet room is called Wharfe.", "Wharfe", "What is the name of the quiet room?", .factoid),
    Case(
      "Leeds was chosen over Hamburg because a customer offered a site there.",
      "because a customer offered a site there",
      "For what reason was Leeds chosen over Hamburg?", .reason),
    Case(
      "If the signal quality stays lower, move one transducer in steps of 2 millimetres.",
      "move one transducer in steps of 2 millimetres", "If the signal quality stays lower, what should you do?",
      .procedure),
    Case(
      "“Rework” means work after which the product meets the original requirement.",
      "work after which the product meets the original requirement", "How is “Rework” defined?", .definition),
    Case(
      "“Rework” means work after which the product meets the original requirement.", "Rework",
      "What is the term for work after which the product meets the original requirement?", .factoid),
    Case(
      "A statement of payment is accepted at most three times in a fiscal year.", "three times",
      "In a fiscal year, at most how many times is a statement of payment accepted?"),
  ]

  @Test(arguments: english) func `an English question is asked in another form`(one: Case) throws {
    let made = try all(one)
    #expect(made.contains(one.wording), "\(made.sorted())")
  }

  /// What would be no English, or another question.
  static let notEnglish: [Case] = [
    // How far in advance is no number of weeks that is submitted.
    Case(
      "A request is submitted six weeks in advance.", "six weeks",
      "What is the number of weeks that a request is submitted in advance?"),
    Case(
      "The password has at least 14 characters.", "14 characters",
      "At least what number of characters does the password have?"),
    // An amount loses nothing: only which one of several things does what it is done by.
    Case("The order was lost by 900 pounds.", "900 pounds", "Which amount lost the order?"),
    Case("A lamp means that the door is open.", "that the door is open", "How is a lamp defined?", .definition),
    Case(
      "The report is carried out by the shift inspector.", "the shift inspector", "Who carries the report out?",
      .factoid),
    Case(
      "The talk lasts 25 minutes.", "25 minutes", "What is the number of minutes at which the talk lasts?"),
  ]

  @Test(arguments: notEnglish) func `an English wording that is not certain is not made`(one: Case) throws {
    let made = try all(one)
    #expect(!made.contains(one.wording))
    #expect(
      !made.contains { $0.hasPrefix("Which amount") || $0.hasPrefix("Who carries") || $0.hasPrefix("At least what") })
  }

  @Test func `an indirect question keeps the statement's order and the form of its verb`() throws {
    let made = try all(Case("Each forklift weighs 3 tonnes.", "3 tonnes", ""))
    #expect(made.contains("Could you tell me how many tonnes each forklift weighs?"))
    #expect(!made.contains { $0.contains("does each forklift weigh") && $0.hasPrefix("Could") })
  }

  @Test func `no two wordings of one question begin with the same request`() throws {
    for seed in 0..<12 {
      let made = try questions(
        "The cause is found within 15 working days.", "15 working days", .number, seed: UInt64(seed)
      ).others
      let kept = made.prefix(4)
      #expect(kept.count == 4)
      #expect(Set(kept.map { $0.split(separator: " ").prefix(2).joined() }).count == 4)
    }
  }

  // MARK: Japanese

  static let japanese: [Case] = [
    Case("納品された物品は、納品から4労働日以内に検収する。", "4労働日以内", "納品された物品を検収するのは、納品から何労働日以内ですか？"),
    Case("納品された物品は、納品から4労働日以内に検収する。", "4労働日以内", "納品から何労働日以内に、納品された物品を検収しますか？"),
    Case("仮払いの申請は、出発の5労働日前までに行います。", "5労働日前", "仮払いの申請は、出発の何労働日前までに行うのか教えてください。"),
    Case("採用された者は、入社の日から10日以内に、次の書類を出さなければならない。", "10日以内", "採用された者が次の書類を出さなければならないのは、入社の日から何日以内ですか？"),
    Case("会社は、転居を伴う転勤を命じるときは、発令日の45日前までに本人へ伝える。", "45日前", "転居を伴う転勤を命じるとき、会社は発令日の何日前までに本人へ伝えますか？"),
    Case("欠勤率が25 %を超えたときは、重要業務以外を止める。", "25 %", "重要業務以外を止めるのは、欠勤率が何パーセントを超えたときですか？"),
    Case("18時を過ぎると、照明は30分ごとに自動で消えます。", "18時", "照明が30分ごとに自動で消えるのは、何時を過ぎたときですか？", .factoid),
    Case("針NP-5は、先が1ミリメートル減ったら交換してください。", "1ミリメートル", "針NP-5を交換すればよいのは、先が何ミリメートル減ったときですか？"),
    Case("いずれかの購買は、30万円未満のとき課長が承認する。", "30万円未満", "いずれかの購買は、いくら未満のとき課長が承認するのか教えてください。"),
    Case("電源ボタンを2秒間押します。", "2秒間", "測定について、電源ボタンを押すのは、何秒間ですか？", context: ["測定"]),
    Case("移す作業は、製造一課の12人が90分以内に終える。", "90分以内", "移す作業を製造一課の12人が終えるのは、何分以内ですか？"),
    Case("最初の値は、10秒後に記録されます。", "10秒後", "最初の値が記録されるのは、何秒後ですか？"),
    Case("修了試験の合格点は、75点です。", "75点", "修了試験について、合格点は何点ですか？"),
    Case("会議室「穂高」の定員は32人です。", "32人", "会議室「穂高」の定員を教えてください。"),
    Case("海外出張の日当は、欧州が6,400円です。", "6,400円", "欧州の場合、海外出張の日当はいくらですか？"),
    Case("8月の残業時間は、1人平均で17.5時間であった。", "17.5時間", "1人平均で、8月の残業時間は何時間でしたか？"),
    Case("2025年の植樹には134人が参加し、苗木を520本植えました。", "134人", "2025年の植樹に参加するのは、何人ですか？"),
    Case("3級の認定には、6時間の講習が必要です。", "6時間", "3級の認定に必要なのは、何時間の講習ですか？"),
    Case("創業は昭和48年6月です。", "昭和48年6月", "創業の時期を教えてください。", .factoid),
    Case("帰国後は、10営業日以内に報告書を提出する。", "10営業日以内", "帰国後に報告書を提出するのは、何営業日以内ですか？"),
    Case("始業は8時40分です。", "8時40分", "始業の時刻を教えてください。", .factoid),
    Case("恒温槽は7台あります。", "7台", "恒温槽の数を教えてください。"),
    Case("2025年度の目標は、4.4点です。", "2025年度", "4.4点なのは、何年度の目標ですか？", .factoid),
    Case("「出張」とは、勤務地の外で業務を行うことをいう。", "勤務地の外で業務を行うこと", "「出張」はどのように定義されていますか？", .definition),
    Case("「校正周期」とは、当社が勧める期間をいいます。", "校正周期", "当社が勧める期間は、何と呼ばれますか？", .factoid),
    Case("情報漏えいを防ぐため、私物のUSBメモリは使用できません。", "情報漏えいを防ぐため", "どのような理由で私物のUSBメモリは使用できませんか？", .reason),
    Case(
      "体調が悪い場合は、始業時刻までに上長へ電話で連絡してください。", "始業時刻までに上長へ電話で連絡してください", "体調が悪い場合の対応を教えてください。", .procedure),
  ]

  @Test(arguments: japanese) func `a Japanese question is asked in another form`(one: Case) throws {
    let made = try all(one)
    #expect(made.contains(one.wording), "\(made.sorted())")
  }

  /// In which the topic is not the one who acts, what asks stands within another clause, or the verb is asked for otherwise.
  static let notJapanese: [(statement: String, answer: String, none: String)] = [
    ("希望する者は、満68歳まで再雇用する。", "68歳", "希望する者が再雇用"),
    ("登録取引先は、2年ごとに再評価する。", "2年", "登録取引先が"),
    ("取引先との会食は、1人あたり8,000円を上限とする。", "8,000円", "会食が上限とする"),
    ("対策本部の訓練は、毎年11月に行う。", "11月", "訓練が行う"),
    ("自転車置場は、北門の横に120台分あります。", "120台", "分あるのは"),
    ("許可の有効期間は、1日限りとする。", "1日", "限りとするのは"),
    ("移管には、図面を載せた2トン車3台を使う。", "3台", "載せた使う"),
    ("診断書の費用は、5,500円を上限に会社が負担する。", "5,500円", "上限に会社が負担するのは"),
    ("グリスは、14か月ごとに塗り直してください。", "14か月", "塗り直すれば"),
    ("申請は、21日前までに総務部の田中へ行う。", "21日前まで", "について、"),
    ("会社の情報は、4段階に分ける。", "4段階", "分けるのは"),
  ]

  @Test(arguments: notJapanese) func `a Japanese wording that is not certain is not made`(
    one: (statement: String, answer: String, none: String)
  ) throws {
    let made = try all(Case(one.statement, one.answer, ""))
    #expect(!made.isEmpty)
    #expect(!made.contains { $0.contains(one.none) }, "\(made.sorted())")
  }

  @Test(arguments: [
    ("付き", "付く", "付かない", "付いた"), ("戻し", "戻す", "戻さない", "戻した"), ("起き", "起きる", "起きない", "起きた"),
    ("支給し", "支給する", "支給しない", "支給した"), ("押し", "押す", "押さない", "押した"), ("行い", "行う", "行わない", "行った"),
    ("本社へ行き", "本社へ行く", "本社へ行かない", "本社へ行った"), ("使え", "使える", "使えない", "使えた"), ("でき", "できる", "できない", "できた"),
    ("借り", "借りる", "借りない", "借りた"), ("送り", "送る", "送らない", "送った"), ("選び", "選ぶ", "選ばない", "選んだ"),
    ("防ぎ", "防ぐ", "防がない", "防いだ"), ("使ってい", "使っている", "使っていない", "使っていた"), ("用い", "用いる", "用いない", "用いた"),
    ("払い", "払う", "払わない", "払った"), ("見", "見る", "見ない", "見た"), ("命じ", "命じる", "命じない", "命じた"),
    ("台数があり", "台数がある", "台数がない", "台数があった"),
  ]) func `a verb's forms are told from its stem`(stem: String, plain: String, negative: String, past: String) throws {
    let verb = try #require(JapaneseVerb(stem: stem))
    #expect(verb.plain == plain)
    #expect(verb.negative == negative)
    #expect(verb.past == past)
  }

  @Test func `a verb that nobody can tell from its stem is left alone`() {
    #expect(JapaneseVerb(stem: "") == nil)
    #expect(JapaneseVerb(stem: "社") == nil)
    #expect(JapaneseVerb(stem: "ABC") == nil)
  }

  // MARK: Tables

  @Test func `a cell is asked for by row and column in more than one order`() throws {
    let english = TableStatement(rowLabel: "KL-210", columnLabel: "Price", answer: "£64.00", heading: nil)
    let made = english.rewordings(.en, seed: 0).ordered
    #expect(made.contains("For KL-210, what is the price?"))
    #expect(made.contains("Could you tell me what the price for KL-210 is?"))
    let japanese = TableStatement(rowLabel: "KL-210", columnLabel: "標準納期", answer: "3営業日", heading: nil)
    let turned = japanese.rewordings(.ja, seed: 0).ordered
    #expect(turned.contains("KL-210の場合、標準納期は何営業日ですか？"))
    #expect(turned.contains("KL-210の標準納期を教えてください。"))
  }

  @Test func `people in a table are asked for by who they are`() {
    let one = TableStatement(rowLabel: "情報班長", columnLabel: "氏名", answer: "白鳥 健吾", heading: nil)
    let made = one.rewordings(.ja, seed: 0).ordered
    #expect(made.contains("誰が情報班長ですか？"))
    #expect(!made.contains { $0.contains("の場合") || $0.contains("では") })
  }

  @Test func `a column that no question asks for has no wordings`() {
    let one = TableStatement(rowLabel: "Form A", columnLabel: "Kept for", answer: "5 years", heading: nil)
    #expect(one.rewordings(.en, seed: 0).ordered.isEmpty)
  }

  // MARK: All

  @Test func `a section's name stands before the wordings of a question that needs it`() throws {
    let made = try questions("15日前までに申し出る。", "15日前まで", .number, context: ["就業規則", "第4条（育児休業）"])
    #expect(made.first == "育児休業について、何日前までに申し出ますか？")
    #expect(!made.others.isEmpty && made.others.allSatisfy { $0.hasPrefix("育児休業について、") })
  }

  @Test func `the same seed gives the same wordings, and seeds differ`() throws {
    func made(_ seed: UInt64) throws -> [String] {
      try questions("The cause is found within 15 working days.", "15 working days", .number, seed: seed).others
    }
    #expect(try made(3) == made(3))
    #expect(try Set((0..<20).map { try made($0).first ?? "" }).count > 1)
  }

  @Test func `every wording is a question to the gates`() throws {
    for one in Self.english + Self.japanese {
      let chunk = Samples.chunk(one.statement)
      for wording in try all(one) where !wording.isEmpty {
        let subject = GateSubject(chunk: chunk, question: wording, answer: one.answer, range: 0..<1, type: one.type)
        #expect(QuestionFormGate().measure(subject).score == 1, "\(wording)")
      }
    }
  }

  @Test func `a fact gets four wordings by rule, and others where a gate stops some`() async throws {
    var options = GenerationOptions()
    options.statements = .first
    options.rewordings = 4
    options.modelRewordings = 0
    options.templateRewordings = 0
    let chunks = [
      Samples.chunk("The cause is found within 15 working days.", context: ["Complaints"]),
      Samples.chunk("仮払いの申請は、出発の5労働日前までに行う。", context: ["旅費"]),
    ]
    let produced = try await PairProducer(
      model: ScriptedModel { _ in "" }, templates: try Samples.templates(), retriever: nil, options: options,
      locate: { Samples.evidence($0, $1) }
    ).produce(for: chunks)
    for answer in ["15 working days", "5労働日前"] {
      let pairs = produced.pairs.filter { $0.answer == answer }
      #expect(pairs.count == 5, "\(pairs.map(\.question))")
      #expect(Set(pairs.map(\.question)).count == pairs.count)
      #expect(pairs.allSatisfy { $0.generator.isOfStatement })
    }
  }
}
