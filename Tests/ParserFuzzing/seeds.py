"""Writes the inputs that the fuzzer begins with, one folder a parser, from the golden files: seeds.py FOLDER"""

import base64, gzip, json, pathlib, sys

golden = pathlib.Path(__file__).resolve().parents[1] / "Golden"
templates = golden.parents[1] / "templates" / "chat"
into = pathlib.Path(sys.argv[1])


def put(parser, contents):
    folder = into / parser
    folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(contents):
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"seed-{number:04}").write_bytes(data)


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def zipped(name):
    return json.loads(gzip.open(golden / "tokenizers" / name).read())


decoders = json.loads((golden / "families/decoders.json").read_text())
encoders = json.loads((golden / "families/encoders.json").read_text())
models = [*decoders.values(), *encoders.values()]
put("configuration", [compact(one[key]) for one in models for key in ("config", "old") if one.get(key)])
put("embedding-files", [
    "\x1e".join(compact(one["files"][name]) if name in one["files"] else "" for name in
                ("modules.json", "config_sentence_transformers.json", "1_Pooling/config.json", "2_Dense/config.json"))
    for one in encoders.values() if one.get("files")])
put("safetensors", [file.read_bytes()[:6000] for file in golden.glob("*/**/*.safetensors")] + [
    len(header).to_bytes(8, "little") + header + bytes(24) for header in (
        b'{"a":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[3],"data_offsets":[12,24]}}',
        b'{"__metadata__":{"format":"pt"},"a":{"dtype":"F16","shape":[],"data_offsets":[0,2]}}')])
put("shard-index", [compact({"metadata": {"total_size": 8}, "weight_map": {
    "a": "model-00001-of-00001.safetensors", "b": "model-00001-of-00001.safetensors"}})])
tokenizers = [one["file"] for one in zipped("tokenizers.json.gz")["tokenizers"]]
parts = []
for file in tokenizers:
    small = json.loads(json.dumps(file))
    vocabulary = small["model"].get("vocab")
    # A small vocabulary, so that most changes hit the parts.
    if isinstance(vocabulary, list):
        small["model"]["vocab"] = vocabulary[:80]
    elif vocabulary:
        small["model"]["vocab"] = dict(sorted(vocabulary.items(), key=lambda one: one[1])[:80])
        if "merges" in small["model"]:
            small["model"]["merges"] = []
    parts.append(small)
put("tokenizer-json", [compact(one) for one in parts] + sorted((compact(one) for one in tokenizers), key=len)[:6])
put("tokenizer-model", sorted((base64.b64decode(one["model"]) for one in zipped("sentencepiece.json.gz")["models"]), key=len)[:8])
patterns = set()


def collect(value):
    if isinstance(value, dict):
        if isinstance(value.get("Regex"), str):
            patterns.add(value["Regex"])
        for inner in value.values():
            collect(inner)
    elif isinstance(value, list):
        for inner in value:
            collect(inner)


for file in tokenizers + [zipped("parts.json.gz")]:
    collect(file)
put("regular-expression", [pattern + "\0It's 12,500円 が\n\n x1" for pattern in sorted(patterns)])
lines = (golden / "chat/expressions.txt").read_text().split("\n")
put("chat-template", [file.read_text() for file in sorted(templates.glob("*.jinja")) + sorted((golden / "chat/templates").glob("*.jinja"))]
    + [line for line in lines if line and not line.startswith("##") and line != "---"])
