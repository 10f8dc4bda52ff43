"""Random tokenizer.json files, and what the `tokenizers` library makes of texts and ids with them.

    python random_files.py OUT [SEED] [COUNT]

Every type of normalizer, pre-tokenizer, model, post-processor and decoder, nested at random, with settings that are odd now
and then: nothing where something is expected, patterns of no width, vocabularies with holes or without tokens, added tokens
with any flags. OUT gets a line of JSON for each file: the file as text, texts with their ids, alone, in the template and as
pairs, lists of ids with their texts; or the library's error. Of a file on which the library itself crashes or hangs nothing but its texts is there.
"""

import base64
import json
import os
import random
import resource
import signal
import sys
import tempfile

from tokenizers import Tokenizer

LETTERS = ["a", "b", "c", "A", "B", " ", "  ", "▁", "Ġ", "Ċ", "#", "<", ">", "あ", "か", "漢", "é", "e\u0301", "か\u3099", "ﾊﾞ", "㈱", "①", "½", "1", "23", "\n", "\t",
           "\r\n", "\u3000", "\u200b", "\ufeff", ".", "。", "!", "-", "_", "'s", "don't", "🙂", "👨‍👩‍👧", "\ufffd", "\x00", "ß", "İ", "Σ", "ǅ", "각", "\u1100\u1161", "ı"]
TOKENS = ["<unk>", "<s>", "</s>", "[CLS]", "<b>", "yen", "ab", "ab ", " ab", "aあ", "か", "<0x0A>", "<0xE3>", "##a", "a</w>", "▁a", "Ġa", "ＡＢ", "é", " ", "  ", "\n", "İ", "a", "x y", "1"]
PATTERNS = ["", ".", r"\s+", r"\s*", "a*", "a|", "(?=a)", "(?<=a)", "^", "$", r"\b", r"\B", "[ab]+", "[^a]", r"\w+|[^\w\s]+", r"\p{L}+", r"\p{N}{1,3}", r"(?i:ab)", r"(?<!\n)^", " {2,}", r"(a|ab)(c|bc)?",
            r"\d", r"\X", r"[\p{Han}ぁ-ん]+", r"(?:a?)*", "a{0,2}", r"\A.", r".\z", r"(?s).", r"(?m)^.*$", r"\R", r"[[:punct:]]", r"(?>a+)a", "a++", r"x*?b", r"\u3042", "あ?", r"(?!)", "()", r"\s+(?!\S)|\s+",
            r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"]
BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]

# Seeds whose files are compared in every test.
COMMITTED = [*range(60), 101, 1005, 1008, 1041, 1120, 1175, 1672]


