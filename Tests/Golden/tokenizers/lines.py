"""Many lines, and what the live libraries make of them with every tokenizer of ../shared/fixtures/tokenizers.

    python lines.py FIXTURES OUT [COUNT] [SEED]

Japanese, English, code, emoji, odd spaces, broken Unicode and mixtures, drawn from a seed. For every tokenizer OUT gets
NAME.json or NAME.model and NAME.ids; OUT/lines holds the texts. Numbers are little-endian:

    lines     for each text its length in bytes (u32) and its UTF-8
    NAME.ids  for each text the number of ids (u32), the ids (i32), the decoded text's length (u32) and its UTF-8
"""

import random
import struct
import sys
import unicodedata
from pathlib import Path

import sentencepiece
from fixtures import models_of_sentencepiece, tokenizers
from texts import FIXED, TRAINING

REPOSITORY = Path(__file__).resolve().parents[3]

EMOJI = ["😀", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇯🇵", "🇩🇪", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🧑🏿‍🚀", "☎", "☎️", "🫠", "🩷", "👩‍❤️‍💋‍👨", "🐈‍⬛", "©️", "™"]
SPACES = [" ", "  ", "   ", "\t", "\n", "\r\n", "\r", "\u3000", "\u00a0", "\u2003", "\u2009", "\u202f", "\u205f", "\u1680", "\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\u200b", "\ufeff", "\u180e", "\u2060"]
BROKEN = ["\ufffd", "\u200d", "\ufe0f", "\u0301", "\u3099", "\u309a", "\u20e3", "\u0000", "\u0007", "\u001b", "\u007f", "\u0080", "\u009f", "\u202e", "\u2066", "\ufff9", "\ufffe", "\uffff", "\U0001ffff", "\U0010ffff", "\ue000", "\U000f0000", "\u0378", "\U0001f1e6", "\U0001f3fd", "\u1100", "\u1161", "\u11a8", "\u0e33", "\u0f71", "\ud7b0", "\u0344", "\u0340"]
MARKS = ["<s>", "</s>", "<unk>", "<|endoftext|>", "<|im_start|>", "<|im_end|>", "[CLS]", "[UNK]", "[MASK]", "<0x0A>", "▁", "##", "Ġ", "<pad>", "<|user|>", "<|end|>"]
WIDE = ["ＡＢＣ", "１２３", "ｶﾞｷﾞ", "ﾊﾟ", "㈱", "㍻", "①", "Ⅷ", "ﬁ", "ﷺ", "½", "㎏", "ｱｲｳ", "！", "～", "〜", "−", "－", "ー", "—", "…", "‥"]


def sentences():
    """Japanese, English and lines of code: our own, those of the repository."""
    prose, code = [], []
    for path in sorted(REPOSITORY.glob("corpora/*")) + sorted(REPOSITORY.glob("*.md")) + sorted(REPOSITORY.glob("templates/**/*.txt")):
        if path.suffix in (".md", ".txt"):
            prose += path.read_text("utf-8", errors="replace").splitlines()
    for pattern in ["Sources/**/*.swift", "Sources/**/*.c", "Tests/**/*.py", "Makefile", "Sources/**/*.js", "Sources/**/*.css"]:
        for path in sorted(REPOSITORY.glob(pattern))[:150]:
            code += path.read_text("utf-8", errors="replace").splitlines()
    prose = [line for line in prose if line.strip()] + TRAINING
    japanese = [line for line in prose if any("぀" <= c <= "鿿" for c in line)]
    english = [line for line in prose if line.isascii()]
    return japanese, english, [line for line in code if line.strip()]


def scalars():
    """Every assigned character, and some that are none."""
    return [chr(v) for v in range(0x20, 0x32000) if not 0xD800 <= v < 0xE000 and (unicodedata.category(chr(v)) != "Cn" or v % 97 == 0)]


