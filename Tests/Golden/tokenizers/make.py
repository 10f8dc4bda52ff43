"""Makes tiny tokenizers of every kind, and what `tokenizers` and `sentencepiece` make of texts with them.

parts.json.gz       every normalizer, pre-tokenizer, decoder and many regular expressions, each on its own
tokenizers.json.gz  whole tokenizers: the file itself, ids, decoded strings
random.json.gz      files with random parts (random_files.py), among them those that showed a difference
directories.json    what the files beside a tokenizer add to it (directories.py)
*.model, sentencepiece.json.gz  models of sentencepiece with ids and decoded strings

Needs tokenizers, transformers and sentencepiece; run it in this folder. lines.py compares many more lines with real vocabularies.
"""

import base64
import gzip
import io
import json
import sys
from pathlib import Path

import corners
import directories
import random_files
import sentencepiece
from texts import FIXED, TRAINING, all_texts, training
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = Path(__file__).parent


def write(name, value):
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    with open(HERE / name, "wb") as file:
        with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=9, mtime=0, filename="") as packed:
            packed.write(data)


def state(part):
    """A part as tokenizer.json has it."""
    return json.loads(part.__getstate__())


CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
PATTERNS = [
    # GPT-2, cl100k, Llama 3, Qwen 2, o200k, DeepSeek, Falcon, StarCoder, GPT-NeoX, Command R, BLOOM, Tekken, LFM2, llm-jp.
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+",
    CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    CONTRACTIONS + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+" + CONTRACTIONS
    + r"?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*" + CONTRACTIONS
    + r"?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[\r\n]", r"\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿΑ-ΡΣ-ώА-яё]+", r"\s?[!-/:-~！-／：-～‘-‟　-。]+", r"\s+$", r"[一-龥ࠀ-一가-퟿]+", r"\p{N}+",
    r"\p{N}{1,3}", r"[一-龥぀-ゟ゠-ヿ]+",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[0-9][0-9][0-9]", r" ?[^(\s|[.,!?…。，、।۔،])]+", r"(?=(\d{3})+(?!\d))", r"\d", r"(?<!\n)^", r"(?<!\n)^ ", r" {2,}", r"^ ", r"\s+",
    # Single constructs.
    r"", r".", r"(?m).", r"a*", r"a*?", r"a+?b?", r"(?:ab)*", r"(?:ab)+?", r"(?:a|b){2,3}", r"(a|ab)(c|bcd)?", r"x*+x", r"(?>a+)b?", r"\bw\w*\b",
    r"\B.", r"\A\s*", r"\s*\z", r"\n\Z", r"$", r"^", r"^.*$", r"(?<=\d)(?=\D)", r"(?<=ab|c).", r"(?<![a-z])[a-z]", r"[^\w\s]+", r"\w+", r"\W+", r"\h+",
    r"[[:punct:]]+", r"[[:alpha:]]+", r"[[:^space:]]+", r"[a-z&&[^aeiou]]+", r"[\p{Hiragana}\p{Katakana}]+", r"\p{Han}+", r"\P{L}+", r"\p{^N}+",
    r"(?i)im_end", r"(?i:[k-s])+", r"\x{3042}|\u3044|\x41", r"\R", r"(?x) a b # c", r"[]a-]", r"[\d\-_]+", r"x{,2}y?", r"a{2}", r"b{", r"(?:(?:a)*)*b?",
    r"\p{Sc}\d+", r"\p{Zs}", r"\p{Cc}", r"[\r\n]+|(?:\S+)", r"(?i)ß|σ|K", r"\p{Latin}+", r"\p{Lu}\p{Ll}*", r"[\u4e00-\u9fff]+", r"\t| {4}",
]


def character_map():
    """A precompiled map as sentencepiece writes it: that of nmt_nfkc, made small by rules of our own."""
    rules = {"㈱": "(株)", "㌔": "キロ", "ﬁ": "fi", "①": "1", "か\u3099": "が", "e\u0301": "é", "\u3000": " ", "\t": " ", "Å": "A", "ﾊﾞ": "バ", "\u200b": ""}
    lines = ["%s\t%s" % (" ".join("%X" % ord(c) for c in k), " ".join("%X" % ord(c) for c in v)) for k, v in rules.items()]
    model = io.BytesIO()
    path = HERE / "rules.tsv"
    path.write_text("\n".join(lines) + "\n")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(training()), model_writer=model, vocab_size=330, model_type="unigram",
        normalization_rule_tsv=str(path), character_coverage=1.0, minloglevel=2, hard_vocab_limit=False)
    path.unlink()
    return sentencepiece_map(model.getvalue())


