"""Tiny tokenizers for corners that random texts and trained vocabularies seldom reach: corners.json.

Made by make.py. Every case has the file itself, texts with their ids, and lists of ids with their decoded strings.
"""

import base64
import io
import random
import struct

import sentencepiece
from texts import training
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

import json


def letters(extra=()):
    return {s: i for i, s in enumerate(["<unk>", "<s>", "</s>", "a", "b", "c", " ", "\n", "▁", "▁a", "<", ">", "s", *extra])}


def words(**vocabulary):
    return models.WordLevel({"<unk>": 0, "<s>": 1, "</s>": 2, "a": 3, "b": 4, "▁": 5, "▁a": 6} | vocabulary, unk_token="<unk>")


def made(model, normalizer=None, pre=None, decoder=None, processor=None, added=(), special=("<unk>", "<s>", "</s>")):
    tokenizer = Tokenizer(model)
    if normalizer:
        tokenizer.normalizer = normalizer
    if pre:
        tokenizer.pre_tokenizer = pre
    if decoder:
        tokenizer.decoder = decoder
    if processor:
        tokenizer.post_processor = processor
    tokenizer.add_special_tokens(list(special))
    tokenizer.add_tokens(list(added))
    return tokenizer


def tokenizers(character_map):
    n, p, d, q = normalizers, pre_tokenizers, decoders, processors
    bpe = lambda: models.BPE(letters(), [], unk_token="<unk>")
    unigram = lambda: models.Unigram([(s, -1.0 - i / 8) for s, i in letters().items()], unk_id=0, byte_fallback=False)
    around = lambda a, b: q.TemplateProcessing(single=f"{a} $A {b}", pair=f"{a} $A {b} $B:1 {b}:1", special_tokens=[("<s>", 1), ("</s>", 2)])
    plain = q.TemplateProcessing(single="$A", pair="$A $B:1", special_tokens=[])
    full_width = ["＜s＞", "a＜/ｓ＞b", "＜unk＞", "<s>＜s＞", "a<S>b", "ａ＜ｓ＞"]
    lower = n.Sequence([n.NFKC(), n.Lowercase()])
    pair = [("<s>", 1), ("</s>", 2)]
    yield "takes-the-next-token's-space", made(
        bpe(), added=[AddedToken("<b>", rstrip=True, normalized=False), AddedToken("\n", lstrip=True, normalized=False)]
    ), ["a<b>\nb", "a<b>b\n", "<b>\n", "a \n<b>", "<b>\n<b>\nb"]
    yield "normalized-to-special-unigram", made(unigram(), lower), full_width
    yield "normalized-to-special-words", made(words(), lower, p.WhitespaceSplit()), full_width + ["＜s＞ a"]
    yield "normalized-to-special-bpe", made(models.BPE(letters(), [], unk_token="<unk>", ignore_merges=True), lower), full_width
    yield "normalized-to-special-bytes", made(
        models.BPE(p_alphabet(), [], ignore_merges=True), lower, p.ByteLevel(add_prefix_space=False, use_regex=False), d.ByteLevel()), full_width
    yield "normalized-to-special-wordpiece", made(
        models.WordPiece(letters(["##a", "##<"]), unk_token="<unk>"), lower, p.WhitespaceSplit()), full_width
    yield "no-decoders", made(bpe(), decoder=d.Sequence([])), ["ab c"]
    yield "template-then-bert", made(bpe(), processor=q.Sequence([around("<s>", "</s>"), q.BertProcessing(("</s>", 2), ("<s>", 1))])), ["ab"]
    yield "bert-then-roberta", made(
        bpe(), processor=q.Sequence([q.BertProcessing(*reversed(pair)), q.RobertaProcessing(*reversed(pair))])), ["ab", ""]
    yield "plain-then-template", made(bpe(), processor=q.Sequence([plain, q.ByteLevel(), around("</s>", "<s>")])), ["ab"]
    yield "bert-then-template", made(bpe(), processor=q.Sequence([q.BertProcessing(*reversed(pair)), around("</s>", "<s>")])), ["ab"]
    first = p.Metaspace(prepend_scheme="first", split=False)
    yield "first-twice", made(words(), pre=p.Sequence([first, p.Split("▁", "isolated"), first])), ["a", "a b", " a", "", "b a<s>a"]
    yield "first-after-always", made(
        words(), pre=p.Sequence([p.Metaspace(prepend_scheme="always", split=False), p.Split("▁", "isolated"), first])), ["a", "a b", " a"]
    yield "first-after-prefix-space", made(
        words(**{" ": 7}), pre=p.Sequence([p.ByteLevel(add_prefix_space=True, use_regex=False), p.Split("Ġ", "isolated"), first])), ["a", "a b", " a"]
    # A character of the text may become several, of which each stands at its beginning; what is taken away takes that along.
    singly = [p.FixedLength(1), first]
    many = models.BPE({s: i for i, s in enumerate(sorted({"<unk>", "▁", *SEVERAL, *p.ByteLevel.alphabet()}))}, [], unk_token="<unk>")
    several = ["㈱a", "㈱", "a㈱", "éa", "e\u0301a", "e\u0301ﾊﾞ", "e\u0301\u3099", "ab", "bab", " ab", "\u200bab", "\u200b\u200b㈱", "a\u200b㈱", "①か\u3099", "", "株<s>㈱"]
    for name, steps in {
        "bytes": [n.ByteLevel()], "compatibility": [n.NFKD()], "composition": [n.NFKC()], "decomposition": [n.NFD(), n.StripAccents()],
        "map": [n.Precompiled(character_map)], "map-then-bytes": [n.Precompiled(character_map), n.ByteLevel()],
        "replacement": [n.Replace("a", "bab"), n.Replace(Regex("ba|株"), "b")], "nothing": [n.Replace("a", ""), n.Prepend("ab")],
        "strip": [n.Prepend(" b"), n.Strip(), n.Lowercase()], "han": [n.NFKC(), n.BertNormalizer(clean_text=True, handle_chinese_chars=True)],
    }.items():
        yield f"first-behind-{name}", made(many, n.Sequence(steps), p.Sequence(singly)), several
    yield "first-behind-alphabet", made(many, pre=p.Sequence([p.ByteLevel(add_prefix_space=False, use_regex=False), *singly])), several
    # What is left out makes neighbours of what stands around it.
    yield "leaves-out-the-unknown", Tokenizer(models.BPE({"a": 0, "y": 1, "ay": 2, "ya": 3}, [("a", "y"), ("y", "a")])), ["aﬁy", "a y", "aあ\u2028yaﬁ", "ﬁ", "yﬁﬁay"]
    # Two cuts of nearly the same score: the last bit of what the library reads decides.
    yield "last-bit", Tokenizer(models.Unigram([("<unk>", 0.0), ("5", -6.446485996246338), ("55", -9.650158882141113),
                                                ("#", -9.916657447814941), ("}", -9.3)], unk_id=0, byte_fallback=False)), ["#555}", "555", "5555#55555", "##555}}"]
    yield "lowercase-first", made(bpe(), n.NFKC(), added=[AddedToken("ABC", normalized=True), AddedToken("<B>", normalized=False)]), [
        "ABC abc", "<B>A<b>", "Ａ＜Ｓ＞", "<s>A</S>"]


