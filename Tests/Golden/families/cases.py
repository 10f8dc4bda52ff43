"""The tiny models: for each a configuration of transformers, with features turned on and off and windows shorter than the texts."""

SMALL = dict(vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
             num_key_value_heads=2, max_position_embeddings=128, bos_token_id=1, eos_token_id=2, pad_token_id=0)
YARN = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 16}
LLAMA3 = {"rope_type": "llama3", "rope_theta": 500.0, "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
          "original_max_position_embeddings": 16}


def with_(**changes):
    return {**SMALL, **changes}


# name: (class, arguments)
DECODERS = {
    "llama-default": ("Llama", with_(rope_parameters={"rope_type": "default", "rope_theta": 10000.0})),
    "llama-llama3-tied": ("Llama", with_(tie_word_embeddings=True, rope_parameters=LLAMA3)),
    "llama-linear-biases": ("Llama", with_(attention_bias=True, mlp_bias=True,
                                           rope_parameters={"rope_type": "linear", "rope_theta": 500.0, "factor": 4.0})),
    "llama-dynamic": ("Llama", with_(head_dim=16, rope_parameters={"rope_type": "dynamic", "rope_theta": 500.0, "factor": 4.0})),
    # The file has another head than the configuration says, or a head alone: see HEADS.
    "llama-tied-other-head": ("Llama", with_(tie_word_embeddings=True)),
    "gpt-neox-tied-head-alone": ("GPTNeoX", with_(num_key_value_heads=None, tie_word_embeddings=True)),
    # Shorter than the golden text: the base grows with it.
    "llama-dynamic-long": ("Llama", with_(max_position_embeddings=16, rope_parameters={
        "rope_type": "dynamic", "rope_theta": 500.0, "factor": 4.0})),
    "llama-yarn": ("Llama", with_(rope_parameters=YARN)),
    "llama-yarn-all": ("Llama", with_(hidden_act="gelu_pytorch_tanh", rope_parameters={
        **YARN, "factor": 3.5, "mscale": 1.0, "mscale_all_dim": 0.5, "beta_fast": 4.0, "beta_slow": 1.5, "truncate": False})),
    "mistral-window": ("Mistral", with_(sliding_window=7, rope_parameters={"rope_type": "default", "rope_theta": 1000.0})),
    "mistral-no-window": ("Mistral", with_(sliding_window=None, head_dim=12)),
    "qwen2": ("Qwen2", with_(tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 1e6})),
    "qwen2-window": ("Qwen2", with_(num_hidden_layers=3, use_sliding_window=True, sliding_window=5, max_window_layers=1)),
    "qwen2-yarn": ("Qwen2", with_(rope_parameters=YARN)),
    "qwen3": ("Qwen3", with_(head_dim=16, tie_word_embeddings=True, rope_parameters={"rope_type": "default", "rope_theta": 1e6})),
    "qwen3-window-biases": ("Qwen3", with_(head_dim=8, attention_bias=True, num_hidden_layers=3, use_sliding_window=True,
                                           sliding_window=6, layer_types=["sliding_attention", "full_attention", "sliding_attention"])),
    "gemma3": ("Gemma3", with_(head_dim=16, num_key_value_heads=1, num_hidden_layers=4, sliding_window=6, query_pre_attn_scalar=20,
                               sliding_window_pattern=3)),
    "gemma3-soft-cap": ("Gemma3", with_(head_dim=8, num_hidden_layers=3, sliding_window=5, query_pre_attn_scalar=8,
                                        final_logit_softcapping=2.0, attention_bias=True, tie_word_embeddings=False,
                                        layer_types=["full_attention", "sliding_attention", "full_attention"],
                                        rope_parameters={"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 5000.0},
                                                         "sliding_attention": {"rope_type": "default", "rope_theta": 100.0}})),
    "gpt-neox": ("GPTNeoX", with_(num_key_value_heads=None, rope_parameters={
        "rope_type": "default", "rope_theta": 10000.0, "partial_rotary_factor": 0.5})),
    "gpt-neox-sequential": ("GPTNeoX", with_(num_key_value_heads=None, use_parallel_residual=False, hidden_act="gelu_new",
                                             tie_word_embeddings=True,
                                             rope_parameters={"rope_type": "default", "rope_theta": 500.0, "partial_rotary_factor": 1.0})),
    "gpt-neox-no-bias": ("GPTNeoX", with_(num_key_value_heads=None, attention_bias=False, hidden_act="relu", rope_parameters={
        "rope_type": "linear", "factor": 2.0, "rope_theta": 500.0, "partial_rotary_factor": 0.25})),
    "gpt2": ("GPT2", dict(vocab_size=64, n_embd=32, n_layer=2, n_head=4, n_positions=64, bos_token_id=1, eos_token_id=2)),
    "gpt2-variants": ("GPT2", dict(vocab_size=64, n_embd=24, n_layer=3, n_head=3, n_positions=40, n_inner=40, bos_token_id=1,
                                   eos_token_id=2, activation_function="gelu", scale_attn_by_inverse_layer_idx=True,
                                   tie_word_embeddings=False)),
    "smollm3": ("SmolLM3", with_(num_hidden_layers=4, no_rope_layer_interval=2, rope_parameters={"rope_type": "default", "rope_theta": 2e6})),
    "smollm3-window": ("SmolLM3", with_(num_hidden_layers=3, no_rope_layers=[1, 0, 1], use_sliding_window=True, sliding_window=6,
                                        tie_word_embeddings=False, attention_bias=True, mlp_bias=True, rope_parameters=YARN)),
    # Windows that layers are named for count where the switch says otherwise.
    "smollm3-named-windows": ("SmolLM3", with_(num_hidden_layers=3, num_key_value_heads=4, no_rope_layers=[1, 1, 0], use_sliding_window=False,
                                               sliding_window=6, layer_types=["sliding_attention", "full_attention", "sliding_attention"])),
    "lfm2": ("Lfm2", with_(num_hidden_layers=4, block_multiple_of=16, layer_types=["conv", "full_attention", "conv", "conv"],
                           rope_parameters={"rope_type": "default", "rope_theta": 1e6})),
    "lfm2-variants": ("Lfm2", with_(num_hidden_layers=3, conv_bias=True, conv_L_cache=4, full_attn_idxs=[1], tie_word_embeddings=False,
                                    block_auto_adjust_ff_dim=False)),
}

