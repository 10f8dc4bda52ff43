#!/usr/bin/env python3
"""Writes the training data of the embedded model: tokenizer.jsonl, copying.jsonl, train.jsonl, validation.jsonl.

    make.py --templates templates/prompts --output output/embedded-base [--jaquad DIR] [--covidqa FILE] [--texts DIR …]

Four kinds of lines:
  - grammar: passages of made-up company facts (facts_en.py, facts_ja.py) with questions and answers;
  - human questions: JaQuAD's training set and COVID-QA (SQuAD's JSON form), where given;
  - copies: a passage and its sentences once more in another order, which teaches to copy in few steps;
  - plain text: paragraphs of the texts given, for the language itself, and simple questions made from their sentences by rule.
The prompts are the product's own, read from templates/prompts, so that the model meets at work what it learnt with. A
conversation goes on with more questions about the same passage, so that a passage's ids are paid for once.
"""
import argparse, glob, json, lzma, os, random, re

import facts_en
import facts_ja

GRAMMAR = {"en": facts_en, "ja": facts_ja}


class Prompts:
    def __init__(self, folder):
        self.text = {f[:-4]: open(os.path.join(folder, f), encoding="utf-8").read() for f in os.listdir(folder) if f.endswith(".txt")}

    def __call__(self, name, language, **slots):
        text = self.text[f"{name}.{language}"]
        return re.sub(r"\{\{(\w+)\}\}", lambda m: slots[m.group(1)], text)


