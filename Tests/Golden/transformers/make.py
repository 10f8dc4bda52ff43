"""Makes the golden files of the Transformers target from the reference libraries.

Needs tokenizers, torch, transformers, peft, safetensors. Run it in this folder: python make.py [tokenizers|models]
The texts are our own; the models are tiny and random.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

TRAINING_TEXT = [
    "The annual leave of an employee is 20 days a year; up to 5 days may be carried over until 31 March.",
    "Travel costs over 12,500 yen must be approved by the head of department before the journey begins.",
    "It's the user's own duty to change the password every 90 days, and they'll be reminded twice.",
    "We've seen that I'm late, you're early, he'd wait, she'll call and don't care.",
    "従業員の年次有給休暇は一年につき20日とし、5日まで翌年度に繰り越すことができます。",
    "出張旅費が12,500円を超える場合は、事前に部門長の承認を受けてください。",
    "パスワードは90日ごとに変更します。変更しない場合は、翌日からログインできません。",
    "製品の保証期間は、お買い上げ日から一年間です。保証書を大切に保管してください。",
    "Das Gerät läuft mit 230 V; naïve café, résumé, coöperate, Ångström.",
    "  indented\n\ttabbed\r\nWindows line\r\n\r\n    four spaces\n\n\nthree line ends",
    "🙂🎉 emoji 👩‍👩‍👧 family, flags 🇯🇵🇩🇪, digits ①②③ ½ ² Ⅳ, full width １２３ ＡＢＣ",
    "e\u0301 combining, が composed, か\u3099 decomposed, ＋−×÷ ≠ → 「引用」『二重』〜・…",
]

EXTRA_TEXT = [
    "", " ", "  ", "   ", "\n", "\r\n", " \n ", "\t\t", "a", "あ", "🙂", "\u3000全角\u3000空白\u3000", "x  y   z    ",
    "  \n  x \n", "tab\tx  \ty", "trailing  ", "\r\n\r\nboth", "a\u00a0b\u2003c\u2028d\u0085e", "\u200bzero width\ufeff",
    "IT'S THEY'LL WE'VE 'Tis 'RE 'sx 'lL 'LL '\u017f rock'n'roll l'heure ''s '", "1 12 123 1234 12345 1234567890 3.14 1,000",
    "１２３４５ ٣٤٥ ①②③④ ½¾ x²y³ ⅣⅨ", "a1b2c3 ver2.0 ISO-9001 (A4) 第3条 令和6年4月1日",
    "snake_case camelCase kebab-case __init__ ... !!! ?!?! --- === +=", "http://example.com/a?b=c&d=%20#e user@example.com",
    "ﾊﾝｶｸｶﾅ ㈱ ㌔ ﬁ Å é e\u0301 か\u3099 が ǅ ﷽", "ёжик Ελληνικά עברית العربية हिन्दी ไทย 한국어 中文",
    "𠮷野家 𝒳 𝟘 👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️", "\x00\x01\x7f control", "!\n\n?\r\n。\n「」\n\n", " \t \n\r \n x", "word\n word\n  word\n\n   word",
    "<|im_start|>user\nhi<|im_end|>\n<|endoftext|>", "text<|im_end|>text <|im_end> <|IM_END|>", "a <|im_end|> b",
    "長い文章でも、単語の間に空白がない日本語は一つの長い語として扱われるので、結合の順序が正しいことを確かめる必要があります。東京都千代田区丸の内一丁目",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
]

LLAMA3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
QWEN2 = LLAMA3.replace(r"\p{N}{1,3}", r"\p{N}")


def make_tokenizers():
    import random

    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    def split(pattern):
        return pre_tokenizers.Sequence(
            [pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
        )

    kinds = {
        "gpt2": (None, pre_tokenizers.ByteLevel(add_prefix_space=False)),
        "gpt2-prefix": (None, pre_tokenizers.ByteLevel(add_prefix_space=True)),
        "llama3": (None, split(LLAMA3)),
        "qwen2": (normalizers.NFC(), split(QWEN2)),
        "digits": (None, pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])),
    }
    random.seed(7)
    texts = TRAINING_TEXT + EXTRA_TEXT
    pool = sorted({c for t in texts for c in t})
    texts += ["".join(random.choice(pool) for _ in range(random.randint(1, 40))) for _ in range(40)]
    # Every character of a few blocks, in a form that shows how it was classified.
    for start, end in [(0x80, 0xC0), (0x2C2, 0x2D6), (0x2000, 0x2030), (0x205A, 0x2075), (0x3000, 0x3020), (0x3094, 0x309E)]:
        texts.append("".join(f"a{chr(c)} {chr(c)}1" for c in range(start, end)))

    lines = []
    for name, (normalizer, pre) in kinds.items():
        tokenizer = Tokenizer(models.BPE(ignore_merges=(name == "llama3")))
        if normalizer is not None:
            tokenizer.normalizer = normalizer
        tokenizer.pre_tokenizer = pre
        tokenizer.decoder = decoders.ByteLevel()
        tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
        trainer = trainers.BpeTrainer(
            vocab_size=420, special_tokens=SPECIAL, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
        )
        tokenizer.train_from_iterator(TRAINING_TEXT * 3, trainer)
        if name == "digits":
            tokenizer.add_tokens([AddedToken("    ", normalized=True), AddedToken("<b>", lstrip=True, rstrip=True), AddedToken("yen", single_word=True)])
        if name == "llama3":
            start = tokenizer.token_to_id("<|im_start|>")
            tokenizer.post_processor = processors.Sequence([
                processors.ByteLevel(trim_offsets=False),
                processors.TemplateProcessing(single="<|im_start|> $A", special_tokens=[("<|im_start|>", start)]),
            ])
        (HERE / "tokenizers").mkdir(exist_ok=True)
        path = HERE / "tokenizers" / f"{name}.json"
        tokenizer.save(str(path), pretty=False)
        mine = texts + (["    x        y  <b>  z 12 yen yens", "<b><b> x"] if name == "digits" else [])
        cases = []
        for text in mine:
            tokenizer.encode_special_tokens = False
            ids = tokenizer.encode(text, add_special_tokens=False).ids
            whole = tokenizer.encode(text, add_special_tokens=True).ids
            tokenizer.encode_special_tokens = True
            plain = tokenizer.encode(text, add_special_tokens=False).ids
            # Equal fields are left out.
            case = {"text": text, "ids": plain, "decoded": tokenizer.decode(ids)}
            if ids != plain:
                case["special"] = ids
            if whole != ids:
                case["template"] = whole
            if case["decoded"] == text:
                del case["decoded"]
            cases.append(case)
        lines.append({"tokenizer": name, "cases": cases})
    with open(HERE / "tokenizers" / "expected.jsonl", "w") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["tokenizers", "models"]
    if "tokenizers" in wanted:
        make_tokenizers()
    if "models" in wanted:
        from models import make_models

        make_models(HERE)
