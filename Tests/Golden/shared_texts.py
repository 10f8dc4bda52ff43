"""Texts that several of the golden scripts train tokenizers on and compare them with; all are our own."""

# What tokenizers are trained on.
SENTENCES = [
    "The annual leave of an employee is 20 days a year; up to 5 days may be carried over until 31 March.",
    "Travel costs over 12,500 yen must be approved by the head of department before the journey begins.",
    "It's the user's own duty to change the password every 90 days, and they'll be reminded twice.",
    "We've seen that I'm late, you're early, he'd wait, she'll call and don't care.",
    "従業員の年次有給休暇は一年につき20日とし、5日まで翌年度に繰り越すことができます。",
    "出張旅費が12,500円を超える場合は、事前に部門長の承認を受けてください。",
    "パスワードは90日ごとに変更します。変更しない場合は、翌日からログインできません。",
    "製品の保証期間は、お買い上げ日から一年間です。保証書を大切に保管してください。",
    "Das Gerät läuft mit 230 V; naïve café, résumé, coöperate, Ångström.",
]

# Spaces, line ends, contractions, numbers, names of all sorts.
SPACES_AND_MARKS = [
    "", " ", "  ", "   ", "\n", "\r\n", " \n ", "\t\t", "a", "あ", "🙂", "\u3000全角\u3000空白\u3000", "x  y   z    ",
    "  \n  x \n", "tab\tx  \ty", "trailing  ", "\r\n\r\nboth", "a\u00a0b\u2003c\u2028d\u0085e", "\u200bzero width\ufeff",
    "IT'S THEY'LL WE'VE 'Tis 'RE 'sx 'lL 'LL '\u017f rock'n'roll l'heure ''s '", "1 12 123 1234 12345 1234567890 3.14 1,000",
    "１２３４５ ٣٤٥ ①②③④ ½¾ x²y³ ⅣⅨ", "a1b2c3 ver2.0 ISO-9001 (A4) 第3条 令和6年4月1日",
    "snake_case camelCase kebab-case __init__ ... !!! ?!?! --- === +=", "http://example.com/a?b=c&d=%20#e user@example.com",
]

# Other scripts, and characters of several scalars.
SCRIPTS = [
    "ёжик Ελληνικά עברית العربية हिन्दी ไทย 한국어 中文",
    "𠮷野家 𝒳 𝟘 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️",
]

# Lines, and control tokens as people may write them.
LINES_AND_TOKENS = [
    "!\n\n?\r\n。\n「」\n\n", " \t \n\r \n x",
    "word\n word\n  word\n\n   word", "<|im_start|>user\nhi<|im_end|>\n<|endoftext|>", "text<|im_end|>text <|im_end> <|IM_END|>",
    "a <|im_end|> b",
]
