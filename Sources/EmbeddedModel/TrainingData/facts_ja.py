"""会社の文書に出てくる事実の小さな文法。枠（スロット）は毎回ちがう語で埋まるので、学んだモデルは覚えるのではなく
文章から写すことになる。形は facts_en.py と同じ: (文の型, {枠: 質問の型})。
"""
import random

FAMILY = "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 前田 藤田 後藤 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦 岡本 松田 中川 原田 小川 竹内 金子 和田 中野 柴田 堀 大西 水野 桑原 樋口".split()
GIVEN = "太郎 花子 健一 美咲 翔太 陽子 直樹 由美 大輔 恵子 誠 真由美 拓也 千尋 亮 沙織 浩二 奈緒 悠人 明美 隆 早苗 修平 智子 学 桃子 進 香織 淳 彩 豊 百合子".split()
CITY = "東京 大阪 名古屋 札幌 福岡 仙台 広島 京都 神戸 横浜 金沢 新潟 長野 静岡 岡山 高松 松山 熊本 鹿児島 那覇 盛岡 秋田 千葉 奈良 松江 浜松 つくば 富山 甲府 ロンドン リーズ シンガポール".split()
DEPT = "総務部 人事部 経理課 法務室 品質保証部 購買課 情報システム部 営業部 広報室 物流センター 研究所 安全衛生委員会 監査室 製造部 お客様相談室 設備課 給与係 企画部 校正室 輸出課 研修センター 技術サービス課 内部統制室 海外事業部".split()
ROLE = "従業員 管理職 契約社員 来訪者 新入社員 班長 パート社員 運転者 技術者 実習生 取引先 検査員 営業担当者 作業者 部門長 在宅勤務者 派遣社員 当番者".split()
DOC = "出張報告書 経費精算書 休暇届 事故報告書 発注書 診断書 来訪者名簿 受講記録 点検表 検査成績書 返品票 利用申請書 勤務表 残業申請書 引継書 危険性評価表 校正証明書 納品書 推薦書 扶養申告書 備品台帳 議事録 在宅勤務申請書 退職届".split()
EVENT = "出張の終了 月末 事故の発生 入社日 納品 検査 購入 会議 契約締結 監査 休暇の開始 修理 苦情の受付 研修の終了 受注 退職 子の出生 転居".split()
NP = "通勤手当 住宅手当 出張日当 宿泊費の上限 研修補助金 慶弔見舞金 在宅勤務手当 資格手当 家族手当 夜勤手当 赴任手当 保証金 年会費 基本料金 送料 修理料金 校正料金 入会金 祝い金 食事補助 図書購入費 健康診断の補助 保守料金 手数料 違約金 奨学金 退職慰労金 予約金".split()
MATTER = "国内出張 海外出張 在宅勤務 通勤 育児 語学学習 転勤 時間外労働 休日当番 健康診断 外部研修 顧客訪問 社会貢献活動 駐車場 携帯電話 引っ越し 部活動 視力検査 保護具 試用注文 学会参加 懇親会 資格取得 備品の購入 機器の貸出し 情報の持出し 名刺の作成 来客の対応".split()
THING = "ノート型パソコン 入館証 更衣室の鍵 作業服 社用車 印刷機 ヘルメット 監視カメラ 倉庫 書庫 サーバー 温度計 ポンプ 調整弁 電子はかり 顕微鏡 蓄電池 充電器 フィルター 乾燥炉 冷蔵庫 昇降機 端末 作業台 台車 フォークリフト 投影機 消火器 酸素濃度計 圧力計 空調機 金庫 測定器 研磨機 脚立 救急箱".split()
KANA = "カ レ ト ミ ナ ヴェ ロ ス リ ノ タ エル オル アン イクス ウム アル テラ ルク ソラ".split()
PURPOSE = "情報の漏えいを防ぐ 顧客の個人情報を守る 電力の使用量を減らす 待ち時間を短くする 二重払いを避ける 監査を容易にする 騒音を小さくする 納期を短くする 仕事の偏りをなくす 床の改修工事を行う 感染症を予防する 部品の在庫を減らす 転倒事故を防ぐ 品質のばらつきを抑える 通勤の負担を軽くする 法律の改正に対応する".split()
CAUSE = "仕入先が廃業した センサーの値が低温でずれる 昨年二件の事故が起きた 顧客から要望があった 契約が満了した 部品の製造が終了した 建物が古くなった 利用者が増えた 申請の漏れが多かった 停電でデータが失われた 誤った出荷が続いた 費用が予算を超えた".split()
TERM = "所定労働日 基本時間帯 出張 秘密情報 深夜労働 家族 重大な不適合 納期 個人情報 認定仕入先 滞留在庫 待機当番 事故 試用期間 基本給 繰越休暇 安全在庫 在宅勤務者 鍵管理者 会計年度 軽微な修理 振替休日 特定作業 貸与品".split()
BODY = ["本社が営業する日", "勤務地から{n}キロメートルを超える移動を伴う業務", "外部に知られると会社に損害を与えるおそれのある情報", "{time}から{time2}までの間の労働", "同居する配偶者、子および父母", "人に危害を及ぼすおそれのある欠陥", "受注から納品までの日数", "生存する個人を識別できる情報", "年一回の監査に合格した仕入先", "{n}か月以上出荷のない製品", "勤務時間外に電話で連絡がとれる状態で待つこと", "入社後{n}か月の期間", "手当と賞与を除いた月々の賃金", "付与された年度に使われなかった休暇", "不意の注文に備えて倉庫に置く数量", "費用が{money}に満たない修理", "{date}に始まる一年間", "週に{n}日以上自宅で働く者", "会社が業務のために貸し出す物品"]
STEP = ["主電源を切る", "赤いボタンを{n}秒間押す", "情報システム部に電話する", "製造番号を用紙に書く", "緑のランプがつくまで待つ", "乾いた布でレンズを拭く", "班長に報告する", "入館証を受付に返す", "請求書を読み取る", "電池を取り外す", "弁を{n}回転だけ開く", "端末を再起動する", "封印を確認する", "注文番号を入力する", "書庫に鍵をかける", "領収書を貼る", "門の名簿に署名する", "保護眼鏡を着ける", "ふたを閉める", "目盛りをゼロに合わせる"]
ITEM = "旅券の写し 口座の届け 扶養申告書 安全靴 証明写真 充電器 校正成績書 収納ケース 予備フィルター 入館証 健康診断書 契約書 電源コード 取扱説明書 手袋 懐中電灯 救急用品 飲料水 無線機 印鑑 年金手帳".split()