class Files:
    def __init__(self, seed, character_map=None):
        self.r = random.Random(seed)
        self.character_map = character_map

    def chance(self, part):
        return self.r.random() < part

    def text(self, most=3):
        return "".join(self.r.choice(LETTERS) for _ in range(self.r.randint(0, most)))

    def character(self):
        return self.r.choice(["▁", "_", " ", "a", "あ", "é", "🙂", "\n"])

    def flag(self):
        return self.chance(0.5)

    def pattern(self):
        return {"Regex": self.r.choice(PATTERNS)} if self.chance(0.6) else {"String": self.r.choice(["", " ", "a", "ab", "▁", "あ", self.text()])}

    def several(self, make, depth, least=0):
        return [make(depth + 1) for _ in range(self.r.randint(least, 3))]

    def normalizer(self, depth=0):
        kinds = [
            lambda: {"type": "BertNormalizer", "clean_text": self.flag(), "handle_chinese_chars": self.flag(), "strip_accents": self.r.choice([None, True, False]), "lowercase": self.flag()},
            lambda: {"type": self.r.choice(["NFC", "NFD", "NFKC", "NFKD", "Nmt", "Lowercase", "StripAccents", "ByteLevel"])},
            # Never nothing: the library then writes the text's first character twice, which no file can mean.
            lambda: {"type": "Prepend", "prepend": self.r.choice(["▁", "ab", "ab", " ", self.text()]) or "ab"},
            lambda: {"type": "Replace", "pattern": self.pattern(), "content": self.r.choice(["", "▁", " ", "b", self.text()])},
            lambda: {"type": "Strip", "strip_left": self.flag(), "strip_right": self.flag()},
            lambda: {"type": "Precompiled", "precompiled_charsmap": self.character_map or ""},
        ]
        if depth < 3:
            kinds += [lambda: {"type": "Sequence", "normalizers": self.several(self.normalizer, depth)}] * 2
        return self.r.choice(kinds)()

    def metaspace(self):
        scheme = self.r.choice(["first", "never", "always"])
        made = {"type": "Metaspace", "replacement": self.character(), "prepend_scheme": scheme, "split": self.flag()}
        if self.chance(0.2):
            made["add_prefix_space"] = scheme != "never" or self.flag()
        return made

    def byte_level(self):
        return {"type": "ByteLevel", "add_prefix_space": self.flag(), "trim_offsets": self.flag(), "use_regex": self.flag()}

    def pre_tokenizer(self, depth=0):
        kinds = [
            self.byte_level, self.metaspace,
            lambda: {"type": self.r.choice(["BertPreTokenizer", "UnicodeScripts", "Whitespace", "WhitespaceSplit"])},
            lambda: {"type": "CharDelimiterSplit", "delimiter": self.character()},
            lambda: {"type": "Digits", "individual_digits": self.flag()},
            lambda: {"type": "FixedLength", "length": self.r.choice([1, 1, 2, 3, 5, 100])},
            lambda: {"type": "Punctuation", "behavior": self.r.choice(BEHAVIORS)},
            lambda: {"type": "Split", "pattern": self.pattern(), "behavior": self.r.choice(BEHAVIORS), "invert": self.flag()},
        ]
        if depth < 3:
            kinds += [lambda: {"type": "Sequence", "pretokenizers": self.several(self.pre_tokenizer, depth)}] * 2
        return self.r.choice(kinds)()

    def decoder(self, depth=0):
        kinds = [
            lambda: {"type": "ByteFallback"}, lambda: {"type": "Fuse"}, self.byte_level, self.metaspace,
            lambda: {"type": "WordPiece", "prefix": self.r.choice(["##", "", "▁", "a"]), "cleanup": self.flag()},
            lambda: {"type": "BPEDecoder", "suffix": self.r.choice(["</w>", "", "a", " "])},
            lambda: {"type": "CTC", "pad_token": self.r.choice(["<pad>", "", "a"]), "word_delimiter_token": self.r.choice(["|", "", "b", " "]), "cleanup": self.flag()},
            lambda: {"type": "Replace", "pattern": self.pattern(), "content": self.r.choice(["", " ", "b", self.text()])},
            lambda: {"type": "Strip", "content": self.character(), "start": self.r.choice([0, 1, 2, 9]), "stop": self.r.choice([0, 0, 1, 3])},
        ]
        if depth < 3:
            kinds += [lambda: {"type": "Sequence", "decoders": self.several(self.decoder, depth)}] * 2
        return self.r.choice(kinds)()

    def vocabulary(self):
        """Tokens with their ids, perhaps with holes."""
        pool = list(dict.fromkeys(["<unk>", *TOKENS, *LETTERS, *(self.text(2) for _ in range(12)), *("##" + l for l in LETTERS[:20]), *(l + "</w>" for l in LETTERS[:12])]))
        if self.chance(0.3):
            pool += [f"<0x{b:02X}>" for b in range(256) if self.chance(0.97)]
        if self.chance(0.3):
            pool += [c for c in byte_alphabet() if self.chance(0.98)]
        pool = list(dict.fromkeys(pool))
        if self.chance(0.05):
            return {}
        kept = [t for t in pool if self.chance(self.r.choice([0.3, 0.9, 1.0]))]
        if not self.chance(0.05):
            kept = ["<unk>"] + [t for t in kept if t != "<unk>"]
        holes = self.chance(0.2)
        ids, at = {}, 0
        for token in kept:
            at += self.r.choice([0, 0, 0, 1, 7]) if holes else 0
            ids[token] = at
            at += 1
        return ids

    def merges(self, vocabulary, prefix):
        """Pairs whose parts and result are there, and for this results that were not there before."""
        made = []
        for _ in range(self.r.randint(0, 25)):
            tokens = list(vocabulary)
            if len(tokens) < 2:
                break
            left, right = self.r.choice(tokens), self.r.choice(tokens)
            if prefix and not right.startswith(prefix) and self.chance(0.9):
                right = prefix + right
            joined = left + right[len(prefix):]
            if right not in vocabulary and self.chance(0.95):
                vocabulary[right] = max(vocabulary.values()) + 1
            if joined not in vocabulary and self.chance(0.98):
                vocabulary[joined] = max(vocabulary.values()) + 1
            if [left, right] not in made:
                made.append([left, right])
        if made and all(" " not in part for pair in made for part in pair) and self.chance(0.3):
            return [" ".join(pair) for pair in made]
        return made

    def unknown(self, vocabulary):
        return self.r.choice(["<unk>"] * 8 + [None, "a", "nowhere", ""])

    def model(self):
        vocabulary = self.vocabulary()
        kind = self.r.choice(["BPE", "BPE", "BPE", "Unigram", "Unigram", "WordPiece", "WordLevel"])
        if kind == "BPE":
            prefix = self.r.choice([None, None, None, "", "##", "▁"])
            model = {"type": "BPE", "dropout": None, "unk_token": self.unknown(vocabulary), "continuing_subword_prefix": prefix,
                     "end_of_word_suffix": self.r.choice([None, None, "", "</w>", "a"]), "fuse_unk": self.flag(), "byte_fallback": self.flag(),
                     "ignore_merges": self.chance(0.3), "merges": self.merges(vocabulary, prefix or "")}
            return model | {"vocab": vocabulary}
        if kind == "Unigram":
            pieces = [[token, -self.r.choice([0.0, 1.0, 2.5, self.r.random() * 12, 12.25])] for token in vocabulary]
            return {"type": "Unigram", "unk_id": self.r.choice([0, 0, 0, None, 1, len(pieces) - 1 if pieces else None]), "vocab": pieces, "byte_fallback": self.flag()}
        if kind == "WordPiece":
            return {"type": "WordPiece", "unk_token": self.unknown(vocabulary) or "<unk>", "continuing_subword_prefix": self.r.choice(["##", "##", "", "a", "▁"]),
                    "max_input_chars_per_word": self.r.choice([100, 100, 3, 1, 0]), "vocab": vocabulary}
        return {"type": "WordLevel", "vocab": vocabulary, "unk_token": self.unknown(vocabulary) or "<unk>"}

    def template(self, size):
        names = self.r.sample(["<s>", "</s>", "[X]"], self.r.randint(1, 3))
        special = {n: {"id": n, "ids": [self.r.randrange(size) for _ in range(self.r.choice([1, 1, 1, 2, 0]))], "tokens": []} for n in names}
        for entry in special.values():
            entry["tokens"] = ["t"] * len(entry["ids"])

        def around(letters):
            pieces = [{"Sequence": {"id": l, "type_id": self.r.choice([0, 0, 1])}} for l in letters]
            for _ in range(self.r.randint(0, 3)):
                pieces.insert(self.r.randint(0, len(pieces)), {"SpecialToken": {"id": self.r.choice(names), "type_id": self.r.choice([0, 1])}})
            return pieces

        return {"type": "TemplateProcessing", "single": around("A"), "pair": around(self.r.choice(["AB", "AB", "BA"])), "special_tokens": special}

    def post_processor(self, size, depth=0):
        pair = lambda: [self.r.choice(["<s>", "x"]), self.r.randrange(size)]
        kinds = [
            self.byte_level, lambda: self.template(size), lambda: {"type": "BertProcessing", "sep": pair(), "cls": pair()},
            lambda: {"type": "RobertaProcessing", "sep": pair(), "cls": pair(), "trim_offsets": self.flag(), "add_prefix_space": self.flag()},
        ]
        if depth < 2:
            kinds.append(lambda: {"type": "Sequence", "processors": [self.post_processor(size, depth + 1) for _ in range(self.r.randint(0, 3))]})
        return self.r.choice(kinds)()

    def added(self, vocabulary):
        tokens, at = [], (max(vocabulary.values()) + 1 if vocabulary else 0)
        for content in self.r.sample(TOKENS, self.r.randint(0, 6)) + [t for t in [self.text(2)] if self.chance(0.5)]:
            if content in [t["content"] for t in tokens]:
                continue
            known = vocabulary.get(content)
            if known is None:
                known = at + self.r.choice([0, 0, 0, 0, 3])
                at += 1
            tokens.append({"id": known, "content": content, "single_word": self.chance(0.2), "lstrip": self.chance(0.2), "rstrip": self.chance(0.2),
                           "normalized": self.chance(0.4), "special": self.chance(0.5)})
        return sorted(tokens, key=lambda t: t["id"])

    def file(self):
        model = self.model()
        vocabulary = model["vocab"] if isinstance(model["vocab"], dict) else {t: i for i, (t, _) in enumerate(model["vocab"])}
        added = self.added(vocabulary)
        ids = [*vocabulary.values(), *(t["id"] for t in added)]
        size = max(ids, default=0) + 1
        maybe = lambda part, make: make() if self.chance(part) else None
        return {
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": maybe(0.6, self.normalizer),
            "pre_tokenizer": maybe(0.7, self.pre_tokenizer), "post_processor": maybe(0.5, lambda: self.post_processor(size)),
            "decoder": maybe(0.8, self.decoder), "model": model,
        }, size

    def texts(self):
        fixed = ["", " ", "ab", " a  b\n", "don't <s>ab</s> yen", "株式会社㈱の か\u3099 é1234。"]
        made = ["".join(self.r.choice(LETTERS + TOKENS) for _ in range(self.r.randint(1, 9))) for _ in range(10)]
        return self.r.sample(fixed, 3) + made + [self.r.choice(["a", "あ", " ", "ab"]) * self.r.choice([9, 70])]