SEVERAL = "abe()株キロがか\u3099\u0301éバハ①㈱ﾊﾞ \u200b"


def p_alphabet():
    return {s: i for i, s in enumerate(["<unk>", "<s>", "</s>", *sorted(pre_tokenizers.ByteLevel.alphabet())])}


def corners(character_map):
    cases = []
    for name, tokenizer, texts in tokenizers(character_map):
        # As it is read from a file: see numbers().
        tokenizer = Tokenizer.from_str(tokenizer.to_str())
        size = tokenizer.get_vocab_size()
        lists = [[3, 4, 5], [1, 3, 2, 4], [size - 1, 3]]
        file = json.loads(tokenizer.to_str())
        lowercased = name == "lowercase-first"
        if lowercased:
            # As sentence-transformers does for `do_lower_case`, once the file is loaded.
            tokenizer.normalizer = normalizers.Sequence([normalizers.Lowercase(), tokenizer.normalizer])
        entries = [(t, tokenizer.encode(t, add_special_tokens=False).ids, tokenizer.encode(t)) for t in texts]
        pairs = [tokenizer.encode(t, "ba") for t in texts]
        cases.append({
            "name": name, "lowercased": lowercased, "file": file, "texts": texts, "ids": [ids for _, ids, _ in entries],
            "template": [e.ids for _, _, e in entries], "pairs": [e.ids for e in pairs], "types": [e.type_ids for e in pairs],
            "lists": lists, "decoded": [tokenizer.decode(l, skip_special_tokens=False) for l in lists]})
    return {"tokenizers": cases, "models": list(models_of_sentencepiece()), "numbers": numbers()}