class Lines:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.japanese, self.english, self.code = sentences()
        self.scalars = scalars()

    def slice(self, pool, most=80):
        text = self.random.choice(pool)
        start = self.random.randrange(max(1, len(text) - 3))
        return text[start : start + self.random.randint(1, most)]

    def character(self):
        # A block first, then a character of it: all scripts come up, not Han alone.
        start = self.random.randrange(0, len(self.scalars), 128)
        if self.random.random() < 0.5:
            start = self.random.randrange(0, 0x3100, 128)
        return self.random.choice(self.scalars[start : start + 128])

    def damaged(self, text):
        data = bytearray(text.encode("utf-8"))
        for _ in range(self.random.randint(1, 4)):
            if data:
                data[self.random.randrange(len(data))] = self.random.randrange(256)
        return bytes(data).decode("utf-8", errors="replace")

    def piece(self):
        r = self.random
        kinds = [
            lambda: self.slice(self.japanese), lambda: self.slice(self.english), lambda: self.slice(self.code),
            lambda: r.choice(EMOJI), lambda: r.choice(EMOJI)[: r.randint(1, 4)], lambda: r.choice(SPACES) * r.choice([1, 1, 1, 2, 3, 9]),
            lambda: r.choice(BROKEN), lambda: self.character(), lambda: r.choice(MARKS), lambda: r.choice(WIDE), lambda: r.choice("0123456789") * r.randint(1, 9),
            lambda: self.damaged(self.slice(self.japanese, 20)), lambda: r.choice("'\"-_.,;:!?()[]{}<>/\\|@#$%^&*+=~`") * r.choice([1, 1, 2, 5]),
            lambda: r.choice(["'s", "'S", "'ll", "'re", "n't", " do not", " ."]), lambda: r.choice(["a", "あ", "漢", "aあ", "Ⅷ", "ab"]) * r.choice([3, 30, 200]),
        ]
        return r.choice(kinds)()

    def line(self):
        r = self.random
        choice = r.random()
        if choice < 0.16:
            return r.choice(self.japanese)
        if choice < 0.32:
            return r.choice(self.english)
        if choice < 0.44:
            return r.choice(self.code)
        if choice < 0.50:
            return r.choice(SPACES).join(self.slice(r.choice([self.japanese, self.english]), 12) for _ in range(r.randint(2, 8)))
        if choice < 0.56:
            return "".join(r.choice(EMOJI) for _ in range(r.randint(1, 8)))
        if choice < 0.64:
            return "".join(self.character() for _ in range(r.randint(1, 20)))
        if choice < 0.68:
            return self.damaged(self.slice(self.japanese))
        return "".join(self.piece() for _ in range(r.randint(1, 9)))


def lines(count, seed):
    source = Lines(seed)
    seen = dict.fromkeys(FIXED)
    while len(seen) < count:
        seen[source.line()] = None
    return list(seen)


def packed(text):
    data = text.encode("utf-8")
    return struct.pack("<I", len(data)) + data


def answer(ids, decoded):
    return struct.pack(f"<I{len(ids)}i", len(ids), *ids) + packed(decoded)


def main():
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    count, seed = (list(map(int, sys.argv[3:])) + [20_000, 1][len(sys.argv) - 3 :])[:2]
    out.mkdir(parents=True, exist_ok=True)
    texts = lines(count, seed)
    (out / "lines").write_bytes(b"".join(map(packed, texts)))
    for name, tokenizer in tokenizers(folder / "tokenizers").items():
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.save(str(out / f"{name}.json"))
        encoded = [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]
        decoded = tokenizer.decode_batch(encoded)
        (out / f"{name}.ids").write_bytes(b"".join(map(answer, encoded, decoded)))
    for name, data in models_of_sentencepiece(folder / "tokenizers").items():
        processor = sentencepiece.SentencePieceProcessor(model_proto=data)
        (out / f"{name}.model").write_bytes(data)
        encoded = [processor.encode(text) for text in texts]
        (out / f"{name}.ids").write_bytes(b"".join(answer(ids, processor.decode(ids)) for ids in encoded))


if __name__ == "__main__":
    main()
