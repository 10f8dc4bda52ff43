import Foundation
import Records
import Testing

@testable import Preparation

struct PersonalDataTests {
  private func found(_ text: String, names: [String] = []) -> [String] {
    PersonalDataFinder(names: names).values(in: text).map { "\($0.kind.rawValue): \($0.text)" }
  }

  @Test(arguments: [
    // The sample number of the ministry, in all widths and groupings.
    ("個人番号は123456789018です。", ["my-number: 123456789018"]),
    ("個人番号 1234-5678-9018", ["my-number: 1234-5678-9018"]),
    ("マイナンバー：１２３４ ５６７８ ９０１８", ["my-number: １２３４ ５６７８ ９０１８"]),
    // The National Tax Agency's own.
    ("法人番号7000012050002", ["corporate-number: 7000012050002"]),
    ("登録番号 T7000012050002", ["corporate-number: 7000012050002"]),
    ("カード 4111 1111 1111 1111 で支払う", ["card: 4111 1111 1111 1111"]),
    ("JCB 3530111333300000", ["card: 3530111333300000"]),
    ("Amex 3782-822463-10005.", ["card: 3782-822463-10005"]),
    ("電話は03-1234-5678、携帯は090-1234-5678です", ["phone: 03-1234-5678", "phone: 090-1234-5678"]),
    ("ＴＥＬ：０３（１２３４）５６７８", ["phone: ０３（１２３４）５６７８"]),
    ("TEL 0312345678", ["phone: 0312345678"]), ("夜間は0263.55.1234へ", ["phone: 0263.55.1234"]),
    ("The admin password of the label printer is Winter2025!x.", ["secret: Winter2025!x"]),
    ("来客用無線のパスワードは「Abc123」に変わりました。", ["secret: Abc123"]),
    ("The Wi-Fi passphrase for visitors is correct-horse-battery-staple.", ["secret: correct-horse-battery-staple"]),
    ("The key is sk_test_4eC39HqLyjWDarjtT1zdp7dc.", ["secret: sk_test_4eC39HqLyjWDarjtT1zdp7dc"]),
    ("振込先はみずほ銀行本店（普）7654321", ["bank-account: 7654321"]), ("諏訪郡下諏訪町4611-40にあります", ["address: 諏訪郡下諏訪町4611-40"]),
    ("The fuel card number is 5555.5555.5555.4444.", ["card: 5555.5555.5555.4444"]),
    ("控えはkujo [at] kirinuki.co.jpに送ります", ["email: kujo [at] kirinuki.co.jp"]),
    ("It stands at 350 Fifth Ave, New York", ["address: 350 Fifth Ave"]),
    ("221B Baker Street, London", ["address: 221B Baker Street"]),
    ("The depot is at 7 Abbey Close, Leeds.", ["address: 7 Abbey Close"]),
    ("The American branch is reached on 212 555 0147.", ["phone: 212 555 0147"]),
    ("フリーダイヤル 0120-123-456", ["phone: 0120-123-456"]),
    ("Call +81 3 1234 5678 or (415) 555-2671.", ["phone: +81 3 1234 5678", "phone: (415) 555-2671"]),
    (
      "〒100-0001 東京都千代田区千代田1-1", ["postal-code: 100-0001", "address: 東京都千代田区千代田1-1"]
    ),
    ("郵便番号1000001", ["postal-code: 1000001"]),
    ("本社は大阪府大阪市北区梅田三丁目1番3号にある。", ["address: 大阪府大阪市北区梅田三丁目1番3号"]),
    ("Visit us at 12 High Holborn Street, London.", ["address: 12 High Holborn Street"]),
    ("連絡は taro.yamada@shikomi.co.jp まで", ["email: taro.yamada@shikomi.co.jp"]),
    ("みずほ銀行 丸の内支店 普通 1234567", ["bank-account: 1234567"]),
    ("口座番号：0012345", ["bank-account: 0012345"]),
    ("ゆうちょ銀行 記号 10120-12345671", ["bank-account: 10120-12345671"]),
    ("Pay to GB82 WEST 1234 5698 7654 32 by Friday", ["bank-account: GB82 WEST 1234 5698 7654 32"]),
    ("export TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345", ["secret: ghp_0123456789abcdefghijABCDEFGHIJ012345"]),
    ("パスワードは「Tr0ub4dor&3」です", ["secret: Tr0ub4dor&3"]),
    ("暗証番号: 4821", ["secret: 4821"]),
    (
      "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----",
      ["secret: PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"]
    ),
    // Phone numbers as they are written in Britain, and mobile ones without separators.
    ("Call the Leeds office on 0113 496 0123.", ["phone: 0113 496 0123"]),
    ("London: 020 7946 0018, mobile 07700 900123", ["phone: 020 7946 0018", "phone: 07700 900123"]),
    ("01632 960001 or +44 (0)113 496 0123", ["phone: 01632 960001", "phone: +44 (0)113 496 0123"]),
    ("夜間は09012345678へ", ["phone: 09012345678"]),
    ("07700900123", ["phone: 07700900123"]),
    // Addresses without a prefecture.
    ("営業所は横浜市中区本町1丁目2番3号です。", ["address: 横浜市中区本町1丁目2番3号"]),
    ("本社所在地松本市中央1-2-3", ["address: 松本市中央1-2-3"]),
    ("松本市大字笹賀5652-83", ["address: 松本市大字笹賀5652-83"]),
    ("送り先：さいたま市大宮区桜木町1-7-5", ["address: さいたま市大宮区桜木町1-7-5"]),
    ("横浜市西区みなとみらい２－２－１", ["address: 横浜市西区みなとみらい２－２－１"]),
    ("札幌市中央区北3条西6丁目1番2号へ", ["address: 札幌市中央区北3条西6丁目1番2号"]),
    ("諏訪市湖岸通り 1234番地5", ["address: 諏訪市湖岸通り 1234番地5"]),
    // Postal codes without 〒.
    ("390-0811 松本市中央1-2-3", ["postal-code: 390-0811", "address: 松本市中央1-2-3"]),
    ("住所：390-0811", ["postal-code: 390-0811"]),
    ("Our address is 12 Park Street, Leeds LS1 4AB.", ["address: 12 Park Street", "postal-code: LS1 4AB"]),
    ("Postcode: LS1 4AB", ["postal-code: LS1 4AB"]),
    ("Kirisawa UK, Leeds, LS1 4AB", ["postal-code: LS1 4AB"]),
    ("LS1 4AB", ["postal-code: LS1 4AB"]),
    // British accounts.
    ("12-34-56 12345678", ["bank-account: 12-34-56 12345678"]),
    ("Sort code 12 34 56, account 12345678", ["bank-account: 12 34 56", "bank-account: 12345678"]),
    // A secret key of AWS, announced or not.
    (
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ["secret: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]
    ),
    (
      "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      ["secret: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]
    ),
    ("アクセスキー：AbCd1234EfGh", ["secret: AbCd1234EfGh"]),
    // Full width, and marks within quotation marks of another kind.
    ("パスワードは「Ｔｏｒａ２０２６ｘｙｚ」です。", ["secret: Ｔｏｒａ２０２６ｘｙｚ"]), ("（パスワード：Ｔｏｒａ２０２６ｘｙｚ）", ["secret: Ｔｏｒａ２０２６ｘｙｚ"]),
    ("パスワードは『Tora2026xyz』", ["secret: Tora2026xyz"]),
    ("The password is \"Tor'a-9921xyz\".", ["secret: Tor'a-9921xyz"]),
    ("パスワードは「Tor'a-9921xyz」です。", ["secret: Tor'a-9921xyz"]),
    ("password: Abc12345'x9 on the label", ["secret: Abc12345'x9"]), ("“password: Abc12345x”", ["secret: Abc12345x"]),
    ("'password: Abc12345x'", ["secret: Abc12345x"]), ("password: 'Abc12345x'", ["secret: Abc12345x"]),
    ("password (Abc12345x)", []), ("password: (Abc12345x)", ["secret: Abc12345x"]),
    // Phrases without a digit.
    ("パスフレーズは「correct-horse-battery-staple」です", ["secret: correct-horse-battery-staple"]),
    ("passphrase: correct-horse-battery-staple", ["secret: correct-horse-battery-staple"]),
    ("The passphrase for visitors is correct-horse-battery-staple.", ["secret: correct-horse-battery-staple"]),
    ("来客用のパスフレーズは correct_horse_battery_staple。", ["secret: correct_horse_battery_staple"]),
    ("パスワード：「correct-horse-battery-staple」", ["secret: correct-horse-battery-staple"]),
    ("Passphrase: “correct horse battery staple”", ["secret: correct horse battery staple"]),
    // A few digits that open a door.
    ("The PIN of the side door is 4821.", ["secret: 4821"]), ("PINコードは4821です。", ["secret: 4821"]),
    ("The passcode of the gate is 482913.", ["secret: 482913"]), ("パスコード：4829", ["secret: 4829"]),
    // Rows, lines and columns that say it.
    ("Wi-Fi password | Tora2026xyz", ["secret: Tora2026xyz"]), ("来客用無線のパスワード | Tora2026xyz", ["secret: Tora2026xyz"]),
    ("Password for visitors | Tora2026xyz | 2F", ["secret: Tora2026xyz"]), ("PIN | 4821", ["secret: 4821"]),
    ("Wi-Fi password\nTora2026xyz", ["secret: Tora2026xyz"]), ("暗証番号 | 4821 | 正面", ["secret: 4821"]),
    (
      "System | Password | Floor\nWi-Fi | Tora2026xyz | 2\nDoor | Kuma2025abc | 3",
      ["secret: Tora2026xyz", "secret: Kuma2025abc"]
    ),
    ("機器 | パスワード\n無線 | Tora2026xyz", ["secret: Tora2026xyz"]),
    // Symbol and number of the postal bank, calls from abroad, brackets within, and a kanji for each digit.
    (
      "ゆうちょ銀行 記号12150 番号12345671", ["bank-account: 12150", "bank-account: 12345671"]
    ),
    ("津支店の電話は059 (228) 1234である。", ["phone: 059 (228) 1234"]), ("0081-3-1234-5678", ["phone: 0081-3-1234-5678"]),
    ("Phone 0049 30 1234 5678", ["phone: 0049 30 1234 5678"]), ("市外局番0742、27-8812", ["phone: 27-8812"]),
    ("電話は〇八二－二二八－一一一一である。", ["phone: 〇八二－二二八－一一一一"]), ("〇九〇一二三四五六七八", ["phone: 〇九〇一二三四五六七八"]),
    ("横浜市西区みなとみらい二―三―一にある", ["address: 横浜市西区みなとみらい二―三―一"]),
    ("埼玉県川口市本町一丁目七番地五にある", ["address: 埼玉県川口市本町一丁目七番地五"]),
    ("埼玉県川口市本町一丁目七番地五階", ["address: 埼玉県川口市本町一丁目七番地"]),
    ("郵便の宛先は4600008である。", ["postal-code: 4600008"]),
    // Half-width words, a domain in Japanese, and keys of other services.
    ("ﾊﾟｽﾜｰﾄﾞは「Tora2026xyz」です。", ["secret: Tora2026xyz"]), ("見学はkengaku@青葉.jpまで", ["email: kengaku@青葉.jp"]),
    (
      "https://hooks.slack.com/services/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.",
      ["secret: hooks.slack.com/services/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"]
    ),
    ("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", ["secret: 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"]),
    (
      "接続鍵はEby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==である。",
      ["secret: Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="]
    ),
    // The streets of Kyoto, the rows and blocks of Hokkaido, and America.
    ("工場の住所は京都市下京区室町通綾小路下る白楽天町504である。", ["address: 京都市下京区室町通綾小路下る白楽天町504"]),
    ("京都府京都市上京区今出川通堀川西入二丁目北小路町88-1に移る", ["address: 京都府京都市上京区今出川通堀川西入二丁目北小路町88-1"]),
    ("京都市東山区大和大路通四条下ル四丁目小松町十一番地です", ["address: 京都市東山区大和大路通四条下ル四丁目小松町十一番地"]),
    ("住所は札幌市北区北10条西4丁目である。", ["address: 札幌市北区北10条西4丁目"]),
    ("旭川市4条通9丁目1704-12", ["address: 旭川市4条通9丁目1704-12"]),
    (
      "Send it to 75 Prospect Ave, Suite 210, Portland, OR 97205.",
      ["address: 75 Prospect Ave, Suite 210, Portland, OR 97205"]
    ),
    ("It is at 20 W. Elm Rd, Salem, OR 97301-1234 now.", ["address: 20 W. Elm Rd, Salem, OR 97301-1234"]),
    ("We moved to 9 42nd Street\nNew York, NY 10036", ["address: 9 42nd Street\nNew York, NY 10036"]),
    ("Mail to PO Box 77, Salem, OR 97301.", ["address: PO Box 77, Salem, OR 97301"]),
    // Passwords in words alone, behind other words, in links and in headers.
    ("初期パスワードは「hanabishi」とする。", ["secret: hanabishi"]), ("パスワード：『hana-bishi』（全員共通）", ["secret: hana-bishi"]),
    ("端末のPWは Qk4%vbn7 です。", ["secret: Qk4%vbn7"]), ("PW: Qk4xvbn7a", ["secret: Qk4xvbn7a"]),
    ("Use the account guest and pass phrase Blue-Table-4.", ["secret: Blue-Table-4"]),
    ("log in with password Kuma2025Abc today", ["secret: Kuma2025Abc"]),
    ("Authorization: Bearer 5f2c9e0a1b7d4e6f8a0b1c2d3e4f5a6b", ["secret: 5f2c9e0a1b7d4e6f8a0b1c2d3e4f5a6b"]),
    ("mysql://app:W1nter!x@db.example.com:3306/shop", ["secret: W1nter!x"]),
    ("画面はhttps://admin:kuma-pass@ops.kirisawa.co.jp/である。", ["secret: kuma-pass"]),
    ("Routing number 011401533, account 000987654321", ["bank-account: 011401533", "bank-account: 000987654321"]),
    ("製造番号の問い合わせは03-1234-5678", ["phone: 03-1234-5678"]), ("512-555-0199-ext 12", ["phone: 512-555-0199"]),
    ("090-1234-5678-x12", ["phone: 090-1234-5678"]),
    // Codes of doors, passwords with kana, spelled signs of mail.
    ("The door code of the server room is 4471#.", ["secret: 4471#"]), ("倉庫の解錠番号は7310である。", ["secret: 7310"]),
    ("Alarm code: 90817", ["secret: 90817"]),
    ("パスワードはうみねこ2024である。", ["secret: うみねこ2024"]), ("共用端末のパスワード：桜ホール77", ["secret: 桜ホール77"]),
    ("来客用のパスワードは「はなびabc31」とする。", ["secret: はなびabc31"]),
    ("soudan【at】minato-foods.co.jp", ["email: soudan【at】minato-foods.co.jp"]),
    (
      "Write to tom.price (at) harbourlane (dot) co.uk today", ["email: tom.price (at) harbourlane (dot) co.uk"]
    ),
    ("mia[dot]hart [at] quayside[dot]co[dot]uk", ["email: mia[dot]hart [at] quayside[dot]co[dot]uk"]),
    // Numbers that an office gave somebody.
    ("His NI number AB123456C is on file.", ["identity-number: AB123456C"]),
    ("National Insurance number: CE 20 41 77 D", ["identity-number: CE 20 41 77 D"]),
    ("Her social security number is 219-09-9999.", ["identity-number: 219-09-9999"]),
    ("旅券番号TK1234567を控える。", ["identity-number: TK1234567"]), ("パスポート番号は「MU 7654321」です", ["identity-number: MU 7654321"]),
    ("基礎年金番号1234-567890", ["identity-number: 1234-567890"]), ("免許証番号：301234567890", ["identity-number: 301234567890"]),
  ])
  func `what belongs to somebody is found as it stands`(text: String, expected: [String]) {
    #expect(found(text) == expected)
  }

