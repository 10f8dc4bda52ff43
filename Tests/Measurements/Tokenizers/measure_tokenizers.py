"""Speed of this program's tokenizers beside the `tokenizers` library, on one core, with the same ids.

Times are the processor's: on a busy machine both wait, but neither is charged for it.

    python measure_tokenizers.py PROGRAM FIXTURES [TEXT]

Without TEXT, 100 MB are made by mixed_text.py.

The library gets the lines one by one and as a batch; its better figure counts.
"""

import os

os.environ |= {"TOKENIZERS_PARALLELISM": "false", "RAYON_NUM_THREADS": "1"}

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import sentencepiece
from tokenizers import Regex, Tokenizer, __version__, decoders, models, normalizers, pre_tokenizers

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Golden/tokenizers"))
from fixtures import tokenizers  # noqa: E402


def checksum(counts, flat):
    """As `shikomi bench tokenizer` has it: every id and its place count."""
    places = np.arange(1, len(flat) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return int(((flat.astype(np.uint64) + np.uint64(1)) * (places | np.uint64(1))).sum(dtype=np.uint64))


def library(path, texts):
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True
    best, counts, chunks = None, [], []
    begin = time.process_time()
    for text in texts:
        tokenizer.encode(text, add_special_tokens=False)
    one_by_one = time.process_time() - begin
    batch = 0.0
    for start in range(0, len(texts), 10_000):
        part = texts[start : start + 10_000]
        begin = time.process_time()
        encodings = tokenizer.encode_batch_fast(part, add_special_tokens=False)
        batch += time.process_time() - begin
        for encoding in encodings:
            counts.append(len(encoding.ids))
            chunks.append(np.array(encoding.ids, dtype=np.int64))
    return one_by_one, batch, checksum(counts, np.concatenate(chunks))


def field(message, wanted):
    """The last field of a protobuf message that has this number and is a string or a message."""
    place, found = 0, b""

    def varint():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place, value, shift = place + 1, value | (byte & 127) << shift, shift + 7
            if byte < 128:
                return value

    while place < len(message):
        key = varint()
        if key & 7 == 0:
            varint()
        elif key & 7 == 2:
            size = varint()
            found = message[place : place + size] if key >> 3 == wanted else found
            place += size
        else:
            place += 8 if key & 7 == 1 else 4
    return found


def unigram(path):
    """A model of SentencePiece as XLM-R's is published: its character map, then Unigram without bytes."""
    data = path.read_bytes()
    processor = sentencepiece.SentencePieceProcessor(model_proto=data)
    pieces = [(processor.id_to_piece(id), processor.get_score(id)) for id in range(processor.get_piece_size())]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=processor.unk_id(), byte_fallback=False))
    characters = field(field(data, 3), 2)
    tokenizer.normalizer = normalizers.Sequence([normalizers.Precompiled(characters), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    return tokenizer


KINDS = ["phi2", "cl100k_base", "phi3", "llmjp_v2.2_hf", "rinna_google_sp", "bert-bge"]


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch:
        text = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(scratch) / "mixed.txt"
        if not text.exists():
            subprocess.run([sys.executable, "-B", Path(__file__).with_name("mixed_text.py"), folder, text], check=True)
        data = text.read_bytes()
        texts = data.decode("utf-8").split("\n")
        size = len(data) / 1e6
        print(f"{size:.0f} MB, {len(texts)} lines; tokenizers {__version__}, one thread\n")
        print("| Tokenizer | Kind | MB/s | library, a line at a time | library, batch | factor | same ids |")
        print("|---|---|---:|---:|---:|---:|---|")
        made = tokenizers(folder / "tokenizers")
        made["rinna_google_sp"] = unigram(folder / "tokenizers/rinna_google_sp.model")
        for name in KINDS:
            file = Path(scratch) / f"{name}.json"
            made[name].save(str(file))
            command = [program, "--json", "bench", "tokenizer", str(file), str(text)]
            own = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            one, batch, expected = library(file, texts)
            rate, factor = size / own["processorSeconds"], min(one, batch) / own["processorSeconds"]
            same = "yes" if own["checksum"] == expected else "NO"
            print(f"| {name} | {own['kind']} | {rate:.1f} | {size / one:.1f} | {size / batch:.1f} | {factor:.1f} | {same} |", flush=True)


if __name__ == "__main__":
    main()
