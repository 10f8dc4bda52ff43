"""What is learnt of a conversation: our own templates with `{% generation %}` around the assistant's answers, and the masks that the
transformers library makes of them. make.py writes masks.json and tokenizer.json with it."""

from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast
from transformers.utils.chat_template_utils import render_jinja_template

CONTROL = (
    "<|endoftext|> <s> </s> <unk> <pad> <|im_start|> <|im_end|> <|start_header_id|> <|end_header_id|> <|eot_id|> <start_of_turn> <end_of_turn> <|start_of_role|> "
    "<|end_of_role|> <|end_of_text|> <|start|> <|end|> <|return|> <|channel|> <|message|> <｜User｜> <｜Assistant｜> <｜end▁of▁sentence｜> <|system|> <|user|> <|assistant|>"
).split()


def said(role, words):
    """An expression that is marked where the assistant speaks."""
    return (
        "{% if " + role + " == 'assistant' %}{% generation %}{{ " + words + " }}{% endgeneration %}{% else %}{{ " + words + " }}{% endif %}")


# What stands in a template, and what stands there instead to mark the answers.
MARKS = {
    "alpaca": ("""{{ message.content | trim }}
{% endif %}""", said("message.role", "message.content | trim ~ '\\n'") + "{% endif %}"),
    "chatml": (
        """{{ '<|im_start|>' ~ m['role'] ~ '\\n' ~ m['content'] ~ '<|im_end|>\\n' }}""",
        "{{ '<|im_start|>' ~ m['role'] ~ '\\n' }}" + said("m.role", "m.content ~ '<|im_end|>'") + "{{ '\\n' }}"),
    "deepseek": (
        "{{ m.content.split('</think>')[-1] }}<｜end▁of▁sentence｜>", "{% generation %}{{ m.content.split('</think>')[-1] }}<｜end▁of▁sentence｜>{% endgeneration %}"),
    "gemma3": ("{{- words(message.content) }}<end_of_turn>{{ '\\n' }}", "{%- set w = words(message.content) ~ '<end_of_turn>' %}" + said("message.role", "w") + "{{ '\\n' }}"),
    "granite": (
        "{{ turn(message.role, message.content) }}", "{{ '<|start_of_role|>' ~ message.role ~ '<|end_of_role|>' }}" + said("message.role", "message.content ~ '<|end_of_text|>'") + "{{ '\\n' }}"),
    "harmony": (
        """{{ start('assistant', 'final') ~ message.content ~ ('<|return|>' if loop.last and not add_generation_prompt else '<|end|>') }}""",
        """<|start|>assistant{% generation %}{{ '<|channel|>final<|message|>' ~ message.content ~ ('<|return|>' if loop.last and not add_generation_prompt else '<|end|>') }}{% endgeneration %}"""),
    "lfm2": (
        "{{- '<|im_start|>' + message.role + '\\n' + said + '<|im_end|>\\n' -}}", "{{- '<|im_start|>' + message.role + '\\n' }}" + said("message.role", "said ~ '<|im_end|>'") + "{{ '\\n' -}}"),
    "llama2": ("{{- ' ' ~ pair[1].content.strip() ~ ' ' ~ eos_token }}", "{%- generation %}{{ ' ' ~ pair[1].content.strip() ~ ' ' ~ eos_token }}{% endgeneration %}"),
    "llama3": (
        "{%- call turn(message.role) -%}{{ message.content }}{%- endcall -%}",
        "{{ '<|start_header_id|>' + message.role + '<|end_header_id|>\\n\\n' }}" + said("message.role", "message.content | trim ~ '<|eot_id|>'")),
    "llm-jp": (
        "{{ '\\n\\n### {}:\\n{}'.format(headings[message.role], message.content) ~ (eos_token if message.role == 'assistant') }}",
        "{{ '\\n\\n### {}:\\n'.format(headings[message.role]) }}" + said("message.role", "message.content ~ (eos_token if message.role == 'assistant')")),
    "mistral": ("{{- ' ' + message.content | trim + eos_token }}", "{%- generation %}{{ ' ' + message.content | trim + eos_token }}{% endgeneration %}"),
    "olmo": ("{{ eos_token }}{% endgeneration %}", "{{ eos_token }}{% endgeneration %}"),
    "phi3": ("{{ message.content }}<|end|>\n", said("message.role", "message.content ~ '<|end|>'") + "{{ '\\n' }}"),
    "phi4-mini": ("""{{ message.content }}
  {%- if message.role == 'system'""", """{% if message.role == 'assistant' %}{% generation %}{{ message.content }}<|end|>{% endgeneration %}{% continue %}{% endif %}{{ message.content }}
  {%- if message.role == 'system'"""),
    "qwen2": (
        "{{- '<|im_start|>' ~ message.role ~ ('\\n' ~ message.content if message.content or not message.tool_calls else '') }}",
        "{%- if message.role == 'assistant' and not message.tool_calls %}{{ '<|im_start|>assistant\\n' }}{% generation %}{{ message.content ~ '<|im_end|>' }}{% endgeneration %}{{ '\\n' }}{% continue %}{% endif %}"
        "{{- '<|im_start|>' ~ message.role ~ ('\\n' ~ message.content if message.content or not message.tool_calls else '') }}"),
    "qwen3": ("""    {{- '<think>\\n' ~ thought.strip('\\n') ~ '\\n</think>\\n\\n' ~ text.lstrip('\\n') }}
  {%- else %}
    {{- text }}
  {%- endif %}
  {{- '<|im_end|>\\n' }}""", """    {%- if thought %}{% generation %}{{ '<think>\\n' ~ thought.strip('\\n') ~ '\\n</think>\\n\\n' ~ text.lstrip('\\n') ~ '<|im_end|>' }}{% endgeneration %}
    {%- else %}{{ '<think>\\n\\n</think>\\n\\n' }}{% generation %}{{ text.lstrip('\\n') ~ '<|im_end|>' }}{% endgeneration %}{% endif %}
  {%- else %}""" + said("message.role", "text ~ '<|im_end|>'") + """{% endif %}
  {{- '\\n' }}"""),
    "rinna": (
        "システム: {{ message.content.replace('\\n', '<NL>') ~ ('' if loop.last and not add_generation_prompt else '<NL>') -}}",
        "システム: {% generation %}{{ message.content.replace('\\n', '<NL>') }}{% endgeneration %}{{ ('' if loop.last and not add_generation_prompt else '<NL>') -}}"),
    "sarashina": ("{{ message['content'] }}{{ eos_token }}", said("message.role", "message.content ~ eos_token")),
    "smollm2": ("{{ message['content'] }}<|im_end|>\n", said("message.role", "message.content ~ '<|im_end|>'") + "{{ '\\n' }}"),
    "smollm3": ("{%- generation -%}", "{%- generation -%}"),
    "chat/chatml": (
        "{{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}",
        "{{- '<|im_start|>' + message.role + '\\n' }}" + said("message.role", "message.content ~ '<|im_end|>'") + "{{ '\\n' }}"),
    "chat/llama3": (
        "{{- '<|start_header_id|>' + message.role + '<|end_header_id|>\\n\\n' + message.content | trim + '<|eot_id|>' }}",
        "{{- '<|start_header_id|>' + message.role + '<|end_header_id|>\\n\\n' }}" + said("message.role", "message.content | trim ~ '<|eot_id|>'")),
    "chat/gemma": (
        "{{- before.text + message.content | trim + '<end_of_turn>\\n' }}", "{{- before.text }}" + said("message.role", "message.content | trim ~ '<end_of_turn>'") + "{{ '\\n' }}"),
    "chat/llama2": ("{{- ' ' + message.content.strip() + ' ' + eos_token }}", "{%- generation %}{{ ' ' + message.content.strip() + ' ' + eos_token }}{% endgeneration %}"),
    "chat/alpaca-en": (
        "{{- '### Response:\\n' + message.content + eos_token + '\\n\\n' }}",
        "{{- '### Response:\\n' }}{% generation %}{{ message.content + eos_token }}{% endgeneration %}{{ '\\n\\n' }}"),
    "chat/alpaca-ja": (
        "{{- '### 応答:\\n' + message.content + eos_token + '\\n\\n' }}", "{{- '### 応答:\\n' }}{% generation %}{{ message.content + eos_token }}{% endgeneration %}{{ '\\n\\n' }}"),
    "chat/plain": (
        "{{- message.content + (eos_token if message.role == 'assistant' and eos_token else '\\n') }}",
        "{%- if message.role == 'assistant' %}{% generation %}{{ message.content + eos_token }}{% endgeneration %}{% else %}{{ message.content + '\\n' }}{% endif %}"),
}


