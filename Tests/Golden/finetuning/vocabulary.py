"""A slow, plain second implementation of BPETrainer's rule, and the ids that `tokenizers` gives for its file.

Run: python3 vocabulary.py   (reads sample.txt; writes tokenizer.json and ids.json beside itself)
"""

import collections
import json
import pathlib
import unicodedata

from tokenizers import Tokenizer

HERE = pathlib.Path(__file__).parent
SIZE = 480
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
LONGEST = {"letters": 16, "hiragana": 12, "katakana": 18, "han": 12, "whitespace": 8}


def kind(c):
    o = ord(c)
    if 0x3041 <= o <= 0x309F:
        return "hiragana"
    if o == 0x30FB:
        return "punctuation"
    if 0x30A1 <= o <= 0x30FF or 0x31F0 <= o <= 0x31FF or 0xFF66 <= o <= 0xFF9F:
        return "katakana"
    if 0x3005 <= o <= 0x3007 or 0x3400 <= o <= 0x4DBF or 0x4E00 <= o <= 0x9FFF or 0xF900 <= o <= 0xFAFF:
        return "han"
    if c.isspace():
        return "whitespace"
    category = unicodedata.category(c)
    return "letters" if category[0] == "L" else "number" if category[0] == "N" else "punctuation"


def runs(text):
    """(kind, text) of every run; a single space before letters or punctuation belongs to them."""
    result, i = [], 0
    while i < len(text):
        k, j = kind(text[i]), i + 1
        while j < len(text) and kind(text[j]) == k and k in LONGEST:
            j += 1
        if k == "whitespace" and j < len(text) and text[j - 1] == " " and kind(text[j]) in ("letters", "punctuation"):
            if j - 1 > i:
                result.append((k, text[i:j - 1]))
            k, i, j = kind(text[j]), j - 1, j + 1
            while j < len(text) and kind(text[j]) == k and k in LONGEST:
                j += 1
        result.append((k, text[i:j]))
        i = j
    return result


def allowed(k, left, right):
    both = left + right
    lead = both[0]
    need = 4 if lead >= 0xF0 else 3 if lead >= 0xE0 else 2 if lead >= 0xC2 else 1
    def whole(b):
        try:
            b.decode()
            return True
        except UnicodeDecodeError:
            return False
    if not whole(left):
        return lead >= 0xC2 and len(left) < need and len(right) == 1 and 0x80 <= right[0] < 0xC0
    if not whole(right):
        return False
    if k == "punctuation":
        return left == b" "
    return len(both) <= LONGEST.get(k, 0)


def train(text):
    words = collections.Counter(runs(text))
    words = [(k, [bytes([b]) for b in t.encode()], n) for (k, t), n in words.items()]
    tokens = [s.encode() for s in SPECIAL] + [bytes([b]) for b in range(256)]
    ids = {t: i for i, t in enumerate(tokens) if i >= len(SPECIAL)}
    merges = []
    while len(tokens) < SIZE:
        counts = collections.Counter()
        for k, symbols, n in words:
            for pair in zip(symbols, symbols[1:]):
                if allowed(k, *pair):
                    counts[pair] += n
        best = min(counts, key=lambda p: (-counts[p], ids[p[0]], ids[p[1]]), default=None)
        if best is None or counts[best] < 2:
            break
        merges.append(best)
        # A second way to the same bytes gives the same token.
        if best[0] + best[1] not in ids:
            ids[best[0] + best[1]] = len(tokens)
            tokens.append(best[0] + best[1])
        for _, symbols, _ in words:
            i = 0
            while i + 1 < len(symbols):
                if (symbols[i], symbols[i + 1]) == best:
                    symbols[i:i + 2] = [best[0] + best[1]]
                i += 1
    return tokens, merges


def letters():
    keep = [b for b in range(256) if 0x21 <= b <= 0x7E or 0xA1 <= b <= 0xAC or 0xAE <= b]
    table, extra = {}, 0
    for b in range(256):
        if b in keep:
            table[b] = chr(b)
        else:
            table[b] = chr(0x100 + extra)
            extra += 1
    return table


text = (HERE / "sample.txt").read_text()
tokens, merges = train(text)
table = letters()
name = lambda b: "".join(table[x] for x in b)
vocabulary = {SPECIAL[i] if i < len(SPECIAL) else name(t): i for i, t in enumerate(tokens)}
level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
added = [{"id": i, "content": s, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
          "special": True} for i, s in enumerate(SPECIAL)]
file = {"version": "1.0", "added_tokens": added, "pre_tokenizer": level, "decoder": level,
        "model": {"type": "BPE", "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": vocabulary, "merges": [f"{name(a)} {name(b)}" for a, b in merges]}}
path = HERE / "tokenizer.json"
path.write_text(json.dumps(file, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
tokenizer = Tokenizer.from_file(str(path))
ids = [{"text": t, "ids": tokenizer.encode(t).ids} for t in text.splitlines() + [text]]
(HERE / "ids.json").write_text(json.dumps(ids, ensure_ascii=False, indent=None) + "\n")
print(len(tokens), "tokens")