def byte_alphabet():
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in kept]
    return [chr(b) for b in kept] + [chr(256 + i) for i in range(len(others))]


def attempt(action):
    try:
        return action()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # A panic of the library is no Exception.
        return None


def is_left_to_chance(tokenizer):
    """Whether two added tokens are spelled alike once they are normalized: which of them the library finds is the order of a
    hash table, another one with each start."""
    contents = [t.content for t in tokenizer.get_added_tokens_decoder().values() if t.normalized]
    spellings = [attempt(lambda: tokenizer.normalizer.normalize_str(c)) if tokenizer.normalizer else c for c in contents]
    return len(set(spellings)) < len(spellings)


def record(seed, character_map=None, asks_nothing=False):
    files = Files(seed, character_map)
    file, size = files.file()
    text = json.dumps(file, ensure_ascii=False)
    made = {"seed": seed, "file": text, "texts": files.texts()}
    if asks_nothing:
        return made
    try:
        tokenizer = Tokenizer.from_str(text)
    except BaseException as error:
        return made | {"error": str(error)[:300]}
    if is_left_to_chance(tokenizer):
        return made
    ids = lambda *texts, **options: attempt(lambda: tokenizer.encode(*texts, **options).ids)
    made["ids"] = [ids(t, add_special_tokens=False) for t in made["texts"]]
    made["template"] = [ids(t) for t in made["texts"]]
    pairs = [attempt(lambda: tokenizer.encode(t, made["texts"][0])) for t in made["texts"]]
    made["pairs"] = [None if p is None else p.ids for p in pairs]
    made["types"] = [None if p is None else p.type_ids for p in pairs]
    made["lists"] = [i for i in made["ids"] if i][:5] + [[files.r.randrange(size) for _ in range(files.r.randint(0, 8))] for _ in range(8)]
    made["decoded"] = [attempt(lambda: tokenizer.decode(l)) for l in made["lists"]]
    made["kept"] = [attempt(lambda: tokenizer.decode(l, skip_special_tokens=False)) for l in made["lists"]]
    return made