def number(r):
    n = r.choice([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 18, 20, 21, 24, 25, 28, 30, 35, 36, 40, 45, 48, 50, 60, 70, 75, 80, 90, 100, 120, 150, 180, 200, 250, 300, 365, 400, 500])
    return wide(r, str(n))


def wide(r, text):
    """Some documents write digits in full width."""
    if r.random() < 0.12:
        return text.translate({ord("0") + i: ord("０") + i for i in range(10)})
    return text


def date(r):
    y, m, d = r.randint(1998, 2031), r.randint(1, 12), r.randint(1, 28)
    return wide(r, r.choice([f"{y}年{m}月{d}日", f"{m}月{d}日", f"{y}年{m}月", f"令和{r.randint(1, 12)}年{m}月{d}日", f"平成{r.randint(1, 30)}年{m}月", f"毎年{m}月{d}日", f"翌月{d}日", f"毎月{d}日"]))


def money(r):
    n = r.choice([r.randint(1, 99) * 10, r.randint(1, 99) * 100, r.randint(1, 99) * 1000, r.randint(100, 9999)])
    return r.choice([f"{n:,}円", wide(r, f"{n}円"), f"{r.randint(1, 90)}万円", f"{n:,}ポンド", f"月額{n:,}円", f"{r.randint(1, 9)}万{r.randint(1, 9)}千円", f"税抜{n:,}円", f"1日{n:,}円"])


def days(r):
    return number(r) + r.choice(["日", "営業日", "日", "週間", "時間", "か月", "年間", "暦日", "か年", "分"])