def sentencepiece_map(model):
    """precompiled_charsmap out of a model's wire format."""

    def fields(data):
        index = 0

        def varint():
            nonlocal index
            value = shift = 0
            while True:
                byte = data[index]
                index += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    return value

        while index < len(data):
            tag = varint()
            if tag & 7 == 0:
                yield tag >> 3, varint()
            elif tag & 7 == 2:
                length = varint()
                yield tag >> 3, data[index : index + length]
                index += length
            else:
                yield tag >> 3, data[index : index + (4 if tag & 7 == 5 else 8)]
                index += 4 if tag & 7 == 5 else 8

    spec = dict(fields(dict(fields(model))[3]))
    return spec[2]


def parts():
    texts = all_texts()
    n, p, d = normalizers, pre_tokenizers, decoders
    blob = character_map()
    norms = [
        n.BertNormalizer(), n.BertNormalizer(clean_text=False, handle_chinese_chars=True, strip_accents=False, lowercase=True),
        n.BertNormalizer(clean_text=True, handle_chinese_chars=False, strip_accents=True, lowercase=False),
        n.BertNormalizer(lowercase=False), n.NFC(), n.NFD(), n.NFKC(), n.NFKD(), n.Nmt(), n.Precompiled(blob), n.Prepend("▁"), n.Prepend("ab"),
        n.Replace(" ", "▁"), n.Replace(Regex(r"\s+"), " "), n.Replace(Regex(r"(?<!\n)^"), "▁"), n.Replace("ab", ""), n.Replace("", "-"),
        n.Lowercase(), n.Strip(), n.Strip(left=False), n.Strip(right=False), n.StripAccents(), n.ByteLevel(),
        n.Sequence([n.NFKD(), n.StripAccents(), n.Lowercase()]),
        n.Sequence([n.Nmt(), n.NFKC(), n.Replace(Regex(" {2,}"), " ")]), n.Sequence([]),
    ]
    pres = [
        p.ByteLevel(add_prefix_space=False), p.ByteLevel(add_prefix_space=True), p.ByteLevel(add_prefix_space=True, use_regex=False),
        p.BertPreTokenizer(), p.Digits(), p.Digits(individual_digits=True), p.Metaspace(), p.Metaspace(prepend_scheme="first"),
        p.Metaspace(prepend_scheme="never"), p.Metaspace(split=False), p.Metaspace(replacement="_", prepend_scheme="first", split=False),
        p.UnicodeScripts(), p.Whitespace(), p.WhitespaceSplit(), p.CharDelimiterSplit("a"), p.CharDelimiterSplit(" "), p.FixedLength(5), p.FixedLength(1),
        p.Sequence([p.WhitespaceSplit(), p.Digits(individual_digits=True), p.Punctuation()]),
        p.Sequence([p.Punctuation("contiguous"), p.Metaspace(prepend_scheme="first")]),
        p.Sequence([p.Digits(individual_digits=True), p.ByteLevel(add_prefix_space=False)]),
        p.Sequence([p.ByteLevel(add_prefix_space=False), p.Split("Ġ", "isolated")]), p.Sequence([p.UnicodeScripts(), p.WhitespaceSplit()]),
    ]
    for behavior in ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]:
        pres.append(p.Punctuation(behavior))
        for invert in [False, True]:
            pres.append(p.Split(" ", behavior, invert))
            pres.append(p.Split("ab", behavior, invert))
            pres.append(p.Split(Regex(r"\d+|[a-c]"), behavior, invert))
    decs = [
        d.ByteLevel(), d.WordPiece(), d.WordPiece(prefix="@@", cleanup=False), d.ByteFallback(), d.Fuse(), d.Metaspace(),
        d.Metaspace(prepend_scheme="never"), d.Metaspace(replacement="_", prepend_scheme="first"), d.Replace("▁", " "),
        d.Replace(Regex(r"(?<!\n)^ "), ""), d.Strip("▁", 1, 0), d.Strip(" ", 2, 1), d.BPEDecoder(), d.BPEDecoder(suffix="a"), d.CTC(),
        d.CTC(pad_token="a", word_delimiter_token="b", cleanup=False),
        d.Sequence([d.Replace("▁", " "), d.ByteFallback(), d.Fuse(), d.Strip(" ", 1, 0)]),
        d.Sequence([d.ByteFallback(), d.Metaspace()]),
    ]
    token_lists = [
        ["Hello", "Ġworld", "ĠãģĤ", "ãģ"], ["▁Hello", "▁world", "<0xE3>", "<0x81>", "<0x82>", "!"], ["<0xE3>", "<0x81>", "x", "<0xFF>", "<0x0A>"],
        ["un", "##aff", "##able", ".", "do", "n't", "it", "'s"], ["lo", "w</w>", "er</w>"], ["a", "a", "b", "<pad>", "|", "|", "b", "b", "<pad>", "b"],
        ["▁", "▁▁a", "a▁b"], ["_x", "_y_"], ["  a ", " b  "], ["あ", "▁い", "う"], ["@@x", "y@@", "@@z"], ["\n x", " y"], ["<0x4>", "<0xGG>", "<0x1F>"],
    ]
    return {
        "texts": texts,
        "normalizers": [[state(x), [x.normalize_str(t) for t in texts]] for x in norms],
        "preTokenizers": [[state(x), [[s for s, _ in x.pre_tokenize_str(t)] for t in texts]] for x in pres],
        "tokens": token_lists,
        "decoders": [[state(x), [x.decode(t) for t in token_lists]] for x in decs],
        "patterns": [
            [r, [[s for s, _ in p.Split(Regex(r), "isolated").pre_tokenize_str(t)] for t in FIXED + TRAINING]] for r in PATTERNS
        ],
        "patternTexts": FIXED + TRAINING,
    }


