"""Embeddings of tiny random models of every encoder, as sentence-transformers gives them from a directory's own files."""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
import transformers
from safetensors.torch import save_file as save_torch
from sentence_transformers import SentenceTransformer

from weights import tensor

TEXTS = [
    "a",
    "The annual leave of an employee is 20 days a year.",
    "従業員の年次有給休暇は一年につき20日とし、5日まで翌年度に繰り越すことができます。",
    "Travel costs over 12,500 yen must be approved by the head of department before the journey begins, and every receipt is kept "
    "for seven years; 出張旅費が12,500円を超える場合は、事前に部門長の承認を受けてください。領収書は七年間保管します。",
    "Padding<|endoftext|> in the middle!! <|endoftext|><|im_start|>of a TEXT!",
    "It's the user's OWN duty  to change\nthe password every 90 days. 🙂",
]
SMALL = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=128)
OLD_POOLING = ["cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken"]
NOISE = ["transformers_version", "use_cache", "initializer_range", "classifier_dropout", "deterministic_flash_attn", "sparse_prediction",
         "sparse_pred_ignore_index", "decoder_bias", "initializer_cutoff_factor"]


def pooling(*modes, width=32, include_prompt=True):
    """As published directories have it: a switch a mode."""
    config = {"word_embedding_dimension": width, "include_prompt": include_prompt}
    for mode in OLD_POOLING:
        config[f"pooling_mode_{mode}"] = mode in modes
    return {"1_Pooling/config.json": config}


def modules(*kinds):
    folders = {"Transformer": "", "Pooling": "1_Pooling"}
    entries = []
    for index, kind in enumerate(kinds):
        path = folders.get(kind, f"{index}_{kind}")
        entries.append({"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"})
    return {"modules.json": entries}


def dense(index, inputs, outputs, activation="torch.nn.modules.linear.Identity", bias=False):
    return {f"{index}_Dense/config.json": {"in_features": inputs, "out_features": outputs, "bias": bias, "activation_function": activation}}


