"""How much alike two texts are, after what nobody means by a difference has been taken away."""

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import Indel


def plain(text):
    """NFKC, soft hyphens and marks of direction out, white space folded."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    return re.sub(r"\s+", " ", text).strip()


def without_markdown(text):
    """The words of a Markdown file, without its marks."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"^```.*$", "", text, flags=re.M)
    text = re.sub(r"^\s*\|?[\s:|-]+\|[\s:|-]*$", "", text, flags=re.M)
    text = re.sub(r"^\s{0,3}(#{1,6}|[-*+]|\d+\.)\s+", "", text, flags=re.M)
    text = text.replace("|", " ").replace("**", "").replace("`", "")
    text = re.sub(r"\\([_*#|<>&-])", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def similarity(one, other):
    """1 - indel distance / total length."""
    return Indel.normalized_similarity(plain(one), plain(other))


def order_agreement(one, other):
    """The same without any white space: what is left is characters and their order."""
    one, other = (re.sub(r"\s", "", plain(t)) for t in (one, other))
    return Indel.normalized_similarity(one, other)


def units(text):
    """Words; characters where there are no words (kana, kanji)."""
    return re.findall(r"[぀-ヿ㐀-鿿]|[^\W぀-ヿ㐀-鿿]+", plain(text))


def word_f1(one, other):
    """F1 over bags of words: spaces in the wrong place and lost text both cost."""
    a, b = Counter(units(one)), Counter(units(other))
    shared = sum((a & b).values())
    return 2 * shared / max(1, sum(a.values()) + sum(b.values()))
