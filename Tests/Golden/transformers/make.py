"""Makes the golden files of the Transformers target from the reference libraries.

Needs tokenizers, torch, transformers, peft, safetensors. Run it in this folder: python make.py [tokenizers|models]
The texts are our own; the models are tiny and random.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.append(str(HERE.resolve().parent))

from shared_texts import LINES_AND_TOKENS, SCRIPTS, SENTENCES, SPACES_AND_MARKS

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]

TRAINING_TEXT = SENTENCES + [
    "  indented\n\ttabbed\r\nWindows line\r\n\r\n    four spaces\n\n\nthree line ends",
    "🙂🎉 emoji 👩‍👩‍👧 family, flags 🇯🇵🇩🇪, digits ①②③ ½ ² Ⅳ, full width １２３ ＡＢＣ",
    "e\u0301 combining, が composed, か\u3099 decomposed, ＋−×÷ ≠ → 「引用」『二重』〜・…",
]

EXTRA_TEXT = [
    *SPACES_AND_MARKS,
    "ﾊﾝｶｸｶﾅ ㈱ ㌔ ﬁ Å é e\u0301 か\u3099 が ǅ ﷽",
    *SCRIPTS,
    "\x00\x01\x7f control",
    *LINES_AND_TOKENS,
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