def measure(r):
    n = r.choice([number(r), f"{r.randint(0, 40)}.{r.randint(1, 9)}"])
    return r.choice([n + r.choice(["kg", "mm", "cm", "メートル", "リットル", "ワット", "ボルト", "℃", "kPa", "分", "秒", "グラム", "時間", "mA", "デシベル", "GB", "キログラム", "度"]), f"{r.randint(1, 99)}%", f"{r.randint(1, 99)}パーセント", "±" + r.choice(["0.1", "0.02", "0.5", "1", "2", "0.3"]) + r.choice(["mm", "℃", "%", "グラム"])])


def product(r):
    kana = "".join(r.choice(KANA) for _ in range(r.randint(2, 3)))
    return r.choice([kana, f"{kana}{r.randint(1, 99) * 10}", f"{kana}・{r.choice(['プロ', 'ミニ', 'プラス', 'ライト', 'エア'])}", f"{r.choice('ABCDEFGHKLMNPRSTW')}{r.choice('ABCDEHKMNPRTX')}-{r.randint(10, 999)}", f"{kana}{r.choice('ABCSX')}{r.randint(2, 9)}"])


def clock(r):
    h, m = r.randint(1, 12), r.choice([0, 0, 15, 30, 45])
    half = r.choice(["午前", "午後"])
    minutes = "" if m == 0 else ("半" if m == 30 and r.random() < 0.4 else f"{m}分")
    return wide(r, r.choice([f"{half}{h}時{minutes}", f"{h + 8}:{m:02d}", f"{half}{h}時{minutes}", f"{h + 8}時{minutes}"]))


def person(r):
    return r.choice([r.choice(FAMILY) + r.choice(GIVEN), r.choice(FAMILY) + " " + r.choice(GIVEN), r.choice(FAMILY)])


def mail(r):
    from facts_en import mail as address
    return address(r)


def item_list(r):
    items = r.sample(ITEM, r.randint(2, 4))
    return r.choice(["、".join(items), "、".join(items[:-1]) + "および" + items[-1], "と".join(items[:2])])


SLOTS = {
    "money": money, "date": date, "days": days, "measure": measure, "person": person, "mail": mail, "product": product,
    "time": clock, "n": number, "items": item_list,
    "phone": lambda r: r.choice([f"内線{r.randint(100, 9999)}", f"0{r.randint(10, 99)}-{r.randint(100, 9999)}-{r.randint(1000, 9999)}", f"内線{r.randint(100, 9999)}番"]),
    "city": lambda r: r.choice(CITY), "dept": lambda r: r.choice(DEPT), "role": lambda r: r.choice(ROLE),
    "doc": lambda r: r.choice(DOC), "event": lambda r: r.choice(EVENT), "np": lambda r: r.choice(NP),
    "matter": lambda r: r.choice(MATTER), "thing": lambda r: r.choice(THING),
    "purpose": lambda r: r.choice(PURPOSE) + r.choice(["ため", "ため", "目的"]), "cause": lambda r: r.choice(CAUSE) + r.choice(["ため", "ため", "こと"]),
    "term": lambda r: r.choice(TERM), "body": lambda r: fill(r.choice(BODY), {}, r), "step": lambda r: fill(r.choice(STEP), {}, r),
    "room": lambda r: r.choice([f"{r.randint(1, 9)}{r.randint(0, 9):02d}号室", f"第{r.randint(1, 9)}会議室", f"{r.randint(1, 9)}階の応接室", f"第{r.randint(1, 5)}倉庫", f"{r.choice('東西南北')}棟{r.randint(1, 6)}階"]),
    "code": lambda r: f"{r.choice('ABCDEFGHKLMNPRSTW')}{r.choice(['', '-'])}{r.randint(10, 9999)}",
    "pct": lambda r: wide(r, str(r.randint(1, 99))) + r.choice(["%", "パーセント", "％", "割" if r.random() < 0.2 else "%"]),
    "freq": lambda r: r.choice(["年に1回", "年2回", "3か月ごと", "毎月1回", "2週間ごと", "毎週", "四半期ごと", "毎日", "5年ごと", "18か月ごと", "半年に一度", "毎朝"]),
    "week": lambda r: r.choice("月火水木金土日") + "曜日", "year": lambda r: f"{r.randint(1921, 2024)}年",
    "colour": lambda r: r.choice("赤色 青色 緑色 黄色 橙色 白色 紫色 灰色".split()),
}