  @Test(arguments: [
    // One digit off.
    "個人番号は123456789017です。", "法人番号7000012050003", "カード 4111 1111 1111 1112",
    // Numbers of other kinds.
    "売上高は 1,234,567,890 円、前年比 103.1234 %", "2026-11-21 の 12:30", "令和6年4月1日から施行する。", "型番 03-1234-56789",
    "バーコード 4901234567894", "第12条第3項", "ISBN 978-4-00-310101-8", "バージョン 1.2.3.4", "規程番号 HR-2024-0012",
    "100-0001 件", "東京都の予算は 1-3 月期に", "12 Monkeys and 3 roads", "普通 1234 件を処理した", "内線 1234",
    // Nobody's by rule.
    "write to info@example.com or a@b.test", "user@localhost", "password: ", "the password must have 8 characters",
    "パスワードは8文字以上とする。", "the password policy is in document IT-0123", "The password is changed every 90 days",
    "version 10.12.2025", "12.34 and 56.78 metres", "look [at] the board", "パスワードは「社外秘」として扱う", "sk-learn and skew",
    "passphrase: at least four words", "パスフレーズは「四つ以上の単語」とする。", "password: state-of-the-art rules",
    "@mention",
    // Rows about passwords, and pins of other kinds.
    "Password length | 12 characters", "Password policy | policy-2026.pdf", "Passwords | https://a1.kirisawa.jp/reset",
    "Password change | every 90 days", "パスワードの変更 | 90日ごと", "Form | Password\nIT-04 | changed every 90 days",
    "The pin 4821 holds the cover", "Pin | 4821", "PING 48213", "The PIN has 4 digits", "暗証番号は4桁とする。",
    "System | Password\n\nKX-210a2026 | Pump",
    // Part numbers, rules of passwords and forms that name an identity number.
    "品番は045-887-2210-Xである。", "045-887-2210-X", "03-1234-5678-XL", "パスワードは英数字8文字以上とする。", "パスワードは最長64です。",
    "パスワードは規程2024に従う。", "パスワードは毎年4月10です", "パスワードの桁数は12である。", "The door code has 4 digits",
    "The gate code list is in file GC-0144", "旅券番号の欄は1234567字まで", "Part AB123456C", "旅券番号は受付で確認する。",
    "The NI number has nine characters", "Form 219-09-9999", "基礎年金番号は10桁である。",
    // Amounts, dates, parts and articles that look like what is told apart by its place.
    "松本市内では3-5営業日で届く。", "松本市の予算は 2025-04-01 から", "都市ガス 1-2-3", "第2工区3-1-2", "市場価格は 1-2 割", "各市町村 1-2-3",
    "松本市会議2025-11-21", "中区分1-2", "松本市で開く会議は11-20-3回", "区分1-2-3を選ぶ", "長野市民1-2人", "本町三丁目で工事を行う",
    "部品 390-0811 を 2 個", "型番 390-0811", "品番 0113 496 0123", "製造番号09012345678", "Part no. 07700 900123",
    "0113 496 01234", "05123-456789", "1234 567 8901", "Bracket LS1 4AB", "model LS1 4AB",
    "Use FM80 2AB, or KL210 1AB.",
    "Fitting SE1 4CC", "12-34-56", "21-11-26 1234567", "account 12345678 calls", "3 Way Valve", "Table 2 Last Row",
    // Numbers in kanji, in brackets and with zeros that are dates, prices, parts and quantities.
    "二〇二六年十一月二十二日", "二〇二六－一一－二二に改定", "一－二－三の順に締める", "三－五営業日で届く", "一二三四五円", "二、三日", "手順一（二）三",
    "部品 0012-3-4567", "品番 0081-3-1234-5678", "0012-34-5678-9012", "0099-3-1234-5678", "図番 059 (228) 12345",
    "2026 (11) 22", "12,345 (678) 90", "1,500 (税込 1,650) 円", "寸法 100 (50) 200", "3000 (12) 5678",
    "記号12150を押す", "図面の記号12150、部品の番号12345671", "番号12345671", "郵便は4600008通", "製品コード 4600008",
    "2026-11-22", "2026/11/22 10:30", "価格は 4,600,008 円", "¥1,234-5678", "KX-210-0811", "ロット 20261122-001",
    // Keys that open doors, and a sign of mail that is none.
    "予備の鍵は守衛室にある。", "鍵はKEY-2024-001です", "鍵は2階のB-12にある", "鍵はkey-cabinet-2026-north", "部品@単価1,200円.", "price@店頭.",
    "https://hooks.slack.com/services/", "会議室二－三", "東京都内三－四か所",
    // Directions, articles and numbers of parts that are no addresses, and links and words that open nothing.
    "京都市中京区の坂を上ると3軒ある", "中京区烏丸通御池上る方向に3台", "松本市の条例第3条第6項", "松本市3条例6丁目分", "2 Road Bikes", "3 Close Calls",
    "15 Staff, Model OR 97205", "図面番号は045-123-4567-Aである。", "図面番号は045-123-4567である。",
    "The part number is 512-555-0199-B.",
    "Drawing number: 045-123-4567", "Drawing 045-123-4567-C2", "パスワードは「password」や「admin」を避ける。",
    "パスワードは「admin」としてはならない。",
    "パスワードは「shikomi」などの語にしない。", "PW-9a2026bcd | 88", "the PW of 1200", "https://user:password@host.co.jp/",
    "http://localhost:8080/a@b",
    "https://a.example.com:8443/x@y.test", "bearer of good news from 2026", "The bearer certificate-of-origin is",
    "password SHA256-hashed",
    "password Policy-2026", "routing number 021000022", "The routing list has 123456 pages",
    // Hashes, paths, names.
    "da39a3ee5e6b4b0d3255bfef95601890afd80709", "Sources/Pipeline/Generate/GenerateStage1",
    "thisIsAVeryLongCamelCaseNameOfAFunction1x",
    "AAAAAAAAAAAAAAAAAAAAaaaaaaaaaaaaaaaaaaa1",
    "https://docs.example.org/d/1HB9Gg2J_zra8SfJsxZ3cxyXvyaRfLhE8jw0q234KyXc/edit?usp=sharing",
    "https://chat.example.com/archives/C03JK2KH8/p1536779475000100",
  ])
  func `what looks alike and belongs to nobody is left alone`(text: String) {
    #expect(found(text) == [])
  }

