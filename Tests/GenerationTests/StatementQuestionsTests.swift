import Foundation
import Records
import Testing

@testable import Generation

/// Questions that rules make of statements, in both languages.
@Suite struct StatementQuestionsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var statement: String
    var answer: String
    var type: QuestionType
    var question: String?
    var testDescription: String { "\(answer): \(statement)" }

    init(_ statement: String, _ answer: String, _ question: String?, _ type: QuestionType = .number) {
      self.statement = statement
      self.answer = answer
      self.question = question
      self.type = type
    }
  }

  private func first(_ one: Case, context: [String] = []) throws -> String? {
    let chunk = Samples.chunk(one.statement, context: context)
    let candidate = try Samples.candidate(one.answer, in: one.statement, one.type)
    return StatementQuestions(chunk).wordings(for: candidate).first
  }

  static let english: [Case] = [
    Case(
      "The company contributes 8 per cent of the salary and the employee contributes at least 4 per cent.",
      "8 per cent", "What percentage of the salary does the company contribute?"),
    Case(
      "The key to cage K3 is held by the shift inspector.", "the shift inspector",
      "By whom is the key to cage K3 held?",
      .factoid),
    Case(
      "Films of sessions are seen only by the design team.", "the design team",
      "By whom are films of sessions seen only?",
      .factoid),
    Case(
      "Nobody is expected to answer messages after 18:30.", "18:30",
      "After what time is nobody expected to answer messages?", .factoid),
    Case(
      "Leeds was chosen over Hamburg because a customer, a brewery, offered a site there.",
      "because a customer, a brewery, offered a site there", "Why was Leeds chosen over Hamburg?", .reason),
    Case(
      "The deposit for a loan instrument is 150 pounds.", "150 pounds", "How much is the deposit for a loan instrument?"
    ),
    Case("The interval of the logger is 10 minutes.", "10 minutes", "What is the interval of the logger?"),
    Case(
      "The car park has 47 spaces and closes at 21:30.", "47 spaces", "How many spaces does the car park have?"),
    Case(
      "Harbour Lane Foods pays undisputed invoices within 30 days of receipt.", "30 days",
      "Within how many days of receipt does Harbour Lane Foods pay undisputed invoices?"),
    Case("Each forklift weighs 3 tonnes.", "3 tonnes", "How many tonnes does each forklift weigh?"),
    Case(
      "Deliveries enter through Gate B. Drivers wait 15 minutes at the barrier.", "15 minutes",
      "How many minutes do drivers wait at the barrier?"),
    Case(
      "The net weight means the weight without packaging.", "the weight without packaging",
      "What does the net weight mean?",
      .definition),
    Case(
      "The logo shows three lines of mist over a valley, because kirisawa means “misty valley stream”.",
      "“misty valley stream”", "What does kirisawa mean?", .definition),
    Case(
      "A lamp that is red means the door is open.", "the door is open", nil, .definition),
    Case("The cage is emptied every second Friday.", "Friday", nil, .factoid),
    Case(
      "A sample user receives a voucher of 75 pounds for a session of 90 minutes.", "75 pounds",
      "How much is the voucher that a sample user receives for a session of 90 minutes?"),
    Case("A sample user receives a voucher of 75 pounds for a session of 90 minutes.", "90 minutes", nil),
    Case(
      "Employees may carry over 10 days to the next year.", "10 days",
      "How many days may employees carry over to the next year?"),
    Case(
      "A loan instrument must be returned within five working days after the repair.", "five working days",
      "Within how many working days after the repair must a loan instrument be returned?"),
    Case("The basic course takes three days and is free.", "three days", "How many days does the basic course take?"),
    Case(
      "The company opened an office in Osaka in 1958.", "1958", "In which year did the company open an office in Osaka?"
    ),
    Case(
      "The alarm is tested at 10:20 every Wednesday.", "10:20", "At what time is the alarm tested every Wednesday?",
      .factoid),
    Case(
      "The sixth edition takes effect on 1 April 2025.", "1 April 2025", "When does the sixth edition take effect?",
      .factoid),
    Case("The filter is washed with water every 9 months.", "9 months", "How often is the filter washed with water?"),
    Case(
      "The restocking fee is 15 per cent of the price.", "15 per cent",
      "What percentage of the price is the restocking fee?"),
    Case(
      "Employees who are on probation may claim 20 pounds a month.", "20 pounds a month",
      "How much a month may employees who are on probation claim?"),
    Case(
      "When the memory is full, the recorder sends two messages.", "two messages",
      "How many messages does the recorder send when the memory is full?"),
    Case(
      "The probation period ends after six months, and the notice period is one week.", "one week",
      "What is the notice period?"),
    Case(
      "At most 300 parts may be in the cage, and the cage is emptied every second Friday at 9:00.", "9:00",
      "At what time is the cage emptied every second Friday?", .factoid),
    Case("The partner manager is Isolde Tremayne.", "Isolde Tremayne", "Who is the partner manager?", .factoid),
    Case(
      "Delivery vehicles keep a distance of 5 metres. The gate is open to 40 vehicles between 6:30 and 9:00.",
      "40 vehicles", "To how many vehicles is the gate open between 6:30 and 9:00?"),
    Case(
      "The claim is entered in the expense system Tsugumi.", "Tsugumi", "In which expense system is the claim entered?",
      .factoid),
    Case(
      "The Accounting Section pays approved amounts every month.", "Accounting Section",
      "Which section pays approved amounts every month?", .factoid),
    Case("A “rest” means a pause of ten minutes.", "a pause of ten minutes", "What does a “rest” mean?", .definition),
    Case(
      "A customer may extend the warranty by registering the instrument online.",
      "by registering the instrument online",
      "How may a customer extend the warranty?", .procedure),
    Case(
      "Instruments used at sea cannot be insured. The meter must rest for two days, because heat spoils the result.",
      "because heat spoils the result", "Why must the meter rest for two days?", .reason),
    Case(
      "To clear the display, press both keys for two seconds.", "press both keys for two seconds",
      "How do you clear the display?", .procedure),
  ]

  @Test(arguments: english) func `an English statement is asked back`(one: Case) throws {
    #expect(try first(one) == one.question)
  }

  static let japanese: [Case] = [
    Case("大阪営業所の開設は平成29年6月で、社員は14人です。", "平成29年6月", "大阪営業所の開設はいつですか？"),
    Case("営業所のメールアドレスは tanaka@minato.example です。", "tanaka@minato.example", "営業所のメールアドレスは何ですか？", .factoid),
    Case(
      "社員は、毎年5月に、安曇野市の「霧沢の森」で植樹をしています。", "霧沢の森", "社員は、毎年5月に、安曇野市のどこで植樹をしていますか？", .factoid),
    Case("対策本部は、塩尻市の物流センターに置く。", "物流センター", "対策本部は、塩尻市のどこに置きますか？", .factoid),
    Case("計画の見直しは、取締役会に報告する。", "取締役会", "計画の見直しは、どの会議に報告しますか？", .factoid),
    Case("1. 住民票記載事項証明書", "住民票記載事項証明書", nil, .factoid),
    Case("記録の間隔は、1秒から24時間まで設定できます。", "1秒から24時間まで", "記録の間隔は、どの範囲で設定できますか？"),
    Case("表示部に「REC」と出たら、指を離す。", "「REC」", nil, .factoid),
    Case("警告は、表示部に出ます。", "表示部", "警告は、何に出ますか？", .factoid),
    Case("相談は、本社3階の健康相談室で受ける。", "健康相談室", "相談は、本社3階のどこで受けますか？", .factoid),
    Case("年次有給休暇は、入社の日に10日与える。", "10日", "年次有給休暇は、入社の日に何日与えますか？"),
    Case("寮費は月額16,500円です。", "16,500円", "寮費は月額いくらですか？"),
    Case("退職金は、退職の日から50日以内に支払う。", "50日以内", "退職金は、退職の日から何日以内に支払いますか？"),
    Case("校正周期は12か月、点検周期は24か月です。", "12か月", "校正周期は何か月ですか？"),
    Case("施設係の内線番号は、2045です。", "2045", "施設係の内線番号は、何番ですか？"),
    Case("定食は420円で、会社が180円を補助します。", "420円", "定食はいくらですか？"),
    Case("健康診断は、毎年10月に行う。", "10月", "健康診断は、毎年何月に行いますか？", .factoid),
    Case("新しい規程は、2025年4月1日に施行する。", "2025年4月1日", "新しい規程は、いつ施行しますか？", .factoid),
    Case("落とし物は、施設係が3か月間預かります。", "施設係", "落とし物は、どの部署が3か月間預かりますか？", .factoid),
    Case("責任者は、工場長の丸山徹也とする。", "丸山徹也", "責任者は、誰としますか？", .factoid),
    Case("「代休」とは、休日に働いた者が取る休みをいう。", "休日に働いた者が取る休み", "「代休」とは何ですか？", .definition),
    Case("「代休」とは、休日に働いた者が取る休みをいう。", "代休", "休日に働いた者が取る休みを何といいますか？", .factoid),
    Case("計測器は、室温になじませるため、16時間置きます。", "室温になじませるため", "計測器は、なぜ16時間置きますか？", .reason),
    Case("警報が鳴ったときは、電源を切ってください。", "電源を切ってください", "警報が鳴ったときは、どうすればよいですか？", .procedure),
    Case("30万円以上200万円未満の購買は、部長が承認する。", "30万円以上200万円未満", "いくら以上いくら未満の購買は、部長が承認しますか？"),
    Case("積算値は、内部の記憶素子に20年間残ります。", "内部の記憶素子", "積算値は、何に20年間残りますか？", .factoid),
    Case("冷却水のpHは7.0から8.5の範囲とする。", "7.0から8.5", "冷却水のpHはどの範囲としますか？"),
    Case("残業の申請は前日の17時までに課長へ出す。", "17時まで", "残業の申請は前日の何時までに課長へ出しますか？", .factoid),
    Case("5万円未満の購買は、課長が承認する。", "5万円未満", "いくら未満の購買は、課長が承認しますか？"),
    Case("書類は、入社の日から14日以内に出さなければならない。", "14日以内", "書類は、入社の日から何日以内に出さなければなりませんか？"),
  ]

  @Test(arguments: japanese) func `a Japanese statement is asked back`(one: Case) throws {
    #expect(try first(one) == one.question)
  }

  static let opaque: [Case] = [
    Case("It is held in Leeds in June.", "June", nil, .factoid),
    Case("The thermograph won the prize of the Nagano fair.", "Nagano", nil, .factoid),
    Case("The recorder keeps the last 48 files.", "48 files", nil),
    Case("Bicycles are kept in the shed behind Building 4.", "Building", nil, .factoid),
    Case("Employees may not accept gifts worth more than £40.", "£40", nil),
    Case("The supplier does not pay for the first audit but pays £1,450 for every other audit.", "£1,450", nil),
    Case("The seat is free of charge.", "free of charge", nil, .factoid),
    Case("Orders received before 13:40 leave on the same day.", "13:40", nil, .factoid),
    Case("単3形リチウム乾電池を使います。", "リチウム", nil, .factoid),
    Case("「危険区域」とは、レーザー調整室、塗装室および高圧ガス置場をいう。", "レーザー調整室", nil, .factoid),
    Case("会社の情報は、「公開」「社内限り」「極秘」の3段階に分ける。", "公開", nil, .factoid),
    Case("落下の後は、周期に関係なく校正する。", "関係", nil, .factoid), Case("検出器の上流側に配管径の10倍です。", "検出器の上流側", nil, .factoid),
    Case("資格手当は、一般計量士に月額9,000円を支給する。", "一般計量士", "資格手当は、誰に月額9,000円を支給しますか？", .factoid),
    Case("検出器は、鋼、ステンレス、鋳鉄の配管に使えます。", "鋳鉄の配管", nil, .factoid),
    Case("The employee fills in form RW-1 and discusses it with the line manager.", "RW-1", nil, .factoid),
    Case("通路の長さは、62メートルから35メートルに減ります。", "62メートルから35メートル", nil),
    Case("通勤バスは、7時35分、7時55分、8時10分に出ます。", "7時55分", nil, .factoid),
    Case("通勤バスは、7時35分、7時55分、8時10分に出ます。", "7時35分", nil, .factoid),
    Case("通勤バスは、7時35分、7時55分、8時10分に出ます。", "8時10分", nil, .factoid),
    Case("本体の前面には、表示部、「記録」ボタン、「印」ボタンがあります。", "記録", nil, .factoid),
    Case("気体用の流量計は、2026年10月に発売する計画です。", "2026年10月に発売する計画", nil, .factoid),
    Case("副責任者は物流係長が務める。", "副責任者", nil, .factoid), Case("防火管理者は高橋誠である。", "防火管理者", nil, .factoid),
    Case("当社は普通車12台、軽トラック5台および冷凍車3台を保有する。", "12台", nil),
    Case("支払いは月末締め翌月末払いとする。", "翌月末", nil, .factoid), Case("その後、工場実習を3週間行います。", "3週間", nil),
    Case("前年度は81件であった。", "81件", nil), Case("反応しないときは、製品を隔離する。", "製品を隔離する", nil, .procedure),
    Case("1年度に3回まで認める。", "1年度", nil), Case("まず第3ラインで試します。", "3ライン", nil),
    Case("経理課は、毎月15日と末日に振り込みます。", "毎月15日", nil, .factoid),
    Case("会社（以下「甲」という。）は、手当を支払う。", "甲", nil, .factoid),
  ]

  @Test(arguments: opaque) func `what the rules do not see through is left alone`(one: Case) throws {
    let made = try first(one)
    #expect(made == nil)
  }

  @Test func `a cell is asked for by the heads of its row and column`() throws {
    let english = "Grade | Hotel limit | Since\nStaff | 9,800 yen | 2021\nDirector | 16,000 yen | 2022"
    #expect(try first(Case(english, "16,000 yen", nil)) == "What is the hotel limit for director?")
    let japanese = "型番 | 標準納期\nKL-210 | 3営業日\nVM-12 | 7営業日"
    #expect(try first(Case(japanese, "7営業日", nil)) == "VM-12の標準納期は何営業日ですか？")
    let plain = "項目 | 値\n質量 | 128 g"
    #expect(try first(Case(plain, "128 g", nil)) == "質量は何gですか？")
    #expect(try first(Case("質量 | 128 g", "128 g", nil), context: ["仕様", "項目 | 値"]) == "質量は何gですか？")
  }

  @Test func `a sentence that names no subject takes it from its heading`() throws {
    let one = Case("15日前までに申し出る。", "15日前まで", nil)
    let made = try first(one)
    #expect(made == nil)
    #expect(try first(one, context: ["就業規則", "第4条（育児休業）"]) == "育児休業について、何日前までに申し出ますか？")
  }

  @Test func `a heading is no statement`() throws {
    #expect(try first(Case("6 Health and safety at home", "Health", nil, .factoid)) == nil)
    #expect(try first(Case("第3条（時間単位の取得）", "時間単位", nil, .factoid)) == nil)
  }

  /// The first wording for a sum that one sentence states.
  private func deposit(_ model: ScriptedModel, _ statements: StatementUse) async throws -> QAPair {
    var options = GenerationOptions()
    options.statements = statements
    options.requiresRewording = false
    let chunk = Samples.chunk("The deposit for a loan instrument is 150 pounds.", context: ["Loans"])
    let produced = try await PairProducer(
      model: model, templates: try Samples.templates(), retriever: nil, options: options,
      locate: { Samples.evidence($0, $1) }
    ).produce(for: [chunk])
    return try #require(produced.pairs.first { $0.answer == "150 pounds" && $0.variantOf == nil })
  }

  @Test func `the embedded model is asked only where no rule fits, and never reads a rule's question back`()
    async throws
  {
    let model = ScriptedModel { $0.isReading ? "nothing of the kind" : "What is the daily allowance?" }
    let pair = try await deposit(model, .first)
    #expect(pair.question == "How much is the deposit for a loan instrument?")
    #expect(pair.generator.model == "rules" && pair.generator.template == "statement.en")
    #expect(pair.scores["roundTrip"] == nil && pair.scores["grounded"] == 1)
    #expect(!model.requests.contains { $0.prompt.contains("Answer: 150 pounds") && !$0.isReading })
  }

  @Test func `of a model that follows instructions the rule's question is the last resort`() async throws {
    let model = ScriptedModel { request in
      if request.isReading { return "150 pounds" }
      return "no question"
    }
    let pair = try await deposit(model, .last)
    #expect(pair.generator.model == "rules" && pair.scores["roundTrip"] == 1)
    #expect(model.requests.contains { $0.prompt.contains("Answer: 150 pounds") && !$0.isReading })
  }
}
