"""Checks `facts.jsonl` against the made documents: every answer stands in its document (white space aside, since PDFs break lines).

    python3 check_facts.py FACTS CORPORA
"""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path


def main():
    facts, corpora = Path(sys.argv[1]), Path(sys.argv[2])
    texts, failures, asked = {}, [], set()
    for line in facts.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        name = fact["document"]
        if name not in texts:
            texts[name] = squeezed(text_of(corpora / name))
        if squeezed(fact["answer"]) not in texts[name]:
            failures.append(f"{name}: the answer {fact['answer']!r} is not in the document")
        if fact["question"] in asked:
            failures.append(f"{name}: asked twice: {fact['question']}")
        asked.add(fact["question"])
    unasked = {path.name for path in corpora.iterdir()} - set(texts)
    failures += [f"{name}: no question is asked about it" for name in sorted(unasked)]
    print("\n".join(failures) or f"{len(asked)} facts about {len(texts)} documents, all found")
    sys.exit(1 if failures else 0)


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    content = path.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp932")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


if __name__ == "__main__":
    main()