BERT = dict(type_vocab_size=2, pad_token_id=0, **SMALL)
ENCODERS = {
    # name: (config class, model class, arguments, template, prompts to try, the directory's other files)
    "bert-minilm": ("BertConfig", "BertModel", BERT, "cls", [None],
                    {**modules("Transformer", "Pooling", "Normalize"), **pooling("mean_tokens"),
                     "sentence_bert_config.json": {"max_seq_length": 64, "do_lower_case": False}}),
    "bert-e5": ("BertConfig", "BertModel", {**BERT, "hidden_act": "gelu_new", "layer_norm_eps": 1e-5}, "cls", ["query: ", "passage: "],
                {**modules("Transformer", "Pooling", "Normalize"), **pooling("mean_tokens"),
                 "sentence_bert_config.json": {"max_seq_length": 100, "do_lower_case": True}}),
    "bert-poolings": ("BertConfig", "BertModel", BERT, "cls", [None, "Represent: "],
                      {**modules("Transformer", "Pooling", "Dense"), **dense(2, 160, 24, "torch.nn.modules.activation.Tanh", True),
                       **pooling("cls_token", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "mean_tokens", include_prompt=False)}),
    # The order of the file counts, not `idx`; what drops numbers in training does nothing here.
    "bert-order": ("BertConfig", "BertModel", BERT, "cls", [None],
                   {"modules.json": [{**entry, "idx": 9 - entry["idx"]} for entry in modules("Transformer", "Pooling", "Dropout", "Dense", "Normalize")["modules.json"]],
                    **pooling("cls_token"), "2_Dropout/config.json": {"dropout": 0.5}, **dense(3, 32, 16, "torch.nn.modules.activation.Tanh", True)}),
    # The tokenizer's file says which end is cut; its lengths and its padding do not count.
    "bert-left": ("BertConfig", "BertModel", BERT, "cls", [None],
                  {**modules("Transformer", "Pooling", "Normalize"), **pooling("cls_token"), "sentence_bert_config.json": {"max_seq_length": 16},
                   "tokenizer.json": {"truncation": {"direction": "Left", "max_length": 9, "strategy": "OnlyFirst", "stride": 2},
                                      "padding": {"strategy": {"Fixed": 40}, "direction": "Left", "pad_to_multiple_of": 8, "pad_id": 0, "pad_type_id": 0,
                                                  "pad_token": "<|endoftext|>"}}}),
    "bert-bare": ("BertConfig", "BertModel", BERT, "cls", [None], {}),
    "xlm-roberta-e5": ("XLMRobertaConfig", "XLMRobertaModel", {**SMALL, "type_vocab_size": 1, "pad_token_id": 0, "layer_norm_eps": 1e-5}, "cls",
                       ["query: "], {**modules("Transformer", "Pooling", "Normalize"), **pooling("mean_tokens")}),
    "xlm-roberta-bge": ("XLMRobertaConfig", "XLMRobertaModel", {**SMALL, "type_vocab_size": 1, "pad_token_id": 3, "max_position_embeddings": 80}, "cls",
                        [None], {**modules("Transformer", "Pooling", "Normalize"), **pooling("cls_token"),
                                 "sentence_bert_config.json": {"max_seq_length": 76, "do_lower_case": False}}),
    "modernbert-ruri": ("ModernBertConfig", "ModernBertModel", {**SMALL, "num_hidden_layers": 5, "local_attention": 12, "pad_token_id": 0}, "cls",
                        [None, "検索クエリ: "], {**modules("Transformer", "Pooling"), **pooling("mean_tokens"),
                                            "config_sentence_transformers.json": {"prompts": {"query": "検索クエリ: ", "document": "検索文書: "},
                                                                                  "default_prompt_name": "document", "similarity_fn_name": "cosine"}}),
    "modernbert-biases": ("ModernBertConfig", "ModernBertModel", {
        **SMALL, "local_attention": 9, "attention_bias": True, "mlp_bias": True, "norm_bias": True, "hidden_activation": "silu", "pad_token_id": 0,
        "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
        "rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 4.0, "rope_theta": 5000.0},
                            "sliding_attention": {"rope_type": "default", "rope_theta": 100.0}}}, "cls", [None],
        {**modules("Transformer", "Pooling", "Normalize"), **pooling("max_tokens")}),
    "embedding-gemma": ("Gemma3TextConfig", "Gemma3TextModel", {
        **SMALL, "num_key_value_heads": 1, "head_dim": 16, "query_pre_attn_scalar": 16, "sliding_window": 12, "use_bidirectional_attention": True,
        "layer_types": ["sliding_attention", "full_attention", "sliding_attention"], "pad_token_id": 0}, "bos-eos",
        [None, "task: search result | query: "],
        {**modules("Transformer", "Pooling", "Dense", "Dense", "Normalize"), **pooling("mean_tokens"), **dense(2, 32, 48), **dense(3, 48, 32),
         "config_sentence_transformers.json": {"prompts": {"query": "task: search result | query: ", "document": "title: none | text: "},
                                               "default_prompt_name": None, "similarity_fn_name": "cosine"}}),
    "qwen3-embedding": ("Qwen3Config", "Qwen3Model", {
        **SMALL, "num_key_value_heads": 2, "head_dim": 16, "tie_word_embeddings": True, "pad_token_id": 0,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6}}, "eos",
        [None, "Instruct: Given a web search query, retrieve relevant passages\nQuery:"],
        {**modules("Transformer", "Pooling", "Normalize"), **pooling("lasttoken"),
         "config_sentence_transformers.json": {"prompts": {"query": "Instruct: Given a web search query, retrieve relevant passages\nQuery:",
                                                           "document": ""}, "default_prompt_name": None, "similarity_fn_name": "cosine"}}),
    # Decoders that a key of the configuration lets see both sides.
    "qwen3-both-sides": ("Qwen3Config", "Qwen3Model", {**SMALL, "num_key_value_heads": 2, "head_dim": 16, "is_causal": False, "pad_token_id": 0}, "eos", [None],
                         {**modules("Transformer", "Pooling", "Normalize"), **pooling("lasttoken")}),
    "mistral-both-sides": ("MistralConfig", "MistralModel", {**SMALL, "num_key_value_heads": 2, "head_dim": 8, "is_causal": False, "sliding_window": 7,
                                                             "pad_token_id": 0}, "cls", [None],
                           {**modules("Transformer", "Pooling", "Normalize"), **pooling("mean_tokens")}),
}

# Configurations as transformers 4 wrote them.
OLD_CONFIGS = {
    "modernbert-ruri": dict(remove=["rope_parameters", "layer_types", "dtype"],
                            add={"global_rope_theta": 160000.0, "local_rope_theta": 10000.0, "global_attn_every_n_layers": 3, "torch_dtype": "float32"}),
    "embedding-gemma": dict(remove=["rope_parameters"], add={"rope_theta": 1e6, "rope_local_base_freq": 10000.0, "rope_scaling": None}),
}


