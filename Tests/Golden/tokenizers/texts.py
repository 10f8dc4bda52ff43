"""The texts that tokenizers are trained and compared on: our own, and characters drawn at random."""

import random
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

from shared_texts import LINES_AND_TOKENS, SCRIPTS, SENTENCES, SPACES_AND_MARKS

DOCUMENTS = Path(__file__).parent.parent.parent.parent / "Tests/SampleDocuments"

TRAINING = SENTENCES + [
    "🙂🎉 emoji 👩‍👩‍👧 family, flags 🇯🇵🇩🇪, digits ①②③ ½ ² Ⅳ, full width １２３ ＡＢＣ ｶﾀｶﾅ",
    "func hasFigures(_ row: [[Word]]) -> Bool { return row.contains { $0.isNumber } } // 仕込み",
]

FIXED = [
    *SPACES_AND_MARKS,
    "ﾊﾝｶｸｶﾅ ㈱ ㌔ ﬁ Å é e\u0301 か\u3099 が ǅ ﷽ ガギ ﾊﾞ",
    *SCRIPTS,
    "\x00\x01\x7f control \x80\x9f",
    *LINES_AND_TOKENS,
    "[CLS] hello [SEP] [MASK] ##ing", "<s> ▁ ▁▁x <0x0A> <unk></s>", "yen yens 12yen yen。 yen_", "a <b>  b  <b> c",
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
