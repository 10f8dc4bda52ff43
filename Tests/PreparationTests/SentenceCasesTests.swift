import Preparation
import Records
import Testing

/// Hard cases, one a line: `|` stands where a sentence ends.
@Suite struct SentenceCasesTests {
  private func check(_ marked: String, _ language: Language) {
    let wanted = marked.split(separator: "|").map(String.init)
    let text = wanted.joined()
    let bytes = Array(text.utf8)
    let got = SentenceSplitter.split(text, language: language).map { String(decoding: bytes[$0], as: UTF8.self) }
    #expect(got == wanted)
  }

  static let japanese = [
    "社員は申請する。|期限は3日とする。",
    "本当ですか？！|はい。",
    "「承知しました。」と答えた。|次に進む。",
    "彼は「承知しました。」|次の日に出社した。",
    "「はい。」「いいえ。」のどちらかを選ぶ。|次へ。",
    "「行こう。」|「うん、行こう。」|二人は出かけた。",
    "『「はい。」と言った。』と書いた。|終わり。",
    "料金は5万円です（税込みです。別途見積もり）。|超える場合は申請する。",
    "霧沢計測株式会社（以下「会社」という。）の社員に適用する。|次条も同じ。",
    "株式会社霧沢計測（以下「会社」という。）就業規則は次のとおりとする。|以上。",
    "規程（別紙（様式を含む。）をいう。）を定める。|次へ。",
    "申請書（様式第1号。以下同じ。）を出す。|受理する。",
    "（これは注である。）|本文に戻る。",
    "適用しない（ただし、役員を除く。）。|次へ。",
    "料金は高い(税込みです。別途見積もり)と思う。|次へ。",
    "(1) 目的を定める。|(2) 範囲を定める。",
    "（１）目的。|（２）範囲。",
    "1. 目的を定める。|2. 範囲を定める。",
    "ア．申請する。|イ．承認する。",
    "１．５倍とする。|２．０倍は認めない。",
    "第１．２項による。|次へ。",
    "料金は1.5倍です。|詳細はhttps://example.co.jp/a.b.html?x=1を見る。",
    "https://example.co.jp/?a=1&b=2を開く。|次へ。",
    "連絡先はsoumu@example.co.jpです。|次へ。",
    "Ver. 2.0を使う。|No. 5も使う。",
    "例えばver. 2.0だ。|またFig. 3を見る。",
    "霧沢計測 Co., Ltd. の社員は従う。|以上。",
    "Yahoo!ニュースを見る。|次へ。",
    "Yahoo！ニュースを見る。|Toys？トイズの店。|次へ。",
    "答えはYahoo！知恵袋で調べる。|次へ。",
    "もうOK！次へ進む。".replacing("！", with: "！|"),
    "手順は別に示す（表2）．|ただし，例外もある［4］．|最後に，結果を述べる．",
    "開発にはSwiftとLinux．|次に，その理由を述べる．",
    "（1）．目的を定める．|（2）．範囲を定める．",
    "Dr．佐藤が話す．|Acme Inc．の社員が聞く．|図１２．構成を示す．",
    "なぜ？と聞かれた。|答えた。",
    "すごい！と思った。|帰った。",
    "本当ですか？とても驚いた。".replacing("？", with: "？|"),
    "そうですか……。|では次へ。",
    "そうですか……次の日に来た。|終わり。",
    "速い！|次も速い。",
    "えっ!?|本当に?|はい。",
    "半角です｡|次です｡",
    "全角です．次です。".replacing("．", with: "．|"),
    "「規則。」、「規程。」などという。|次へ。",
    "「危険！」の表示を見る。|近づかない。",
    "「開いたまま。|次の文。",
    "第3条の2（定義）用語を定める。|第4条も同じ。",
    "期限は令和7年3月31日。|厳守する。",
    "【重要】申請は3日前まで。|【注意】遅れない。",
    "見出し\n|本文です。|次の文です。\n|最後",
    "甲は乙に支払う（消費税は、別とする。）ものとする。|以上。",
    "“確認。”と表示される。|閉じる。",
  ]