  @Test func `the check digits of My Numbers, corporate numbers and cards decide, whatever the number`() {
    var random = SeededRandom(seed: 7)
    for _ in 0..<300 {
      let body = (0..<11).map { _ in Int(random.next() % 10) }
      let check = (0...9).filter { last in
        NumberRules.isMyNumber(DigitGroups(groups: [0..<12], digits: body + [last], hasPlus: false))
      }
      // All digits alike are nobody's; else exactly one fits.
      #expect(check.count == 1 || Set(body).count == 1)
      let card = [4] + (0..<14).map { _ in Int(random.next() % 10) }
      let luhn = (0...9).filter {
        NumberRules.isCard(DigitGroups(groups: [0..<16], digits: card + [$0], hasPlus: false))
      }
      #expect(luhn.count == 1)
    }
  }

  @Test func `names of the list are found with and without a space, Latin ones as whole words`() {
    let names = ["山田太郎", "Ann Lee"]
    #expect(found("担当は山田 太郎、山田太郎", names: names) == ["name: 山田 太郎", "name: 山田太郎"])
    #expect(found("ANN LEE and Joann Leeds", names: names) == ["name: ANN LEE"])
    #expect(found("山田の太郎", names: names) == [])
  }

  @Test func `names stand in a list and in a text in either order, with any apostrophe`() {
    let names = ["Jonathan Smith", "Margaret O'Neill"]
    #expect(
      found("Smith, Jonathan and Dr Margaret O’Neill", names: names) == [
        "name: Smith, Jonathan", "name: Margaret O’Neill",
      ])
    #expect(found("Jonathan Smith", names: ["Smith, Jonathan"]) == ["name: Jonathan Smith"])
    #expect(NameList.names(in: "# staff\n 山田太郎 \n\n佐藤") == ["山田太郎", "佐藤"])
  }

  @Test(arguments: [
    ("検収は田中ﾐｻｷ", "田中ﾐｻｷ"), ("田中 ミサキさん", "田中 ミサキ"), ("清掃は髙橋健へ", "髙橋健"), ("会計は渡邊直人", "渡邊直人"), ("渡邉 直人", "渡邉 直人"),
    ("山﨑 一", "山﨑 一"), ("齋藤龍", "齋藤龍"), ("ｻﾞｲﾂﾀﾞ ｼﾞｮｳ", "ｻﾞｲﾂﾀﾞ ｼﾞｮｳ"), ("ジョン・スミス", "ジョン・スミス"),
    ("Tanaka Misaki", "Tanaka Misaki"), ("TANAKA, Misaki", "TANAKA, Misaki"), ("ＭＩＳＡＫＩ ＴＡＮＡＫＡ", "ＭＩＳＡＫＩ ＴＡＮＡＫＡ"),
    ("Zoë Muller", "Zoë Muller"), ("辻\u{E0100}太郎", "辻\u{E0100}太郎"),
  ])
  func `a name is known in every width, with kanji of any form and with the family name first`(
    text: String, name: String
  ) {
    let names = [
      "田中ミサキ", "高橋健", "渡辺直人", "山崎一", "斎藤竜", "ザイツダジョウ", "ジョン スミス", "Misaki Tanaka", "Zoe Müller", "辻太郎",
    ]
    #expect(found(text, names: names) == ["name: \(name)"])
  }

  @Test(arguments: ["田中ミサギ", "田中ﾐｻｷﾞ", "高橋", "健高橋", "Tanaka Misakis", "Misaki and Tanaka", "田中とミサキ", "渡辺直"])
  func `what is not the whole name is none`(text: String) {
    #expect(found(text, names: ["田中ミサキ", "高橋健", "渡辺直人", "Misaki Tanaka"]) == [])
  }

  @Test func `a pair is looked at in the paths of its files too`() {
    var pair = RandomPairs.pair("鍵はどこですか", "守衛室", in: RandomPairs.document("山田太郎_090-1234-5678.md"))
    let finder = PersonalDataFinder(names: ["山田太郎"])
    #expect(finder.values(of: pair).map(\.text) == ["山田太郎", "090-1234-5678"])
    #expect(DatasetRemarks.Flag(pair, finder)?.kinds == [.phone, .name])
    pair.evidence[0].document = "corpora/2026-11-22_v1.2.3.md"
    #expect(finder.values(of: pair) == [])
  }

  @Test(arguments: [
    ("What is the admin password of the label printer?", "Winter2025!x", ["secret"]),
    ("サーバー室の管理画面のパスワードは何ですか？", "Kirin2024", ["secret"]), ("来客用無線のパスワードは何ですか？", "Abc123", ["secret"]),
    ("What is the Wi-Fi passphrase for visitors?", "correct-horse-battery-staple", ["secret"]),
    ("On which number is the American branch reached?", "212 555 0147", ["phone"]),
    ("経理部の口座番号は何ですか？", "1234567", ["bank-account"]), ("What is the Wi-Fi password?", "Tora2026xyz", ["secret"]),
    ("通用口の暗証番号は何ですか？", "4821", ["secret"]), ("What is the PIN of the side door?", "4821", ["secret"]),
    ("What is the passcode of the gate?", "482913", ["secret"]), ("郵便の宛先は何ですか。", "4600008", ["postal-code"]),
    ("ストレージの接続鍵は何ですか。", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6==", ["secret"]),
    ("経費の振込口座は何ですか。", "12150-12345671", ["bank-account"]), ("予備の鍵の番号は何番ですか。", "KEY-2024-001", []),
    ("郵便は年に何通ですか。", "4600通", []), ("郵便料金は何円ですか。", "4600008", []),
    ("暗証番号は何年に変わりましたか？", "2024", []), ("How many digits does the PIN have?", "1234", []),
    ("Where is the password changed?", "https://portal2026.kirisawa.jp", []),
    ("How often is the password changed?", "every 90 days", []), ("パスワードは何文字以上ですか？", "12文字以上", []),
    ("Which form is the password request made on?", "IT-04", []), ("How many numbers are on the list?", "212", []),
  ])
  func `an answer is told by what its question asks for`(question: String, answer: String, kinds: [String]) {
    let values = PersonalDataFinder().values(asked: question, answer: answer)
    #expect(values.map(\.kind.rawValue) == kinds)
    #expect(values.allSatisfy { $0.text == answer })
  }

  @Test(arguments: [
    ("What is the Wi-Fi password?", "It is Tora2026xyz, in small letters."), ("来客用無線のパスワードは何ですか？", "Tora2026xyzです。"),
    ("来客用無線のパスワードは何ですか？", "「Tora2026xyz」です。"), ("What is the API key?", "Use the key Tora2026xyz for it."),
  ])
  func `a sentence that answers a question about a password loses it`(question: String, answer: String) {
    #expect(PersonalDataFinder().values(asked: question, answer: answer).map(\.text) == ["Tora2026xyz"])
  }

  private func evidence(_ quote: String, in chunk: Chunk) throws -> Evidence {
    let place = try #require(chunk.text.range(of: quote))
    let start = chunk.text.utf8.distance(from: chunk.text.startIndex, to: place.lowerBound)
    return Evidence(
      document: chunk.path, sha256: chunk.document, chunk: chunk.id, start: start, end: start + quote.utf8.count,
      quote: quote, page: 1, rects: [])
  }

  @Test(arguments: [
    ("The password for guests is Tora2026xyz. Ask at the desk.", "Tora2026xyz", []),
    ("来客用のパスワードは「Tora2026xyz」です。受付で尋ねてください。", "Tora2026xyz", []),
    ("Wi-Fi | Tora2026xyz", "Tora2026xyz", ["IT guide", "Network | Password"]),
    ("社内無線 | Tora2026xyz", "Tora2026xyz", ["手引き", "回線 | パスワード"]), ("Tora2026xyz", "Tora2026xyz", ["Wi-Fi password"]),
  ])
  func `a bare answer is told by what its passage says around it`(text: String, secret: String, context: [String])
    throws
  {
    let chunk = Chunk(
      document: ContentHash(of: [text]), path: "corpora/a.md", index: 0, text: text, start: 0, end: text.utf8.count,
      pages: [1], tokenCount: 9, context: context, language: Language(guessing: text))
    let screening = PassageScreening(PersonalDataFinder()) { $0 == chunk.id ? chunk : nil }
    let announced = try screening.values(of: [try evidence(secret, in: chunk)])
    #expect(announced.map(\.text) == [secret])
    // What stands elsewhere in the passage is no business of the pair.
    if let other = ["desk", "受付"].first(where: text.contains) {
      #expect(try screening.values(of: [try evidence(other, in: chunk)]) == [])
    }
    var mask = PersonalDataMask(PersonalDataFinder(), language: .en)
    mask.look(at: ["What do guests type?", secret], asked: [("What do guests type?", secret)], announced: announced)
    #expect(mask.apply(to: secret) == "[key or password]")
  }

  @Test func `a mask hides an answer that only its question announces`() {
    var mask = PersonalDataMask(PersonalDataFinder(), language: .ja)
    mask.look(at: ["管理画面のパスワードは何ですか？", "Kirin2024"], asked: [("管理画面のパスワードは何ですか？", "Kirin2024")])
    #expect(mask.apply(to: "Kirin2024") == "【キー・パスワード】")
  }

  @Test func `a mask hides every value, tells two of a kind apart, and knows one again`() {
    let finder = PersonalDataFinder()
    var ja = PersonalDataMask(finder, language: .ja)
    #expect(ja.apply(to: "窓口は03-1234-5678と03-1234-9999です") == "窓口は【電話番号】と【電話番号2】です")
    #expect(ja.apply(to: "03-1234-9999") == "【電話番号2】")
    #expect(ja.masked.count == 3)
    var en = PersonalDataMask(finder, language: .en)
    #expect(en.apply(to: "Mail hanako@shikomi.jp") == "Mail [e-mail address]")
    #expect(en.apply(to: "No data here.") == "No data here.")
  }

  @Test func `what one text of a record announces is hidden where another holds it bare`() {
    let finder = PersonalDataFinder()
    var mask = PersonalDataMask(finder, language: .ja)
    mask.look(at: ["暗証番号は何ですか", "2480", "出荷時の暗証番号は「2480」です。"])
    #expect(mask.apply(to: "2480") == "【キー・パスワード】")
    #expect(mask.apply(to: "型番 12480 と A2480") == "型番 12480 と A2480")
    #expect(mask.apply(to: "出荷時の暗証番号は「2480」です。") == "出荷時の暗証番号は「【キー・パスワード】」です。")
    var blind = PersonalDataMask(finder, language: .ja)
    #expect(blind.apply(to: "2480") == "2480")
    var english = PersonalDataMask(finder, language: .en)
    english.look(at: ["390-0811", "住所：390-0811 松本市中央1-2-3"])
    #expect(english.apply(to: "390-0811") == "[postal code]")
  }

  @Test func `masked text has no values, and what was no value is kept, for random texts`() {
    var random = SeededRandom(seed: 11)
    let parts = [
      "電話", "03-1234-5678", "〒100-0001", "東京都港区芝1-2-3", "a.b@c-d.co.jp", "、", " ", "123456789018", "第3条", "普通",
      "銀行", "4111111111111111", "password: abc12345", "\n", "規程", "2026", "-", "(", ")", "+", "ghp_", "e\u{301}", "👩‍👩‍👧",
      "GB82", "市", "松本", "中央", "1-2-3", "LS1 4AB", "Leeds, ", "12-34-56 ", "+44 (0)113", "390-0811", "丁目",
    ]
    let finder = PersonalDataFinder(names: ["規程太郎"])
    for _ in 0..<2_000 {
      let text = (0..<Int(random.next() % 12)).map { _ in parts[Int(random.next() % UInt64(parts.count))] }.joined()
      let values = finder.values(in: text)
      let scalars = Array(text.unicodeScalars)
      for value in values {
        #expect(value.start < value.end && value.end <= scalars.count)
        var words = String.UnicodeScalarView()
        words.append(contentsOf: scalars[value.start..<value.end])
        #expect(String(words).unicodeScalars.elementsEqual(value.text.unicodeScalars))
      }
      for (one, next) in zip(values, values.dropFirst()) { #expect(one.end <= next.start) }
      var mask = PersonalDataMask(finder, language: .ja)
      let masked = mask.apply(to: text)
      #expect(mask.masked.count == values.count)
      if values.isEmpty { #expect(masked == text) }
    }
  }
}