def fill(template, values, r):
    out, i = [], 0
    while i < len(template):
        j = template.find("{", i)
        if j < 0:
            out.append(template[i:])
            break
        k = template.index("}", j)
        name = template[j + 1:k]
        if name not in values:
            values[name] = SLOTS[name.rstrip("0123456789")](r)
        out.append(template[i:j] + values[name])
        i = k + 1
    return "".join(out)


FACTS = [
    (["{matter}の{np}は{money}とする。", "{matter}については、{np}として{money}を支給する。", "{matter}に対する{np}は、{money}です。", "会社は{matter}の{np}を{money}と定めています。"],
     {"money": ["{matter}の{np}はいくらですか？", "{matter}について支給される{np}の額はいくらですか？", "{matter}に対する{np}は何円ですか？"],
      "matter": ["{money}の{np}は何に対するものですか？", "{np}として{money}が支給されるのは何についてですか？"]}),
    (["{role}は、{event}から{days}以内に{doc}を{dept}に提出しなければならない。", "{event}の後{days}以内に、{role}は{dept}へ{doc}を提出します。", "{doc}は、{event}から{days}以内に{dept}へ提出すること（対象：{role}）。"],
     {"days": ["{role}は{event}から何日以内に{doc}を提出しなければなりませんか？", "{doc}の提出期限は{event}からどれくらいですか？", "{event}の後、いつまでに{doc}を出す必要がありますか？"],
      "dept": ["{role}は{doc}をどこに提出しますか？", "{doc}の提出先はどこですか？"],
      "doc": ["{event}から{days}以内に{dept}へ提出するものは何ですか？", "{role}は{event}の後、{dept}に何を提出しますか？"]}),
    (["{product}の価格は{money}です。", "{product}は{money}で販売する。", "{product}の希望小売価格は{money}です。"],
     {"money": ["{product}の価格はいくらですか？", "{product}はいくらで販売されていますか？", "{product}の値段を教えてください。"],
      "product": ["価格が{money}の製品はどれですか？", "{money}で販売される製品は何ですか？"]}),
    (["{product}の重さは{measure}です。", "{product}の質量は、電池を含めて{measure}である。", "本体（{product}）の重量は{measure}。"],
     {"measure": ["{product}の重さはどれくらいですか？", "{product}の質量はいくらですか？", "{product}の重量は何グラムまたは何キログラムですか？"]}),
    (["{product}の使用温度範囲は{measure}から{measure2}です。", "{product}は{measure}から{measure2}の環境で使用できます。"],
     {"measure": ["{product}の使用温度範囲の下限はいくらですか？", "{product}は何度から使用できますか？"],
      "measure2": ["{product}の使用温度範囲の上限はいくらですか？", "{product}は最高で何度まで使用できますか？"]}),
    (["{product}の測定精度は{measure}です。", "{product}の誤差は{measure}以内である。"],
     {"measure": ["{product}の測定精度はどれくらいですか？", "{product}の誤差はどの範囲ですか？"]}),
    (["{city}の{dept}の責任者は{person}です。", "{city}の{dept}は{person}が統括する。", "{dept}（{city}）の責任者には{person}が就いた。", "{date}から、{city}の{dept}の責任者は{person}が務めています。"],
     {"person": ["{city}の{dept}の責任者は誰ですか？", "{city}の{dept}を統括しているのは誰ですか？", "{dept}（{city}）の責任者の名前は何ですか？"],
      "city": ["{person}が責任者を務める{dept}はどこにありますか？", "{person}はどこの{dept}の責任者ですか？"]}),
    (["{city}事業所は{date}に開設された。", "{date}、{city}に事業所を開設しました。", "当社は{date}に{city}事業所を開いた。"],
     {"date": ["{city}事業所はいつ開設されましたか？", "{city}に事業所ができたのはいつですか？"],
      "city": ["{date}に開設された事業所はどこですか？", "{date}に事業所を開いたのはどの都市ですか？"]}),
    (["{city}事業所の営業時間は{time}から{time2}までです。", "{city}の受付は{time}に開き、{time2}に閉まる。", "{role}の勤務時間は、{city}では{time}から{time2}までとする。"],
     {"time": ["{city}では何時に始まりますか？", "{city}の始まりの時刻は何時ですか？"],
      "time2": ["{city}では何時に終わりますか？", "{city}の終わりの時刻は何時ですか？"]}),
    (["{matter}に関する問い合わせは{mail}へお送りください。", "{matter}の連絡先は{mail}です。", "{matter}について不明な点があれば、{mail}に連絡すること。"],
     {"mail": ["{matter}に関する問い合わせはどこへ送ればよいですか？", "{matter}の連絡先のメールアドレスは何ですか？"]}),
    (["{dept}の電話番号は{phone}です。", "{dept}への連絡は{phone}にお願いします。", "緊急のときは{dept}（{phone}）に電話する。"],
     {"phone": ["{dept}の電話番号は何番ですか？", "{dept}にはどの番号で連絡できますか？"]}),
    (["{role}には年{n}日の有給休暇を与える。", "{role}の有給休暇は年間{n}日とする。", "{role}は、1年につき{n}日の有給休暇を取得できます。"],
     {"n": ["{role}の有給休暇は年に何日ですか？", "{role}は1年に何日の有給休暇を取得できますか？"]}),
    (["{thing}は{freq}、{dept}が点検する。", "{dept}は{thing}の点検を{freq}行います。", "{thing}の点検は{freq}実施し、{dept}が担当する。"],
     {"freq": ["{thing}はどのくらいの頻度で点検しますか？", "{dept}は{thing}をどれくらいの間隔で点検しますか？"],
      "dept": ["{thing}を点検するのはどこですか？", "{thing}の点検はどの部署が担当しますか？"]}),
    (["{thing}は{room}に保管する。", "{room}に{thing}が置いてあります。", "{thing}の保管場所は{room}です。"],
     {"room": ["{thing}はどこに保管しますか？", "{thing}の保管場所はどこですか？", "{thing}はどこに置いてありますか？"],
      "thing": ["{room}に保管されているものは何ですか？", "{room}には何が置いてありますか？"]}),
    (["{money}を超える購入には{person}の承認が必要である。", "{money}を超える発注は、{person}が承認します。"],
     {"money": ["いくらを超える購入に{person}の承認が必要ですか？", "{person}が承認するのはいくらを超える場合ですか？"],
      "person": ["{money}を超える購入には誰の承認が必要ですか？", "{money}を超える発注を承認するのは誰ですか？"]}),
    (["{term}とは、{body}をいう。", "「{term}」とは{body}を指します。", "この規程において{term}とは、{body}のことをいう。"],
     {"body": ["{term}とは何ですか？", "{term}はどのように定義されていますか？", "「{term}」とは何を指しますか？"]}),
    (["{purpose}、{thing}の使用を{date}から禁止する。", "{date}から、{purpose}に{thing}の持込みを禁止しました。"],
     {"purpose": ["{thing}の使用が禁止されるのはなぜですか？", "{thing}を禁止する理由は何ですか？"],
      "date": ["{thing}はいつから禁止されますか？", "{thing}の禁止はいつ始まりますか？"]}),
    (["{cause}から、{matter}の規程を見直した。", "{matter}の規程は、{cause}により{date}に改定されました。"],
     {"cause": ["{matter}の規程を見直した理由は何ですか？", "なぜ{matter}の規程は変わりましたか？"]}),
    (["パスワードは{n}文字以上とし、{days}ごとに変更する。", "パスワードは最低{n}文字で、有効期間は{days}です。"],
     {"n": ["パスワードは何文字以上必要ですか？", "パスワードの最低文字数はいくつですか？"],
      "days": ["パスワードはどれくらいごとに変更しますか？", "パスワードの有効期間はどれくらいですか？"]}),
    (["{matter}の記録は{days}保存する。", "{dept}は{matter}に関する記録を{days}保管します。", "{matter}の書類の保存期間は{days}とする。"],
     {"days": ["{matter}の記録はどれくらい保存しますか？", "{matter}の書類の保存期間はどれだけですか？"]}),
    (["{product}の保証期間は{days}です。", "{product}は、お買い上げの日から{days}は無償で修理します。", "{product}には{days}の保証が付く。"],
     {"days": ["{product}の保証期間はどれくらいですか？", "{product}はいつまで無償で修理してもらえますか？"]}),
    (["{product}の電池は{measure}使用できます。", "{product}は1回の充電で{measure}動作し、充電には{measure2}かかります。"],
     {"measure": ["{product}の電池はどれくらい使用できますか？", "{product}は1回の充電でどれだけ動作しますか？"]}),
    (["{product}に「{code}」と表示されたときは、{step}。", "エラー{code}が{product}に出た場合は、まず{step}。"],
     {"step": ["{product}に{code}と表示されたときはどうしますか？", "{product}のエラー{code}への対処は何ですか？"],
      "code": ["{product}で「{step}」という対処が必要なエラーはどれですか？", "{product}にどの表示が出たら{step}のですか？"]}),
    (["{thing}を使う前に、{step}。", "{thing}の使用前には必ず{step}こと。"],
     {"step": ["{thing}を使う前に何をしますか？", "{thing}の使用前に必ず行うことは何ですか？"]}),
    (["{thing}を使い終えたら、まず{step}。次に{step2}。", "{thing}の使用後は、はじめに{step}。その後{step2}。"],
     {"step": ["{thing}を使い終えたら最初に何をしますか？", "{thing}の使用後、まず行うことは何ですか？"],
      "step2": ["{thing}の使用後、二番目に行うことは何ですか？", "{thing}を使い終えて最初の手順の次に何をしますか？"]}),
    (["{product}には{items}が付属する。", "{product}の付属品は{items}です。", "箱の中には、{product}のほかに{items}が入っています。"],
     {"items": ["{product}の付属品は何ですか？", "{product}には何が付属しますか？", "{product}と一緒に入っているものは何ですか？"]}),
    (["新入社員は初日に{items}を{dept}へ提出する。", "入社時には{items}を{dept}にお持ちください。"],
     {"items": ["入社時に{dept}へ提出するものは何ですか？", "新入社員が初日に提出するものは何ですか？"],
      "dept": ["入社時の書類はどこへ提出しますか？", "新入社員は初日に{items}をどこへ提出しますか？"]}),
    (["次回の{dept}の会議は{date}に{room}で開く。", "次回：{date}、{room}（{dept}）", "{dept}は{date}に{room}で次の会議を行います。"],
     {"date": ["{dept}の次回の会議はいつですか？", "{dept}は次にいつ集まりますか？"],
      "room": ["{dept}の次回の会議はどこで開かれますか？", "{date}の{dept}の会議の場所はどこですか？"]}),
    (["{person}は{date}までに{doc}を作成する。", "{doc}は{person}が{date}までに準備します。", "担当：{person}　内容：{doc}の作成　期限：{date}"],
     {"person": ["{doc}を作成するのは誰ですか？", "{date}までに{doc}を準備する担当者は誰ですか？"],
      "date": ["{person}はいつまでに{doc}を作成しますか？", "{doc}の作成の期限はいつですか？"],
      "doc": ["{person}が{date}までに作成するものは何ですか？", "{person}は何を準備しますか？"]}),
    (["{city}の{matter}の予算は{money}で、前年より{pct}多い。", "{matter}の予算は、{city}では{money}（前年比{pct}増）です。"],
     {"money": ["{city}の{matter}の予算はいくらですか？", "{city}では{matter}にいくらの予算がありますか？"],
      "pct": ["{city}の{matter}の予算は前年よりどれだけ増えましたか？", "{city}の{matter}の予算の増加率はいくらですか？"]}),
    (["会社は{matter}の費用の{pct}を、年{money}を上限に補助する。", "{matter}の費用は{pct}まで会社が負担し、上限は年間{money}です。"],
     {"pct": ["会社は{matter}の費用のどれだけを補助しますか？", "{matter}の費用の補助の割合はいくらですか？"],
      "money": ["{matter}の補助の年間の上限はいくらですか？", "{matter}の費用は年にいくらまで補助されますか？"]}),
    (["{role}は週{n}日まで在宅勤務ができる。", "在宅勤務は、{role}の場合、週に{n}日を上限とします。"],
     {"n": ["{role}は週に何日まで在宅勤務ができますか？", "{role}の在宅勤務の上限は週何日ですか？"]}),
    (["{product}は{date}に発売され、{product2}の後継機である。", "{date}に、{product2}に代わって{product}を発売しました。"],
     {"date": ["{product}はいつ発売されましたか？", "{product}の発売日はいつですか？"],
      "product2": ["{product}はどの製品の後継機ですか？", "{product}は何に代わって発売されましたか？"]}),
    (["{product}の版{n}では、{matter}の一覧を表示する機能を追加しました。", "{product}（版{n}）から{matter}の管理に対応した。"],
     {"matter": ["{product}の版{n}は何に対応しましたか？", "{product}の版{n}で追加された機能は何に関するものですか？"]}),
    (["{city}工場では{product}を月に{n}台生産する。", "{product}は{city}工場で毎月{n}台つくられています。"],
     {"n": ["{city}工場は{product}を月に何台生産しますか？", "{product}の毎月の生産台数は何台ですか？"],
      "city": ["{product}はどこの工場で生産されていますか？", "{product}をつくっている工場はどこにありますか？"]}),
    (["非常時には{room}に集まり、{phone}に連絡する。", "避難場所は{room}、緊急の連絡先は{phone}です。"],
     {"room": ["非常時にはどこに集まりますか？", "避難場所はどこですか？"],
      "phone": ["非常時の連絡先は何番ですか？", "緊急のときはどの番号に連絡しますか？"]}),
    (["{matter}の研修は{week}に行い、所要時間は{measure}です。", "毎週{week}に{matter}の研修を{measure}行う。"],
     {"week": ["{matter}の研修は何曜日に行いますか？", "{matter}の研修があるのは何曜日ですか？"],
      "measure": ["{matter}の研修の所要時間はどれくらいですか？", "{matter}の研修はどれだけの長さですか？"]}),
    (["{city}向けの荷物は{week}に出荷し、{days}以内に届く。", "{week}に出荷した{city}向けの製品は、{days}以内に到着します。"],
     {"week": ["{city}向けの荷物は何曜日に出荷しますか？", "{city}向けの出荷日は何曜日ですか？"],
      "days": ["{city}向けの荷物はどれくらいで届きますか？", "{city}向けの製品は何日以内に到着しますか？"]}),
    (["支払いが{days}遅れたときは、月{pct}の遅延利息がかかる。", "{days}を過ぎても支払いがない場合は、{pct}の遅延利息をいただきます。"],
     {"pct": ["支払いが遅れたときの遅延利息はいくらですか？", "遅延利息の率はどれだけですか？"],
      "days": ["支払いがどれくらい遅れると遅延利息がかかりますか？", "遅延利息がかかるのは何日を過ぎたときですか？"]}),
    (["{product}は{measure}以下の場所で保管してください。", "{product}の保管温度は{measure}を超えてはならない。"],
     {"measure": ["{product}は何度以下で保管しますか？", "{product}の保管の上限はいくらですか？"]}),
    (["当社は{year}に{person}が{city}で創業した。", "{year}、{person}は{city}で会社を設立しました。"],
     {"person": ["会社を創業したのは誰ですか？", "{year}に会社を設立した人は誰ですか？"],
      "year": ["会社は何年に創業しましたか？", "{person}が会社を設立したのは何年ですか？"],
      "city": ["会社はどこで創業しましたか？", "{person}はどこで会社を設立しましたか？"]}),
    (["{city}の来訪者は{colour}の入館証を着ける。", "{city}では、来訪者に{colour}の入館証を渡します。"],
     {"colour": ["{city}の来訪者の入館証は何色ですか？", "{city}で来訪者に渡す入館証の色は何ですか？"]}),
    (["{matter}の申請には様式{code}を使う。", "{matter}を申し込むときは、様式{code}に記入します。"],
     {"code": ["{matter}の申請にはどの様式を使いますか？", "{matter}の様式の番号は何ですか？"],
      "matter": ["様式{code}は何の申請に使いますか？", "様式{code}を使うのは何を申し込むときですか？"]}),
    (["{city}の{room}は{n}人まで入れます。", "{room}（{city}）の定員は{n}名とする。"],
     {"n": ["{city}の{room}の定員は何人ですか？", "{room}には何人まで入れますか？"]}),
    (["{role}が{matter}を行うときは、事前に{person}の許可を得なければならない。", "{matter}は、{person}の許可を受けた{role}だけが行えます。"],
     {"person": ["{matter}を行うときは誰の許可が必要ですか？", "{role}は{matter}の前に誰の許可を得ますか？"],
      "role": ["{person}の許可を得て{matter}を行うのは誰ですか？", "{matter}には誰が{person}の許可を得なければなりませんか？"]}),
    (["{matter}の受付期間は{date}までです。", "{matter}は{date}までに申し込む。", "{matter}の申込みの締切りは{date}とする。"],
     {"date": ["{matter}の締切りはいつですか？", "{matter}はいつまでに申し込みますか？"]}),
]


