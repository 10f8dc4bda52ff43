"""Writes Sources/Transformers/Tokenizer/Splitting/ScriptTable+Ranges.swift: which script each character has, as the
`tokenizers` library splits by scripts, and as its regular expressions know them. Both are found by asking the library.

Run it from the repository's root: python Tests/Golden/tokenizers/scripts.py
"""

from pathlib import Path

from tokenizers import Regex, pre_tokenizers

OUT = Path(__file__).resolve().parents[3] / "Sources/Transformers/Tokenizer/Splitting/ScriptTable+Ranges.swift"
SCALARS = [v for v in range(0x110000) if not 0xD800 <= v < 0xE000]
NAMES = (
    "Common Inherited Han Hiragana Katakana Hangul Latin Greek Cyrillic Armenian Hebrew Arabic Devanagari Bengali Gurmukhi "
    "Gujarati Tamil Telugu Kannada Malayalam Thai Lao Tibetan Myanmar Georgian Ethiopic Khmer Mongolian Bopomofo"
).split()


def splitting_runs():
    """(first scalar, script number) of every run; 0 is no script."""
    splitter = pre_tokenizers.UnicodeScripts()

    def pieces(text):
        return [piece for piece, _ in splitter.pre_tokenize_str(text)]

    # A character without a script stays with those before it, whatever they are.
    def script_less(character):
        return len(pieces("a" + character)) == 1 and len(pieces("あ" + character)) == 1

    representatives = []

    def number(character):
        if script_less(character):
            return 0
        for index, known in enumerate(representatives):
            if len(pieces(known + character)) == 1:
                return index + 1
        representatives.append(character)
        return len(representatives)

    runs, last, last_character = [], None, None
    for value in SCALARS:
        character = chr(value)
        # Most characters have the script of the one before: one question instead of many.
        if last and len(pieces(last_character + character)) == 1 and not script_less(character):
            continue
        if last == 0 and script_less(character):
            continue
        script = number(character)
        if script != last:
            runs.append((value, script))
        last, last_character = script, character
    return runs


def members(name):
    splitter = pre_tokenizers.Split(Regex(r"\p{%s}" % name), "removed")
    found = set()
    for start in range(0, len(SCALARS), 4096):
        block = SCALARS[start : start + 4096]
        rest = "".join(piece for piece, _ in splitter.pre_tokenize_str("".join(map(chr, block))))
        found |= set(block) - set(map(ord, rest))
    ranges = []
    for value in sorted(found):
        if ranges and ranges[-1][1] == value - 1:
            ranges[-1][1] = value
        else:
            ranges.append([value, value])
    return ranges


def lines(items, indent):
    text, line = [], indent
    for item in items:
        if len(line) + len(item) + 2 > 118:
            text.append(line.rstrip())
            line = indent
        line += item + ", "
    return "\n".join(text + [line.rstrip()])


def main():
    runs = splitting_runs()
    out = ["// Written by Tests/Golden/tokenizers/scripts.py from what the `tokenizers` library answers; do not edit.", ""]
    out += ["extension ScriptTable {", "  /// First scalar << 8 | script of each run, for the pre-tokenizer `UnicodeScripts`; 0 is no script."]
    out += ["  static let splittingRuns: [UInt32] = [", lines([hex(v << 8 | s) for v, s in runs], "    "), "  ]", ""]
    out += ["  /// First and last scalar of every range, for `\\\\p{…}`.", "  static let ranges: [String: [UInt32]] = ["]
    for name in NAMES:
        flat = [hex(v) for pair in members(name) for v in pair]
        out += [f'    "{name.lower()}": [', lines(flat, "      "), "    ],"]
    out += ["  ]", "}"]
    OUT.write_text("\n".join(out) + "\n")
    print(len(runs), "runs", max(s for _, s in runs), "scripts")


if __name__ == "__main__":
    main()