SPECIAL = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|endoftext|>"]
ADDED = [
    AddedToken("<b>", lstrip=True, rstrip=True), AddedToken("yen", single_word=True), AddedToken("    ", normalized=True),
    AddedToken("ＡＢＣ", normalized=True), AddedToken("仕込み", normalized=False),
]


def trained(model, trainer, normalizer=None, pre=None, decoder=None, processor=None, added=()):
    tokenizer = Tokenizer(model)
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre:
        tokenizer.pre_tokenizer = pre
    tokenizer.train_from_iterator(training(), trainer)
    if decoder:
        tokenizer.decoder = decoder
    if processor:
        tokenizer.post_processor = processor(tokenizer)
    tokenizer.add_tokens(list(added))
    return tokenizer


def with_bytes(tokenizer, **settings):
    """The same tokenizer with a token for every byte, and byte fallback."""
    file = json.loads(tokenizer.to_str())
    model = file["model"]
    spellings = ["<0x%02X>" % b for b in range(256)]
    if model["type"] == "Unigram":
        model["vocab"] += [[s, -20.0] for s in spellings]
    else:
        start = len(model["vocab"])
        model["vocab"].update({s: start + i for i, s in enumerate(spellings)})
    model["byte_fallback"] = True
    model.update(settings)
    return Tokenizer.from_str(json.dumps(file))


def template(tokenizer):
    ids = {t: tokenizer.token_to_id(t) for t in ["<s>", "</s>"]}
    return processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B:1 </s>:1", special_tokens=[(t, i) for t, i in ids.items()])


def committed_tokenizers():
    """Training gives another vocabulary each time: what is committed is asked again, unless --train is given."""
    path = HERE / "tokenizers.json.gz"
    if "--train" in sys.argv or not path.exists():
        return {}
    made = json.loads(gzip.decompress(path.read_bytes()))["tokenizers"]
    return {item["name"]: Tokenizer.from_str(json.dumps(item["file"])) for item in made}