def answer(text):
    return {"role": "assistant", "content": text}


def question(text):
    return {"role": "user", "content": text}


CONVERSATIONS = {
    "an answer": [question("Hi"), answer("Hello, what can I do for you?")],
    "with a system message": [{"role": "system", "content": "敬体で。"}, question("有給休暇は何日ですか。"), answer("年に 20 日です。\n残りは翌年に繰り越せます。")],
    "several answers": [{"role": "system", "content": "Be brief."}, question("One?"), answer("First\nanswer."), question("第二問"), answer("答えは 42 です。"), question("Three?"), answer("No.")],
    "the same answer again": [question("a"), answer("OK"), question("OK"), answer("OK")],
    "answers that stand in questions": [question("Say yes. yes"), answer("yes"), question("yes?"), answer("yes yes")],
    "spaces around answers": [question(" x "), answer("  First\n\n"), question("y"), answer("\n\n second ")],
    "thoughts": [question("40 + 2?"), answer("<think>\nForty plus two.\n</think>\n\nIt is 42."), question("And 1?"), answer("43")],
    "thoughts last": [question("40 + 2?"), answer("<think>\nForty plus two.\n</think>\n\nIt is 42.")],
    "other characters": [question("が 👩‍👩‍👧"), answer("𠮷野家 é e\u0301 👩‍👩‍👧!"), question("\u3000"), answer("全角　空白")],
    "ended by the question": [question("a"), answer("b"), question("c")],
}


