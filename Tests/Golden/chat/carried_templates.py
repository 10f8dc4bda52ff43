"""Renders conversations by the chat templates that the installed reference libraries carry: python carried_templates.py FILE

Writes JSON lines: {"name", "source"} for each template, then {"template", "conversation", "prompt", "variables", "text" or
"error"} for each case, with what the assistant says ("spoken") where the template marks it. The templates themselves are not ours and
are not kept.
"""

import ast
import json
import sys
from importlib import metadata
from pathlib import Path

from make import CONVERSATIONS, TOKENIZER, TOOL, render
from masks import generated

LIBRARIES = ["trl", "transformers", "sentence-transformers", "peft", "llama-index-core"]


def string_constants(path):
    """Long strings in a Python file that look like chat templates."""
    text = path.read_text("utf-8", errors="replace")
    if "{%" not in text or "message" not in text:
        return
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return
    documentation = {
        id(node.body[0].value) for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            if "{%" in node.value and "message" in node.value:
                yield node.lineno, node.value


def templates():
    """Name and text of each template, each text once."""
    seen = set()
    for library in LIBRARIES:
        try:
            files = metadata.files(library) or []
        except metadata.PackageNotFoundError:
            continue
        for file in sorted(files, key=str):
            path = Path(file.locate())
            if path.suffix == ".jinja":
                found = [(None, path.read_text("utf-8"))]
            elif path.suffix == ".py" and path.exists():
                found = string_constants(path)
            else:
                continue
            for line, text in found:
                if text not in seen and "message" in text:
                    seen.add(text)
                    yield str(file) + (f":{line}" if line else ""), text


VARIABLES = [None, {"enable_thinking": False}, {"tools": [TOOL]}]


def main():
    found = dict(templates())
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        def put(record):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")

        for name, source in found.items():
            put({"name": name, "source": source})
        for name, source in found.items():
            for variables in VARIABLES:
                if variables and next(iter(variables)) not in source:
                    continue
                for conversation, messages in CONVERSATIONS.items():
                    for prompt in (False, True):
                        case = {"template": name, "conversation": conversation, "prompt": prompt, "variables": variables or {}}
                        case |= render(source, messages, prompt, variables)
                        if "text" in case and not prompt and "endgeneration" in source:
                            try:
                                spans = generated(source, messages, TOKENIZER, variables or {})
                                case["spoken"] = [case["text"][start:end] for start, end in spans]
                            except Exception:
                                pass  # What tokenizers prepare before they render is missing here.
                        put(case)
        put({"conversations": CONVERSATIONS})


if __name__ == "__main__":
    main()
