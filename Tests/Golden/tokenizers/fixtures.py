"""The tokenizers of ../shared/fixtures/tokenizers as files of the live libraries.

Vocabularies in other forms become tokenizer.json: GGUF (BERT, GPT-2, MPT) and tiktoken (cl100k, r50k). The ids that come
with the GGUF files have to come out of what was made.
"""

import base64
import lzma
import struct
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
)


def unpacked(path):
    return lzma.decompress(path.read_bytes())


def gguf(data):
    """The key-value pairs of a GGUF file."""
    plain = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
    place = 0

    def number(form):
        nonlocal place
        (value,) = struct.unpack_from("<" + form, data, place)
        place += struct.calcsize("<" + form)
        return value

    def text():
        nonlocal place
        length = number("Q")
        place += length
        return data[place - length : place].decode("utf-8")

    def value(kind):
        if kind == 8:
            return text()
        if kind == 9:
            inner, count = number("I"), number("Q")
            return [value(inner) for _ in range(count)]
        return number(plain[kind])

    assert number("I") == 0x46554747
    number("I"), number("Q")
    return {text(): value(number("I")) for _ in range(number("Q"))}


def byte_level(vocabulary, merges, pattern=None, **options):
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, **options))
    own = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=pattern is None)
    split = [] if pattern is None else [pre_tokenizers.Split(Regex(pattern), "isolated")]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(split + [own]) if split else own
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def from_gguf(path):
    pairs = gguf(unpacked(path))
    tokens = pairs["tokenizer.ggml.tokens"]
    if pairs["tokenizer.ggml.model"] == "gpt2":
        merges = [tuple(merge.split(" ")) for merge in pairs["tokenizer.ggml.merges"]]
        tokenizer = byte_level({token: number for number, token in enumerate(tokens)}, merges)
        for token, kind in zip(tokens, pairs["tokenizer.ggml.token_type"]):
            if kind in (3, 4):  # control, user-defined
                tokenizer.add_tokens([AddedToken(token, special=kind == 3, normalized=False)])
        return tokenizer
    # GGUF marks what begins a word; the original marks what continues one.
    spelled = [t[1:] if t.startswith("▁") else t if t.startswith("[") and t.endswith("]") else "##" + t for t in tokens]
    tokenizer = Tokenizer(models.WordPiece(vocab={token: number for number, token in enumerate(spelled)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def from_tiktoken(path, pattern):
    alphabet = list(byte_alphabet())
    spelled = lambda token: "".join(alphabet[byte] for byte in token)
    ranks = {}
    for line in unpacked(path).splitlines():
        token, rank = line.split()
        ranks[base64.b64decode(token)] = int(rank)
    merges = []
    for token, rank in ranks.items():
        pairs = [(token[:at], token[at:]) for at in range(1, len(token)) if token[:at] in ranks and token[at:] in ranks]
        merges += [(rank, ranks[left], ranks[right], spelled(left), spelled(right)) for left, right in pairs]
    merges.sort()
    vocabulary = {spelled(token): rank for token, rank in ranks.items()}
    return byte_level(vocabulary, [merge[3:] for merge in merges], pattern, ignore_merges=True)


def byte_alphabet():
    """GPT-2's character of each byte."""
    extra = 256
    for byte in range(256):
        if 33 <= byte <= 126 or 161 <= byte <= 172 or 174 <= byte <= 255:
            yield chr(byte)
        else:
            yield chr(extra)
            extra += 1


def check(tokenizer, path):
    """The ids that llama.cpp expects: a wrong conversion would compare two tokenizers that nobody has."""
    texts = path.read_text("utf-8").split("\n__ggml_vocab_test__\n")
    wanted = path.with_suffix(".out").read_text("utf-8").split("\n")
    wrong = []
    for text, line in zip(texts, wanted):
        if tokenizer.encode(text, add_special_tokens=False).ids != [int(number) for number in line.split()]:
            wrong.append(text)
    if wrong:
        print(f"{path.name}: {len(wrong)} of {len(texts)} texts have other ids than llama.cpp has, such as {wrong[0]!r}", file=sys.stderr)
    return len(wrong)


def tokenizers(folder):
    """Name → the tokenizer of the `tokenizers` library."""
    made = {path.name.removesuffix(".tokenizer.json.xz"): Tokenizer.from_str(unpacked(path).decode("utf-8")) for path in sorted(folder.glob("*.tokenizer.json.xz"))}
    for name in ["bert-bge", "gpt-2", "mpt"]:
        path = folder / "ggml" / f"ggml-vocab-{name}.gguf.xz"
        if path.exists():
            made[name] = from_gguf(path)
            # llama.cpp leaves some texts to its own rules; more than a handful would be our conversion.
            assert check(made[name], path.with_suffix(".inp")) <= 4, name
    for name, pattern in [("cl100k_base", CL100K), ("r50k_base", None)]:
        path = folder / f"{name}.tiktoken.xz"
        if path.exists():
            made[name] = from_tiktoken(path, pattern)
    return made


def models_of_sentencepiece(folder):
    """Name → the model file's bytes."""
    return {path.stem: path.read_bytes() for path in sorted(Path(folder).glob("*.model"))}