def make_tokenizer():
    """Byte-level BPE with a few merges and the control tokens of all our templates."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=len(CONTROL) + 256 + 80, special_tokens=CONTROL, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    texts = [message["content"] for messages in CONVERSATIONS.values() for message in messages] + ["assistant\n\nuser\n\n system\n"] * 9
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def masks(templates):
    """One case for each template and conversation: ids and mask as `apply_chat_template` gives them, and what is learnt, as texts.

    A token can depend on what stands on the other side of an answer's border; then `aligned` is false, and ids differ where a text is cut
    there, as it is when answers are generated. The same where an answer ends with a character of several tokens, of which the reference
    marks only the first.
    """
    raw = make_tokenizer()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<pad>")
    marked, cases = {}, []
    for name, (old, new) in MARKS.items():
        path = templates / (name[5:] + ".jinja") if name.startswith("chat/") else Path(__file__).parent / "templates" / (name + ".jinja")
        source = path.read_text("utf-8")
        assert old in source, name
        marked[name] = source.replace(old, new)
        for conversation, messages in CONVERSATIONS.items():
            variables = {"enable_thinking": False}
            try:
                text = tokenizer.apply_chat_template(messages, chat_template=source, tokenize=False, **variables)
            except Exception:
                continue
            assert text == tokenizer.apply_chat_template(messages, chat_template=marked[name], tokenize=False, **variables), (name, conversation)
            result = tokenizer.apply_chat_template(messages, chat_template=marked[name], return_dict=True, return_assistant_tokens_mask=True, **variables)
            spans = generated(marked[name], messages, tokenizer, variables)
            borders = [0] + [place for span in spans for place in span] + [len(text)]
            pieces = [text[start:end] for start, end in zip(borders, borders[1:])]
            encoded = [tokenizer.encode(piece) for piece in pieces]
            mask = [index % 2 for index, ids in enumerate(encoded) for _ in ids]
            cases.append({
                "template": name, "conversation": conversation, "ids": result["input_ids"], "mask": "".join(map(str, result["assistant_masks"])), "learnt": pieces[1::2],
                "aligned": sum(encoded, []) == result["input_ids"] and mask == result["assistant_masks"]})
    return raw, {"conversations": CONVERSATIONS, "marked": marked, "cases": cases}


def generated(marked, messages, tokenizer, variables):
    """The borders of what is marked, in characters."""
    _, spans = render_jinja_template(
        [messages], chat_template=marked, return_assistant_tokens_mask=True, add_generation_prompt=False,
        **{**tokenizer.special_tokens_map, **variables})
    return spans[0]
