"""The texts that tokenizers are trained and compared on: our own, and characters drawn at random."""

import random
from pathlib import Path

DOCUMENTS = Path(__file__).parent.parent.parent.parent / "Tests/SampleDocuments"

TRAINING = [
    "The annual leave of an employee is 20 days a year; up to 5 days may be carried over until 31 March.",
    "Travel costs over 12,500 yen must be approved by the head of department before the journey begins.",
    "It's the user's own duty to change the password every 90 days, and they'll be reminded twice.",
    "We've seen that I'm late, you're early, he'd wait, she'll call and don't care.",
    "従業員の年次有給休暇は一年につき20日とし、5日まで翌年度に繰り越すことができます。",
    "出張旅費が12,500円を超える場合は、事前に部門長の承認を受けてください。",
    "パスワードは90日ごとに変更します。変更しない場合は、翌日からログインできません。",
    "製品の保証期間は、お買い上げ日から一年間です。保証書を大切に保管してください。",
    "Das Gerät läuft mit 230 V; naïve café, résumé, coöperate, Ångström.",
    "🙂🎉 emoji 👩‍👩‍👧 family, flags 🇯🇵🇩🇪, digits ①②③ ½ ² Ⅳ, full width １２３ ＡＢＣ ｶﾀｶﾅ",
    "func hasFigures(_ row: [[Word]]) -> Bool { return row.contains { $0.isNumber } } // 仕込み",
]

FIXED = [
    "", " ", "  ", "   ", "\n", "\r\n", " \n ", "\t\t", "a", "あ", "🙂", "\u3000全角\u3000空白\u3000", "x  y   z    ",
    "  \n  x \n", "tab\tx  \ty", "trailing  ", "\r\n\r\nboth", "a\u00a0b\u2003c\u2028d\u0085e", "\u200bzero width\ufeff",
    "IT'S THEY'LL WE'VE 'Tis 'RE 'sx 'lL 'LL '\u017f rock'n'roll l'heure ''s '", "1 12 123 1234 12345 1234567890 3.14 1,000",
    "１２３４５ ٣٤٥ ①②③④ ½¾ x²y³ ⅣⅨ", "a1b2c3 ver2.0 ISO-9001 (A4) 第3条 令和6年4月1日",
    "snake_case camelCase kebab-case __init__ ... !!! ?!?! --- === +=", "http://example.com/a?b=c&d=%20#e user@example.com",
    "ﾊﾝｶｸｶﾅ ㈱ ㌔ ﬁ Å é e\u0301 か\u3099 が ǅ ﷽ ガギ ﾊﾞ", "ёжик Ελληνικά עברית العربية हिन्दी ไทย 한국어 中文",
    "𠮷野家 𝒳 𝟘 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️", "\x00\x01\x7f control \x80\x9f", "!\n\n?\r\n。\n「」\n\n", " \t \n\r \n x",
    "word\n word\n  word\n\n   word", "<|im_start|>user\nhi<|im_end|>\n<|endoftext|>", "text<|im_end|>text <|im_end> <|IM_END|>",
    "a <|im_end|> b", "[CLS] hello [SEP] [MASK] ##ing", "<s> ▁ ▁▁x <0x0A> <unk></s>", "yen yens 12yen yen。 yen_", "a <b>  b  <b> c",
    "長い文章でも、単語の間に空白がない日本語は一つの長い語として扱われるので、結合の順序が正しいことを確かめる必要があります。",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "Ünïcödé ÀÉÎÕÜ ñ ç ß İ ı Σας ΣΑΣ ǆ", "\ufffd\ufffd broken \ufffd", "日本語English日本語123漢字kanaカナかな", "x\u0301\u0327 a\u0334\u0301 \u1161\u11a8 각 \u1100\u1161\u11a8",
    "don't do not do n't . ? ! , ' m 's 've 're", "ab ab  ab", "。、！？「」『』…‥・〜～ー—–-‐", "$100 €5 ¥1,000 £3 ^_^ `code` ~tilde~ |pipe| <tag>",
]


def random_texts(count, seed=7):
    random.seed(seed)
    pool = sorted({c for t in TRAINING + FIXED for c in t})
    texts = []
    for _ in range(count):
        text = "".join(random.choice(pool) for _ in range(random.randint(1, 30)))
        if random.random() < 0.3:
            text += chr(random.choice([c for c in (random.randrange(0x110000) for _ in range(9)) if not 0xD800 <= c < 0xE000]))
        texts.append(text)
    return texts


def training():
    """What tokenizers are trained on."""
    return TRAINING * 2


def all_texts(count=40):
    return FIXED + TRAINING + random_texts(count)