def write(out, seeds, character_map):
    """In processes of their own: what ends one of them costs one file."""
    seeds = list(seeds)
    while seeds:
        before = out.tell()
        process = os.fork()
        if process == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            # On some files the library takes all the memory that there is until the alarm comes.
            resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
            for seed in seeds:
                signal.alarm(20)
                out.write(json.dumps(record(seed, character_map), ensure_ascii=True).encode() + b"\n")
                out.flush()
            os._exit(0)
        os.waitpid(process, 0)
        out.seek(before)
        done = [json.loads(line)["seed"] for line in out.read().splitlines()]
        seeds = [seed for seed in seeds if seed > max(done, default=seeds[0] - 1)]
        # The first that is left is the one that ended the process: this program must not end on it as well.
        for seed in seeds[:1]:
            print("the library crashed or hung:", seed, file=sys.stderr)
            out.write(json.dumps(record(seed, character_map, asks_nothing=True), ensure_ascii=True).encode() + b"\n")
            out.flush()
        seeds = seeds[1:]


def records(seeds, character_map):
    """The same as a list."""
    with tempfile.TemporaryFile("wb+") as out:
        write(out, seeds, base64.b64encode(character_map).decode())
        out.seek(0)
        return [json.loads(line) for line in out]


def main():
    first, count = (list(map(int, sys.argv[2:])) + [0, 1000][len(sys.argv) - 2 :])[:2]
    from make import character_map

    blob = base64.b64encode(character_map()).decode()
    with open(sys.argv[1], "wb+") as out:
        write(out, range(first, first + count), blob)


if __name__ == "__main__":
    main()