def whole():
    p, n, d = pre_tokenizers, normalizers, decoders
    bpe = lambda **k: trainers.BpeTrainer(vocab_size=k.pop("size", 400), special_tokens=SPECIAL, show_progress=False, **k)
    alphabet = p.ByteLevel.alphabet()
    fallback = d.Sequence([d.Replace("▁", " "), d.ByteFallback(), d.Fuse(), d.Strip(" ", 1, 0)])
    llama = n.Sequence([n.Prepend("▁"), n.Replace(" ", "▁")])
    made = {
        "byte-level": trained(models.BPE(), bpe(initial_alphabet=alphabet), None, p.ByteLevel(add_prefix_space=False), d.ByteLevel(), None, ADDED),
        "byte-level-nfc-roberta": trained(
            models.BPE(), bpe(initial_alphabet=alphabet), n.NFC(), p.ByteLevel(), d.ByteLevel(),
            lambda t: processors.RobertaProcessing(("</s>", t.token_to_id("</s>")), ("<s>", t.token_to_id("<s>")))),
        "byte-level-unknown": trained(models.BPE(unk_token="<unk>"), bpe(size=200), None, p.ByteLevel(), d.ByteLevel()),
        "byte-level-o200k": trained(
            models.BPE(ignore_merges=True), bpe(initial_alphabet=alphabet), None,
            p.Sequence([p.Split(Regex(PATTERNS[4]), "isolated"), p.ByteLevel(add_prefix_space=False, use_regex=False)]), d.ByteLevel(),
            lambda t: processors.Sequence([processors.ByteLevel(trim_offsets=False), template(t)]), ADDED),
        "byte-level-deepseek": trained(
            models.BPE(), bpe(initial_alphabet=alphabet), n.Sequence([]),
            p.Sequence([p.Split(Regex(r), "isolated") for r in [PATTERNS[11], PATTERNS[12], PATTERNS[13]]]
                       + [p.ByteLevel(add_prefix_space=False, use_regex=False)]), d.ByteLevel()),
        "byte-level-normalizer": trained(models.BPE(), bpe(initial_alphabet=alphabet), n.ByteLevel(), p.Split(Regex("Ġ"), "merged_with_next"), d.ByteLevel()),
        "smollm": trained(
            models.BPE(), bpe(initial_alphabet=alphabet), None,
            p.Sequence([p.Digits(individual_digits=True), p.ByteLevel(add_prefix_space=False)]), d.ByteLevel()),
        "characters": trained(models.BPE(unk_token="<unk>"), bpe(limit_alphabet=60), None, p.WhitespaceSplit()),
        "characters-fused": trained(models.BPE(unk_token="<unk>", fuse_unk=True), bpe(limit_alphabet=60), n.Lowercase(), p.BertPreTokenizer(), d.Fuse()),
        "word-ends": trained(
            models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"), bpe(end_of_word_suffix="</w>", limit_alphabet=80),
            n.Lowercase(), p.Whitespace(), d.BPEDecoder()),
        "continued": trained(
            models.BPE(unk_token="<unk>", continuing_subword_prefix="##"), bpe(continuing_subword_prefix="##", limit_alphabet=80), None,
            p.Whitespace(), d.WordPiece(cleanup=False)),
        "llama": with_bytes(
            trained(models.BPE(unk_token="<unk>", fuse_unk=True), bpe(limit_alphabet=70), llama, None, fallback, template, ADDED)),
        "llama-first": with_bytes(
            trained(models.BPE(unk_token="<unk>", fuse_unk=True), bpe(limit_alphabet=70), None, p.Metaspace(prepend_scheme="first", split=False), fallback, template, ADDED)),
        "gemma": with_bytes(
            trained(models.BPE(unk_token="<unk>", fuse_unk=True), bpe(limit_alphabet=70), n.Replace(" ", "▁"), p.Split(" ", "merged_with_previous"),
                    d.Sequence([d.Replace("▁", " "), d.ByteFallback(), d.Fuse()])), ignore_merges=True),
    }
    unigram = lambda: trainers.UnigramTrainer(vocab_size=330, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False)
    made |= {
        "unigram": trained(models.Unigram(), unigram(), n.NFKC(), p.Metaspace(), d.Metaspace(), template, ADDED),
        "unigram-xlmr": trained(
            models.Unigram(), unigram(), n.Sequence([n.Precompiled(character_map()), n.Replace(Regex(" {2,}"), " ")]), p.Metaspace(), d.Metaspace(), template),
        "unigram-bytes": with_bytes(
            trained(models.Unigram(), unigram(), None, p.Metaspace(prepend_scheme="never", split=False), d.Sequence([d.ByteFallback(), d.Metaspace(prepend_scheme="never"), d.Fuse()]))),
        "unigram-llm-jp": with_bytes(
            trained(models.Unigram(), unigram(), n.Sequence([n.Replace(Regex(r"(?<!\n)^"), "▁"), n.Replace(Regex(" "), "▁")]), None,
                    d.Sequence([d.ByteFallback(), d.Replace(Regex("▁"), " "), d.Fuse(), d.Replace(Regex(r"(?<!\n)^ "), "")]))),
    }
    bert = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    around = lambda t: processors.BertProcessing(("[SEP]", t.token_to_id("[SEP]")), ("[CLS]", t.token_to_id("[CLS]")))
    made |= {
        "bert": trained(
            models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer(vocab_size=400, special_tokens=bert, show_progress=False),
            n.BertNormalizer(), p.BertPreTokenizer(), d.WordPiece(), around, ADDED),
        "bert-cased": trained(
            models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=8), trainers.WordPieceTrainer(vocab_size=400, special_tokens=bert, show_progress=False),
            n.BertNormalizer(lowercase=False), p.BertPreTokenizer(), d.WordPiece(cleanup=False), around),
        "words": trained(models.WordLevel(unk_token="<unk>"), trainers.WordLevelTrainer(vocab_size=90, special_tokens=SPECIAL, show_progress=False), n.Lowercase(), p.Whitespace()),
    }
    texts = all_texts(60)
    result = {"texts": texts, "tokenizers": []}
    committed = committed_tokenizers()
    for name, tokenizer in made.items():
        tokenizer = committed.get(name, tokenizer)
        cases = []
        for index, text in enumerate(texts):
            tokenizer.encode_special_tokens = True
            plain = tokenizer.encode(text, add_special_tokens=False).ids
            tokenizer.encode_special_tokens = False
            ids = tokenizer.encode(text, add_special_tokens=False).ids
            whole_ids = tokenizer.encode(text).ids
            pair = tokenizer.encode(text, texts[index - 1])
            case = {"ids": ids, "decoded": tokenizer.decode(ids), "kept": tokenizer.decode(whole_ids, skip_special_tokens=False)}
            # Equal fields are left out.
            case |= {"plain": plain} if plain != ids else {}
            case |= {"template": whole_ids} if whole_ids != ids else {}
            case |= {"pair": pair.ids, "types": pair.type_ids} if index % 10 == 3 else {}
            cases.append(case)
        result["tokenizers"].append({"name": name, "file": json.loads(tokenizer.to_str()), "cases": cases})
    return result