def tokenizer_file(here, template):
    """The shared byte-level tokenizer with a template around each text."""
    tokenizer = json.loads((here / "../transformers/tokenizers/gpt2.json").read_text())
    ids = {"<|endoftext|>": 0, "<|im_start|>": 1, "<|im_end|>": 2}
    before, after = {"cls": (["<|im_start|>"], ["<|im_end|>"]), "bos-eos": (["<|im_start|>"], ["<|endoftext|>"]), "eos": ([], ["<|endoftext|>"])}[template]
    single = [{"SpecialToken": {"id": t, "type_id": 0}} for t in before] + [{"Sequence": {"id": "A", "type_id": 0}}]
    single += [{"SpecialToken": {"id": t, "type_id": 0}} for t in after]
    special = {t: {"id": t, "ids": [ids[t]], "tokens": [t]} for t in before + after}
    tokenizer["post_processor"] = {"type": "TemplateProcessing", "single": single, "pair": single + [{"Sequence": {"id": "B", "type_id": 1}}],
                                   "special_tokens": special}
    return tokenizer


def fill(folder, path, plus_one):
    """Generated weights under `path`; returns names and shapes."""
    from safetensors import safe_open

    with safe_open(folder / path, framework="np") as file:
        shapes = {name: list(file.get_slice(name).get_shape()) for name in sorted(file.keys())}
    save_torch({name: torch.from_numpy(tensor(name, shape, not plus_one)) for name, shape in shapes.items()}, folder / path, metadata={"format": "pt"})
    return shapes


def encoder(here, name, config_class, model_class, arguments, template, prompts, files):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        vocabulary = json.loads((here / "../transformers/tokenizers/gpt2.json").read_text())["model"]["vocab"]
        config = getattr(transformers, config_class)(vocab_size=len(vocabulary), **arguments)
        getattr(transformers, model_class)(config).save_pretrained(folder)
        weights = {"model.safetensors": fill(folder, "model.safetensors", model_class.startswith("Gemma"))}
        config = {k: v for k, v in json.loads((folder / "config.json").read_text()).items() if k not in NOISE and "dropout" not in k}
        case = {"config": config, "files": dict(files), "weights": weights, "template": template, "prompts": prompts}
        (folder / "tokenizer.json").write_text(json.dumps(tokenizer_file(here, template) | files.get("tokenizer.json", {}), ensure_ascii=False))
        case["files"]["tokenizer_config.json"] = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 90, "pad_token": "<|endoftext|>",
                                                  "cls_token": "<|im_start|>", "sep_token": "<|im_end|>"}
        for path, content in case["files"].items():
            if path == "tokenizer.json":
                continue
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(json.dumps(content, ensure_ascii=False))
            if "_Dense" in path:
                shapes = {"linear.weight": [content["out_features"], content["in_features"]]} | ({"linear.bias": [content["out_features"]]} if content["bias"] else {})
                inner = str(Path(path).parent / "model.safetensors")
                save_torch({n: torch.from_numpy(tensor(n, s, True)) for n, s in shapes.items()}, folder / inner)
                weights[inner] = shapes
        model = SentenceTransformer(str(folder), device="cpu").eval()
        results = {}
        for index, prompt in enumerate(prompts):
            results[f"{name}.{index}"] = np.stack([model.encode(text, prompt=prompt) for text in TEXTS])
        case["ids"] = [[int(i) for i in model.tokenize([(prompts[0] or "") + text])["input_ids"][0]] for text in TEXTS[:2]]
        if name in OLD_CONFIGS:
            change = OLD_CONFIGS[name]
            case["old"] = {k: v for k, v in config.items() if k not in change["remove"]} | change["add"]
            (folder / "config.json").write_text(json.dumps(case["old"]))
            again = SentenceTransformer(str(folder), device="cpu").eval()
            for index, prompt in enumerate(prompts):
                other = np.stack([again.encode(text, prompt=prompt) for text in TEXTS])
                assert np.abs(other - results[f"{name}.{index}"]).max() < 1e-5, name
        return case, results


def make_encoders(here):
    from make import write

    cases, results = {}, {}
    for name, arguments in ENCODERS.items():
        cases[name], made = encoder(here, name, *arguments)
        results |= made
    cases["texts"] = {"texts": TEXTS}
    write("encoders", cases, results)
