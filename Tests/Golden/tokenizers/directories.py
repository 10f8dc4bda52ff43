"""What the files beside a tokenizer add to it: control tokens named in `tokenizer_config.json`, `special_tokens_map.json`,
`added_tokens.json`, as `transformers` puts them together. make.py writes the cases to directories.json."""

import json
import tempfile
from pathlib import Path

TEXTS = [
    "Hello <|user|> world", "a <|endoftext|> b <|im_start|> c<|im_end|>", "<|user|>あ<tool>x</tool> <|im_start|>b", "こんにちは  世界\n\n<|pad|>[MASK] x", "Élan NAÏVE 世界", " lead <unk> </s><s>x",
]
PLAIN = {"tokenizer_class": "PreTrainedTokenizerFast"}
NAMED = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}


def token(content, **flags):
    return {"content": content, "lstrip": False, "rstrip": False, "normalized": False, "single_word": False} | flags


def wordpiece(**folding):
    """BERT's `tokenizer.json`, over letters."""
    letters = [chr(c) for c in range(33, 127)] + list("éÉïÏこんにちは世界あ")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *("##" + c for c in letters), "##世界"]
    names = {"[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4}
    single = [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}]
    return {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i} | token(c, special=True) for c, i in ({"[PAD]": 0} | names).items()],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True} | folding,
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "TemplateProcessing", "single": single, "pair": single + [{"Sequence": {"id": "B", "type_id": 1}}],
                           "special_tokens": {c: {"id": c, "ids": [names[c]], "tokens": [c]} for c in ("[CLS]", "[SEP]")}},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
                  "vocab": {word: index for index, word in enumerate(words)}},
    }


def cases(size):
    """Name and files of each; `size` is the first free id."""
    config = lambda **more: {"tokenizer_config.json": PLAIN | more}
    mapped = lambda **names: {"tokenizer_config.json": PLAIN, "special_tokens_map.json": names}
    listed = {str(size): token("<tool>", special=False)}
    return {
        "nothing": config(),
        "additional": config(additional_special_tokens=["<|user|>", "<tool>"]),
        "additional in the map": mapped(additional_special_tokens=["<|user|>", "<tool>"], pad_token="<|pad|>"),
        "extra in the map": mapped(extra_special_tokens=["<|user|>", token("<tool>", lstrip=True)]),
        "flags in the map": mapped(mask_token=token("[MASK]", lstrip=True, normalized=True), eos_token="</s>"),
        "the map beside listed tokens": config(added_tokens_decoder=listed) | {"special_tokens_map.json": {"pad_token": "<|pad|>"}},
        "additional beside listed tokens": config(added_tokens_decoder=listed, additional_special_tokens=["<|user|>"]),
        "extra by name": config(extra_special_tokens={"user_token": "<|user|>", "tool_token": "<tool>"}),
        "extra in a list": config(extra_special_tokens=["<|user|>", "<tool>"]),
        "a model's own": config(model_specific_special_tokens={"user_token": "<|user|>"}, image_token="<tool>", pad_token="<|pad|>"),
        "all of them": config(**NAMED, additional_special_tokens=["[MASK]"], image_token="<tool>", extra_special_tokens={"user_token": "<|user|>"}),
        "added and named": config(**NAMED, additional_special_tokens=["<|user|>"]) | {"added_tokens.json": {"<tool>": size, "<|user|>": size + 1}},
        "cut as text": config(split_special_tokens=True),
        "other flags than the tokenizer's file": config(added_tokens_decoder={"0": token("<|endoftext|>", lstrip=True, rstrip=True, special=True)}),
        "no control token any more": config(added_tokens_decoder={"1": token("<|im_start|>", lstrip=True, normalized=True, special=False)}),
        "a control token by its name": config(added_tokens_decoder={"1": token("<|im_start|>", rstrip=True, special=False)}, bos_token="<|im_start|>"),
        "added beside listed tokens": config(added_tokens_decoder=listed) | {"added_tokens.json": {"<|user|>": size + 1}},
        "one name twice": config(image_token="<s>", tail_token="</s>", extra_special_tokens={"image_token": "<|user|>", "tool_token": "<tool>"}),
        "one name in two files": config(image_token="<s>", tail_token="</s>") | {"special_tokens_map.json": {"image_token": "<|user|>", "pad_token": None}},
        "names in two files": config(image_token="<s>", extra_special_tokens={"tool_token": "<tool>"}) | {"special_tokens_map.json": {"tool_token": "[MASK]", "user_token": "<|user|>"}},
        "listed in two files": config(image_token="<s>", model_specific_special_tokens={"tail_token": "</s>"}) | {"special_tokens_map.json": {"extra_special_tokens": {"image_token": "<|user|>", "tool_token": "<tool>"}}},
        "BERT in small letters by its class": {"tokenizer.json": wordpiece(lowercase=False), "tokenizer_config.json": {"tokenizer_class": "BertTokenizer"}},
        "BERT with capitals": {"tokenizer.json": wordpiece(), "tokenizer_config.json": {"tokenizer_class": "BertTokenizerFast", "do_lower_case": False}},
        "BERT with accents and Han in words": {"tokenizer.json": wordpiece(), "tokenizer_config.json": {
            "tokenizer_class": "BertTokenizer", "do_lower_case": True, "strip_accents": False, "tokenize_chinese_chars": False}},
        "no names at all": {"special_tokens_map.json": NAMED | {"mask_token": "[MASK]"}},
    }


def directories(here):
    from transformers import AutoTokenizer, PreTrainedTokenizerFast

    file = (here.parent / "transformers/tokenizers/gpt2.json").read_text()
    parsed = json.loads(file)
    size = max([*parsed["model"]["vocab"].values(), *(t["id"] for t in parsed["added_tokens"])]) + 1
    made = []
    for name, files in cases(size).items():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "tokenizer.json").write_text(file)
            for path, value in files.items():
                (Path(folder) / path).write_text(json.dumps(value))
            reader = AutoTokenizer if "tokenizer_config.json" in files else PreTrainedTokenizerFast
            tokenizer = reader.from_pretrained(folder)
            ids = [tokenizer.encode(t, add_special_tokens=False) for t in TEXTS]
            special = sorted(set(tokenizer.all_special_ids))
            files = {path: json.dumps(value) for path, value in files.items()}
            made.append({"name": name, "files": files, "ids": ids, "special": special})
    return {"texts": TEXTS, "cases": made}