def pieces():
    texts = all_texts(60)
    common = dict(vocab_size=330, character_coverage=0.98, minloglevel=2, hard_vocab_limit=False, num_threads=1)
    kinds = {
        "unigram": dict(model_type="unigram"),
        "bpe": dict(model_type="bpe"),
        "bpe-bytes": dict(model_type="bpe", vocab_size=600, byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False,
                          user_defined_symbols=["<b>", "  ", "yen", "有給"], control_symbols=["<|im_end|>"]),
        "unigram-bytes": dict(model_type="unigram", vocab_size=600, byte_fallback=True, normalization_rule_name="nfkc_cf", user_defined_symbols=["<b>", "yen", "有給休暇"], add_dummy_prefix=False),
        "suffix": dict(model_type="unigram", treat_whitespace_as_suffix=True),
        "no-extra": dict(model_type="bpe", remove_extra_whitespaces=False, add_dummy_prefix=True, normalization_rule_name="nfkc"),
        "characters": dict(model_type="char"), "words": dict(model_type="word", vocab_size=60),
    }
    result = {"texts": texts, "models": []}
    for name, options in kinds.items():
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(training()), model_writer=model, **(common | options))
        data = model.getvalue()
        if name == "bpe-bytes":
            # Two pieces become unused: what was joined to them is cut again.
            data = unused(data, ["▁the", "ます"])
        processor = sentencepiece.SentencePieceProcessor(model_proto=data)
        cases = [[ids, processor.decode(ids)] for ids in (processor.encode(t) for t in texts)]
        result["models"].append({"name": name, "model": base64.b64encode(data).decode(), "cases": cases})
    return result


def unused(data, names):
    for name in names:
        raw = name.encode()
        at = data.index(bytes([0x0A, len(raw)]) + raw)
        # field 1 (piece), field 2 (score): then field 3 (type) is added, and the entry's length grows by two.
        assert data[at - 2] == 0x0A and data[at - 1] == len(raw) + 7, name
        data = data[: at - 1] + bytes([data[at - 1] + 2]) + data[at : at + len(raw) + 7] + b"\x18\x05" + data[at + len(raw) + 7 :]
    return data


if __name__ == "__main__":
    write("parts.json.gz", parts())
    (HERE / "corners.json").write_text(json.dumps(corners.corners(character_map()), ensure_ascii=False, separators=(",", ":")) + "\n")
    (HERE / "directories.json").write_text(json.dumps(directories.directories(HERE), ensure_ascii=False, separators=(",", ":")) + "\n")
    write("tokenizers.json.gz", whole())
    write("sentencepiece.json.gz", pieces())
    write("random.json.gz", random_files.records(random_files.COMMITTED, character_map()))