# Tied heads as some files have them: tensors added to the checkpoint, tensors left out.
HEADS = {
    "llama-tied-other-head": (["lm_head.weight"], []),
    "gpt-neox-tied-head-alone": (["embed_out.weight"], ["gpt_neox.embed_in.weight"]),
}

# Configurations as transformers 4 wrote them, for the same weights: what the same model's config.json looked like then.
OLD_FORMS = {
    "llama-llama3-tied": dict(remove=["rope_parameters"], add={"rope_theta": 500.0, "rope_scaling": {k: v for k, v in LLAMA3.items() if k != "rope_theta"}}),
    "llama-linear-biases": dict(remove=["rope_parameters"], add={"rope_theta": 500.0, "rope_scaling": {"type": "linear", "factor": 4.0}}),
    "qwen2": dict(remove=["rope_parameters", "layer_types", "dtype"], add={"rope_theta": 1e6, "torch_dtype": "float32"}),
    "gemma3": dict(remove=["rope_parameters", "layer_types"], add={"rope_theta": 1e6, "rope_local_base_freq": 10000.0, "sliding_window_pattern": 3}),
    # An empty scaling beside the newer key is none; null heads are as many as queries have; other families' names for sizes.
    "llama-yarn": dict(remove=[], add={"rope_scaling": {}}),
    "smollm3-named-windows": dict(remove=[], add={"num_key_value_heads": None}),
    "gpt2-variants": dict(remove=["n_embd", "n_layer", "n_head", "n_positions"],
                          add={"hidden_size": 24, "num_hidden_layers": 3, "num_attention_heads": 3, "max_position_embeddings": 40}),
    "gpt-neox": dict(remove=["rope_parameters"], add={"rotary_pct": 0.5, "rotary_emb_base": 10000}),
    "smollm3": dict(remove=["rope_parameters", "layer_types", "no_rope_layers"], add={"rope_theta": 2e6}),
    "lfm2": dict(remove=["rope_parameters", "layer_types", "tie_word_embeddings", "intermediate_size"],
                 add={"rope_theta": 1e6, "full_attn_idxs": [1], "tie_embedding": True, "block_ff_dim": 48}),
}