def make(r, fact=None):
    """One fact: (sentence, [(answer, [questions])])."""
    sentences, questions = fact or r.choice(FACTS)
    values = {}
    for template in sentences + [q for qs in questions.values() for q in qs]:
        fill(template, values, r)
    sentence = fill(r.choice(sentences), values, r)
    asked = [(values[slot], [fill(q, values, r) for q in qs]) for slot, qs in questions.items() if values[slot] in sentence]
    return sentence, asked


HEADINGS = "総則 目的 適用範囲 手続き 連絡先 出張 休暇 安全 製品 価格 支払い 点検 備品 会議 研修 情報セキュリティ 事業所 購買 保証 期限 承認 保管 問い合わせ 勤務時間 手当 沿革 出荷 定義 雑則 服務".split()
TITLES = "就業規則 出張旅費規程 安全衛生規程 取扱説明書 価格表 議事録 事業所案内 品質手順書 情報セキュリティ規程 購買規程 お客様対応手引き 更新履歴 入社の手引き 福利厚生のご案内 保証規定 よくある質問 在宅勤務規程 会社沿革".split()
COLUMNS = [("品名", "価格", product, money), ("行き先", "日当", lambda r: r.choice(CITY), money), ("部署", "内線", lambda r: r.choice(DEPT), lambda r: str(r.randint(100, 9999))), ("製品", "重さ", product, measure), ("区分", "休暇日数", lambda r: r.choice(ROLE), lambda r: number(r) + "日"), ("表示", "対処", SLOTS["code"], SLOTS["step"]), ("事業所", "開設日", lambda r: r.choice(CITY), date), ("研修名", "時間", lambda r: r.choice(MATTER), measure), ("部品", "注文番号", lambda r: r.choice(THING), SLOTS["code"])]


def table(r):
    """A small table as the chunker writes it, and questions on its cells."""
    first, second, key, value = r.choice(COLUMNS)
    keys = list(dict.fromkeys(key(r) for _ in range(r.randint(2, 5))))
    rows = [(k, value(r)) for k in keys]
    text = f"{first} | {second}\n" + "\n".join(f"{k} | {v}" for k, v in rows)
    return text, [(v, [f"{k}の{second}は何ですか？", f"{k}の{second}を教えてください。", f"表によると、{k}の{second}はどうなっていますか？"]) for k, v in rows]