  static let english = [
    "Mr. Smith met Dr. Jones. |They agreed.",
    "See No. 5 and Fig. 2 for details. |The answer is no. |Then stop.",
    "Use tools, e.g. Excel, i.e. a spreadsheet. |It works.",
    "The rate is 3.5 percent. |See https://example.com/a.html?b=1 for more.",
    "See https://example.com/a. |Next, open the file.",
    "Write to hr@example.com. |We answer.",
    "J. R. Smith founded it. |He left.",
    "We chose plan B. |The team agreed.",
    "John F. Kennedy spoke. |People listened.",
    "Acme Inc. Tokyo is the branch. |It opened in the U.S. |The rest is here.",
    "Kirisawa Co., Ltd. makes meters. |It is small.",
    "He asked \"Really?\" and left. |\"Yes.\" |Done!",
    "1. Scope of the rules. |2. Terms.",
    "1.1. Scope of the rules. |The rest follows.",
    "a. First of all. |It goes on.",
    "iv. Fourth of all. |It goes on.",
    "Q1. What is it? |It is a meter.",
    "Step 1. Open the cover. |Close it again.",
    "Work from 9 a.m. to 5 p.m. every day. |Lunch is one hour.",
    "We close at 5 p.m. |The door is locked.",
    "It starts at 9 a.m. Monday. |Be there.",
    "It starts at 10:30 a.m. JST. |Be there.",
    "It was due on Jan. 7 at noon. |(It was late.) |Fine.",
    "It ended in January. |Then came February.",
    "Version 2.0 is out... and it works. |Wait! |Why?",
    "He paused… |Then he left.",
    "The fee (it is due in May. See Annex 2) covers travel. |Pay it.",
    "The sign says “Stop. Do not enter.” and is red. |Mind it.",
    "He said \"Stop.\" |Then he left.",
    "Smith et al. (2020) show this. |We agree.",
    "It was shown by Smith et al. |The method is old.",
    "Meet Gov. Hill and Sen. Reed in Rm. 12 of Bldg. A. |They wait.",
    "See Chap. 3, Qty. 10 and Apt. 4 at 12 Oak Ave. |The rest follows.",
    "Call Ext. 220 or go to Fl. 3 of Bldg. 5. |Ask there.",
    "It starts at 9 a.m. Tokyo time. |It ends at 5 p.m. Japan Standard Time. |Be there.",
    "It starts at 9 a.m. |The time is fixed. |It ends at 5 p.m. |Tickets are sold.",
    "See pp. 3 to 5 and Eq. (2). |It holds.",
    "Use .NET here. |Open config.json. |Then run it.",
    "The price is $5.00. |Delivery costs $1,000.50 more.",
    "The total was 3,500. |40 people came.",
    "He moved to St. Louis. |The shop is in Main St. |The rest moved.",
    "Mt. Fuji is high. |Gen. Lee was tall.",
    "She holds a Ph.D. in physics. |Her boss has none.",
    "Bring pens, paper, etc. |The rest is here.",
    "Bring pens, paper, etc. and a cup. |Go.",
    "Yahoo! Japan is a site. |Use it.",
    "Meters, valves, etc., are sold. |Ask us.",
    "Employees shall not (see Sec. 4) smoke. |Visitors too.",
    "Is it in the U.K.? |No, it is in the U.S.A. |The end.",
    "It weighs approx. 30 kg. |Lift with two people.",
    "The limit is min. 5 and max. 10 units. |Do not exceed it.",
    "Heading\n|First sentence. |Second one.\n|Last",
    "Revenue rose 5%. |Costs fell.",
    "Call Tel. (0263) 12-3456. |Ask for Ms. Sato.",
  ]

  @Test(arguments: japanese) func `Japanese sentences end where a reader would say`(text: String) { check(text, .ja) }

  @Test(arguments: english) func `English sentences end where a reader would say`(text: String) { check(text, .en) }

  @Test func `there are many cases`() { #expect(Self.japanese.count + Self.english.count >= 60) }
}