def numbers():
    """Scores as files write them, and what the library's reader makes of them, which is not always the nearest number."""
    generator = random.Random(7)
    written = [repr(-generator.random() * 10 ** generator.randint(-4, 3)) for _ in range(120)]
    written += [repr(-struct.unpack("f", struct.pack("f", generator.random() * 20))[0]) for _ in range(120)]
    written += ["0", "-0.0", "1", "-12.5", "1e5", "-2.5E-3", "1e+2", "0.1", "123456789012345678", "123456789012345678901234567890",
                "12345678901234567890.5", "1844674407370955161.65", "18446744073709551615.25", "0.123456789012345678901234567890", "1e-310", "-4.9e-324", "1e-400", "0e999999999"]
    written += ["-" + "9" * n + "." + "7" * m for n in (1, 5, 17, 19, 20, 21) for m in (1, 3, 14, 16, 20)]
    file = json.loads(Tokenizer(models.Unigram([("<unk>", 0.0)], unk_id=0)).to_str())
    file["model"]["vocab"] = [[f"t{number}", 0] for number in range(len(written))]
    text = json.dumps(file)
    for number, digits in enumerate(written):
        text = text.replace(f'["t{number}", 0]', f'["t{number}", {digits}]')
    read = json.loads(Tokenizer.from_str(text).to_str())["model"]["vocab"]
    return [[digits, repr(float(score))] for digits, (_, score) in zip(written, read)]


def models_of_sentencepiece():
    for name, options in {
        "words-suffix": dict(model_type="word", vocab_size=60, treat_whitespace_as_suffix=True),
        "words-suffix-no-prefix": dict(model_type="word", vocab_size=60, treat_whitespace_as_suffix=True, add_dummy_prefix=False),
        "characters-suffix": dict(model_type="char", vocab_size=60, treat_whitespace_as_suffix=True),
        # What user-defined pieces count decides between cuts of the dots.
        "unigram-user-defined": dict(model_type="unigram", vocab_size=330, user_defined_symbols=["abc", "a", "🙂"]),
    }.items():
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(training() + ["a.. ...", "5. .. 55 555", "!! !!!"] * 40), model_writer=model, minloglevel=2, hard_vocab_limit=False, num_threads=1,
            normalization_rule_name="identity", **options)
        processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
        texts = ["the head of the", "a  b", "", " the ", "the", "days days\tdays", "有給 the 休暇 ", "the a..a...a....a....."]
        cases = [[ids, processor.decode(ids)] for ids in (processor.encode(t) for t in texts)]
        yield {"name": name, "model": base64.b64encode(model.getvalue()).decode(), "texts": texts, "cases": cases}