def example(prompt, answer, language):
    return {"messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}], "language": language}


def turns_for(prompts, language, passage, answer, questions, r, reword=True):
    """The tasks that one fact gives, as (prompt, answer) pairs in a random choice and order."""
    asked = r.choice(questions)
    turns = []
    if r.random() < 0.75:
        turns.append((prompts("write-question", language, passage=passage, answer=answer), asked))
    if r.random() < 0.75 or not turns:
        turns.append((prompts("read-answer", language, passage=passage, question=r.choice(questions)), answer))
    if reword and len(questions) > 1 and r.random() < 0.2:
        first, second = r.sample(questions, 2)
        turns.append((prompts("reword-question", language, passage=passage, answer=answer, question=first), second))
    r.shuffle(turns)
    return turns


def conversation(turns, passage, language, longest=560):
    """Turns about one passage as one line; the passage stands in the first prompt only. Cut before it gets too long."""
    messages, size = [], 0
    for prompt, answer in turns:
        if messages:
            # Templates begin with the passage; what follows it is the task.
            prompt = prompt[prompt.index(passage) + len(passage):].strip()
        size += (len(prompt) + len(answer)) * (2 if language == "ja" else 1)
        if messages and size > longest * 2:
            break
        messages += [{"role": "user", "content": prompt}, {"role": "assistant", "content": answer}]
    return {"messages": messages, "language": language}


def grammar_passage(language, fillers, r):
    """A chunk as the product would cut it: context line, then sentences, list items or a table; and its questions."""
    g = GRAMMAR[language]
    separator = " " if language == "en" else ""
    parts, asked = [], []
    if r.random() < 0.15:
        text, qa = g.table(r)
        parts.append(text)
        asked += qa
    else:
        count = r.choice([1, 2, 3, 3, 4, 4, 5, 6])
        facts = [r.choice(g.FACTS) for _ in range(count)]
        if count > 1 and r.random() < 0.5:
            facts[1] = facts[0]  # two facts of one form: the question's subject must be matched
        made = [g.make(r, fact) for fact in facts]
        sentences = [sentence for sentence, _ in made]
        asked = [qa for _, qas in made for qa in qas]
        for _ in range(r.choice([0, 0, 1, 1, 2])):
            if fillers:
                sentences.insert(r.randrange(len(sentences) + 1), r.choice(fillers))
        style = r.random()
        if style < 0.18:
            mark = r.choice(["• ", "- ", "・"] if language == "ja" else ["• ", "- ", ""])
            parts.append("\n".join(f"{mark}{s}" for s in sentences))
        elif style < 0.3:
            start = r.randint(1, 30)
            number = (lambda i: f"第{i}条　") if language == "ja" else (lambda i: f"{start}.{i} ")
            parts.append("\n\n".join(number(start + i if language == "ja" else i + 1) + s for i, s in enumerate(sentences)))
        elif style < 0.45:
            cut = r.randint(1, len(sentences))
            parts += [separator.join(sentences[:cut]), separator.join(sentences[cut:])]
        else:
            parts.append(separator.join(sentences))
    text = "\n\n".join(p for p in parts if p)
    if r.random() < 0.25:
        text = f"{r.choice(g.HEADINGS)}\n\n{text}"
    # An answer that stands twice in the passage would make the question ambiguous.
    asked = [(a, qs) for a, qs in asked if text.count(a) == 1]
    if r.random() < 0.85:
        context = [r.choice(g.TITLES)] + ([r.choice(g.HEADINGS)] if r.random() < 0.8 else [])
        text = " > ".join(context) + "\n" + text
    return text, asked


def grammar_examples(prompts, language, count, fillers, r):
    for _ in range(count):
        passage, asked = grammar_passage(language, fillers, r)
        asked = r.sample(asked, min(len(asked), 6))
        turns = [t for answer, questions in asked for t in turns_for(prompts, language, passage, answer, questions, r)]
        if turns:
            yield conversation(turns, passage, language)
        if asked and r.random() < 0.06:
            answer, questions = asked[0]
            yield conversation([(prompts("closed-book", language, question=questions[0]), answer)], "", language)


def copies(language, texts, count, r):
    """A passage and its sentences once more in another order."""
    for _ in range(count):
        if r.random() < 0.5 and texts:
            text = r.choice(texts)[:400 if language == "en" else 200]
        else:
            text, _ = grammar_passage(language, [], r)
        pieces = [p for p in re.split(r"(?<=[。.!?])\s*|\n+", text) if len(p) > 3]
        r.shuffle(pieces)
        yield {"text": text + "\n\n" + (" " if language == "en" else "").join(pieces), "language": language, "weight": 0.6}


def open_any(path):
    return lzma.open(path, "rt", encoding="utf-8") if path.endswith(".xz") else open(path, encoding="utf-8")


def window(context, start, end, before, after, language):
    """Whole sentences around an answer."""
    stops = "。\n" if language == "ja" else ".\n"
    a, b = max(0, start - before), min(len(context), end + after)
    while a > 0 and context[a - 1] not in stops:
        a -= 1
        if start - a > before * 2:
            break
    while b < len(context) and context[b - 1] not in stops:
        b += 1
        if b - end > after * 2:
            break
    return context[a:b].strip()


def squad_examples(prompts, paths, language, r, limit_answer):
    for path in paths:
        for article in json.load(open_any(path))["data"]:
            for paragraph in article["paragraphs"]:
                context, found = paragraph["context"], []
                for qa in paragraph["qas"]:
                    if not qa.get("answers"):
                        continue
                    answer = qa["answers"][0]["text"].strip()
                    start = context.find(answer, max(0, qa["answers"][0]["answer_start"] - 2))
                    if answer and start >= 0 and len(answer) <= limit_answer:
                        question = qa["question"].strip().rstrip("?？ ") + ("？" if language == "ja" else "?")
                        found.append((start, answer, question))
                while found:
                    start, answer, _ = found[0]
                    near = 110 if language == "ja" else 260
                    passage = window(context, start, start + len(answer), r.randint(20, near), r.randint(20, near), language)
                    begin = context.find(passage)
                    here = [f for f in found if begin <= f[0] and f[0] + len(f[1]) <= begin + len(passage)][:6]
                    found = [f for f in found[1:] if f not in here]
                    title = article.get("title") or ""
                    if title and r.random() < 0.5:
                        passage = f"{title}\n{passage}"
                    turns = [t for f in here if f[1] in passage for t in turns_for(prompts, language, passage, f[1], [f[2]], r)]
                    if turns:
                        yield conversation(turns, passage, language)


def paragraphs(folders):
    """Paragraphs of Markdown and text files, without markup."""
    for folder in folders:
        for path in sorted(glob.glob(os.path.join(folder, "**", "*.*"), recursive=True)):
            if not path.endswith((".md", ".txt", ".markdown")):
                continue
            text = open(path, encoding="utf-8", errors="ignore").read()
            text = re.sub(r"^---\n.*?\n---\n", "", text, flags=re.S)
            text = re.sub(r"```.*?```", "", text, flags=re.S)
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
            text = re.sub(r"[*_`#>|]+|<[^>]+>|\{[%{].*?[%}]\}", "", text)
            for paragraph in re.split(r"\n\s*\n", text):
                paragraph = re.sub(r"\s*\n\s*", " " if not re.search(r"[぀-ヿ]", paragraph) else "", paragraph).strip()
                if len(paragraph) >= 40:
                    yield paragraph[:1200]


def is_japanese(text):
    return sum("぀" <= c <= "鿿" for c in text) * 10 > len(text)


def sentences_of(paragraph, language):
    found = re.findall(r"[^。]+。", paragraph) if language == "ja" else re.findall(r"[A-Z][^.?!]{20,160}\.(?= |$)", paragraph)
    return [s.strip() for s in found if 20 <= len(s.strip()) <= 170]


PREPOSITION = r"(within|for|after|in|at least|up to|about|every|by|of|to)"


def rule_questions(sentence):
    """Simple English questions from a real sentence: (answer, question) pairs; few, but in real words."""
    m = re.match(r"^((?:The|Our|All|Each|Every|An?|Any|Your) )?([\w' -]{3,40}?) (is|are|was|were) (?!not )([^,;:()]{4,80})\.$", sentence)
    if m and m.group(1):
        subject = (m.group(1).lower() + m.group(2)).replace("your ", "the ").replace("our ", "the ")
        yield m.group(4), f"What {m.group(3)} {subject}?"
    m = re.match(r"^((?:The|All|Each|Every|Any) [\w' -]{3,30}?|Employees|Managers|Users|Engineers|Visitors) (must|should|may|can|will|shall) ([a-z][^,;:()]{6,90})\.$", sentence)
    if m:
        subject = m.group(1)[0].lower() + m.group(1)[1:]
        yield m.group(3), f"What {m.group(2)} {subject} do?"
        n = re.match(r"^(.*?) " + PREPOSITION + r" ((?:\d[\d,.]*|two|three|four|five|six|ten|twelve|thirty)) (\w+)(.*)$", m.group(3))
        if n:
            yield f"{n.group(3)} {n.group(4)}", f"{n.group(2).capitalize()} how many {n.group(4)} {m.group(2)} {subject} {n.group(1)}{n.group(5)}?"


def write_copying(folder, count):
    """copying.jsonl: random words and pieces of words, two to four times over. Learnt first, it teaches nothing but to
    copy; from the other lines alone a small model had not begun to after 3 million ids."""
    r = random.Random(3)
    texts = [json.loads(line)["text"] for line in open(os.path.join(folder, "tokenizer.jsonl"), encoding="utf-8")]
    words = [w for t in texts for w in re.findall(r"[A-Za-z0-9£¥.,'-]+", t)][:400000]
    japanese = "".join(t for t in texts if re.search("[ぁ-ん]", t))[:900000].replace("\n", "")

    def stretch():
        if r.random() < 0.5:
            return " ".join(r.choice(words) for _ in range(r.randint(6, 40)))
        return "".join(japanese[(i := r.randrange(len(japanese) - 6)):i + r.randint(1, 5)] for _ in range(r.randint(6, 30)))

    with open(os.path.join(folder, "copying.jsonl"), "w", encoding="utf-8") as f:
        for _ in range(count):
            line = stretch()
            f.write(json.dumps({"text": "\n".join([line] * r.choice([2, 3, 4]))}, ensure_ascii=False) + "\n")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--templates", required=True)
    p.add_argument("--output", required=True)
    p.add_argument("--jaquad", help="folder of JaQuAD's training files")
    p.add_argument("--covidqa")
    p.add_argument("--texts", nargs="*", default=[], help="folders of Markdown and text")
    p.add_argument("--passages", type=int, default=7000, help="grammar passages a language")
    p.add_argument("--copies", type=int, default=1700, help="copied passages a language")
    p.add_argument("--copying", type=int, default=6000, help="lines that only teach to copy")
    p.add_argument("--plain", type=int, default=2500, help="plain texts a language")
    p.add_argument("--seed", type=int, default=7)
    a = p.parse_args()
    r = random.Random(a.seed)
    prompts = Prompts(a.templates)
    texts = list(dict.fromkeys(paragraphs(a.texts)))
    by_language = {"ja": [t for t in texts if is_japanese(t)], "en": [t for t in texts if not is_japanese(t)]}
    fillers = {k: list(dict.fromkeys(s for t in v for s in sentences_of(t, k) if len(s) < 110)) for k, v in by_language.items()}
    lines, plain = [], []
    for language in ("en", "ja"):
        lines += grammar_examples(prompts, language, a.passages if language == "ja" else int(a.passages * 1.2), fillers[language], r)
    for paragraph in by_language["en"]:
        sentences = sentences_of(paragraph, "en")
        for sentence in sentences:
            for answer, question in rule_questions(sentence):
                if paragraph.count(answer) == 1:
                    passage = window(paragraph, paragraph.find(sentence), paragraph.find(sentence) + len(sentence), 120, 120, "en")
                    if answer in passage:
                        lines.append(conversation(turns_for(prompts, "en", passage, answer, [question], r), passage, "en"))
    if a.covidqa:
        for _ in range(2):  # other windows the second time
            lines += squad_examples(prompts, [a.covidqa], "en", r, 120)
    if a.jaquad:
        files = sorted(glob.glob(os.path.join(a.jaquad, "*.json*")))
        lines += squad_examples(prompts, files, "ja", r, 40)
        for f in files:
            for article in json.load(open_any(f))["data"]:
                for paragraph in article["paragraphs"]:
                    plain.append({"text": paragraph["context"][:700], "language": "ja"})
        r.shuffle(plain)
    pool = plain[:6000] + [{"text": t, "language": k} for k, v in by_language.items() for t in v[:9000]]
    for language in ("en", "ja"):
        lines += copies(language, by_language[language], a.copies, r)
    r.shuffle(by_language["ja"])
    r.shuffle(by_language["en"])
    half = a.plain // 2
    plain = plain[:half] + [{"text": t, "language": "ja"} for t in by_language["ja"][:half]]
    plain += [{"text": t, "language": "en"} for t in by_language["en"][:a.plain]]
    for line in plain:
        line["weight"] = 0.35
    everything = lines + plain
    r.shuffle(everything)
    os.makedirs(a.output, exist_ok=True)
    held = max(200, len(everything) // 200)
    for name, part in (("validation", everything[:160]), ("train", everything[held:])):
        with open(os.path.join(a.output, f"{name}.jsonl"), "w", encoding="utf-8") as f:
            for line in part:
                f.write(json.dumps(line, ensure_ascii=False) + "\n")
    # The tokenizer sees each passage once, and as much English as Japanese.
    with open(os.path.join(a.output, "tokenizer.jsonl"), "w", encoding="utf-8") as f:
        count = {"en": 0, "ja": 0}
        pool += [{"text": "\n".join(m["content"] for m in l["messages"]), "language": l["language"]} for l in lines if "messages" in l]
        r.shuffle(pool)
        for line in pool:
            size = len(line["text"].encode())
            if count[line["language"]] + size <= 6_000_000:
                count[line["language"]] += size
                f.write(json.dumps({"text": line["text"]}, ensure_ascii=False) + "\n")
    write_copying(a.output, a.copying)
    print({"instruction": len(lines), "text": len(plain), "en": sum(l["language"] == "en" for l in everything), "ja": sum(l["language"] == "ja" for l in everything), "characters": sum(len(json.dumps(l, ensure_ascii=False)) for l in everything), "tokenizer bytes": count})


if __name__ == "__main__":
    main()
