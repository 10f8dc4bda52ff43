"""Makes the golden files of the Evaluation target from the reference libraries.

Needs torchmetrics, sacrebleu, scipy, statsmodels, numpy. Run it in this folder: python make.py
The texts are our own. The Japanese scores have no reference implementation; the formula here is written apart from the product's.
"""

import itertools
import json
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from sacrebleu.metrics import CHRF
from scipy import stats
from statsmodels.stats.multitest import multipletests
from torchmetrics.functional.text import squad

HERE = Path(__file__).parent

ENGLISH = [
    ("20 days", ["20 days"]),
    ("The 20 days.", ["20 days"]),
    ("20 days a year", ["twenty days", "20 days per year"]),
    ("", ["20 days"]),
    ("20 days", [""]),
    ("", [""]),
    ("the", ["a"]),
    ("an", [""]),
    ("Theatre tickets and an atlas", ["theatre ticket and the atlas"]),
    ("“the head of department”", ["head of department"]),
    ("\"the head of department\"", ["head of department"]),
    ("the employee’s manager", ["employee's manager"]),
    ("the—quick—answer", ["quick answer"]),
    ("a-b a_b", ["ab"]),
    ("e-mail, fax & post", ["email fax post"]),
    ("$12,500.00", ["12500", "12,500.00"]),
    ("  many   spaces\tand\nlines ", ["many spaces and lines"]),
    ("no-break\u00a0space and ideographic\u3000space", ["no-break space and ideographic space"]),
    ("yes yes yes no", ["yes no no"]),
    ("The the THE manager", ["manager"]),
    ("vitamin A", ["vitamin"]),
    ("naïve café", ["Naïve Café"]),
    ("STRASSE straße", ["straße strasse"]),
    ("A", ["b", "c"]),
    ("the² answer", ["answer"]),
    ("(a) apply; (b) wait", ["apply and wait"]),
]

JAPANESE = [
    ("20日", ["20日"]),
    ("２０日", ["20日"]),
    ("㈱青空商事", ["(株)青空商事"]),
    ("①申請書", ["1申請書"]),
    ("ﾊﾟｿｺﾝとｶﾞｲﾄﾞ", ["パソコンとガイド"]),
    ("か\u3099くしゅう", ["がくしゅう"]),
    ("「部門長」の承認", ["部門長の承認"]),
    ("部門長、または、総務部。", ["部門長または総務部"]),
    ("サーバー", ["サーバ"]),
    ("サーバ一", ["サーバー"]),
    ("12,500円", ["12500円", "一万円"]),
    ("12，500円", ["12500円"]),
    ("3.5％", ["35%"]),
    ("3．5%", ["3.5％"]),
    ("9：00〜17：30", ["9:00～17:30"]),
    ("900", ["9:00"]),
    ("−5℃", ["-5°C"]),
    ("5度", ["-5度"]),
    ("03‐1234‐5678", ["03-1234-5678"]),
    ("Wi-Fi接続", ["WiFi接続"]),
    ("ＡＢＣ　Ｄ", ["abcd"]),
    ("", ["20日"]),
    ("。", [""]),
    ("", [""]),
    ("毎月末日までに申請する", ["毎月25日までに申請する", "月末まで"]),
    ("葛\U000e0100城市", ["葛城市"]),
    ("約〜程度", ["約程度"]),
    ("2、3日", ["23日"]),
    ("ああああ", ["ああ"]),
    ("部門長\n総務部", ["部門長 総務部"]),
    ("20日。", ["20日です。"]),
]


def japanese_units(text):
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
    for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212":
        text = text.replace(dash, "-")
    text = text.replace("\u301c", "~")
    text = "".join(c for c in text if not 0xE0100 <= ord(c) <= 0xE01EF)
    units = []
    for i, c in enumerate(text):
        before = text[i - 1 : i] if i else ""
        after = text[i + 1 : i + 2]
        mark = unicodedata.category(c)[0] in "PZC" or c == "~"
        number = c == "%" or (
            unicodedata.category(c)[0] in "PS" and c != "," and after.isdecimal() and (c == "-" or before.isdecimal())
        )
        if not mark or number:
            units.append(c)
    return units


def japanese_score(prediction, references):
    exact, best = 0.0, 0.0
    left = japanese_units(prediction)
    for reference in references:
        right = japanese_units(reference)
        exact = max(exact, float(left == right))
        shared = sum((Counter(left) & Counter(right)).values())
        if left or right:
            # The harmonic mean of precision and recall is Dice's coefficient of the two bags.
            best = max(best, 2 * shared / (len(left) + len(right)))
        else:
            best = 1.0
    return {"exactMatch": exact, "f1": best}


def english_score(prediction, references):
    score = squad(
        {"prediction_text": prediction, "id": "1"},
        {"answers": {"answer_start": [0] * len(references), "text": references}, "id": "1"},
    )
    return {"exactMatch": float(score["exact_match"]) / 100, "f1": float(score["f1"]) / 100}


def answers():
    rows = []
    for language, cases, score in (("en", ENGLISH, english_score), ("ja", JAPANESE, japanese_score)):
        for prediction, references in cases:
            rows.append(
                {"language": language, "prediction": prediction, "references": references, **score(prediction, references)}
            )
    return rows


def chrf():
    metric = CHRF()
    sets = {
        "en": [c for c in ENGLISH if c[1] != [""]],
        "ja": [c for c in JAPANESE if c[1] != [""]],
    }
    rows = []
    for name, cases in sets.items():
        # sacrebleu wants the same number of references for every line; the best of a repeated one is the same.
        width = max(len(r) for _, r in cases)
        references = [[(r + [r[0]] * width)[i] for _, r in cases] for i in range(width)]
        rows.append(
            {
                "name": name,
                "predictions": [p for p, _ in cases],
                "references": [r for _, r in cases],
                "score": metric.corpus_score([p for p, _ in cases], references).score / 100,
            }
        )
    return rows


def clusters():
    generator = np.random.default_rng(11)
    rows = []
    for groups, binary in ((2, False), (5, True), (8, False), (12, True), (20, False), (40, True)):
        values, names = [], []
        for group in range(groups):
            level = generator.beta(2, 2)
            for _ in range(int(generator.integers(1, 9))):
                values.append(round(float(generator.random() < level) if binary else float(generator.beta(4 * level, 4 - 4 * level)), 3))
                names.append(f"g{group}")
        codes = np.array([int(n[1:]) for n in names])
        fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)
        low, high = (float(v) for v in fit.conf_int(0.05)[0])
        rows.append(
            {"values": values, "groups": names, "mean": float(fit.params[0]), "standardError": float(fit.bse[0]), "lower": low, "upper": high}
        )
    return rows


def flips():
    generator = np.random.default_rng(5)
    rows = []
    cases = [[1.0] * 6, [0.5, -0.5], [0.0] * 4, [0.25, 0.5, -0.25, 0.75, 0.5], [2.0]]
    cases += [[round(float(v), 2) for v in generator.normal(0.4, 1, size)] for size in (3, 7, 10, 13)]
    for sums in cases:
        observed = abs(sum(sums))
        totals = [abs(sum(s * v for s, v in zip(signs, sums))) for signs in itertools.product((1, -1), repeat=len(sums))]
        rows.append({"sums": sums, "p": sum(t >= observed - 1e-9 for t in totals) / len(totals)})
    return rows


def statistics():
    ps = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.9], [0.03125, 0.0625, 1.0, 0.03125, 0.5, 0.25], []]
    return {
        "t": [
            {"confidence": c, "degrees": d, "value": float(stats.t.ppf((1 + c) / 2, d))}
            for c in (0.6, 0.95, 0.99)
            for d in (1, 2, 3, 7, 19, 100, 1000)
        ],
        "clopperPearson": [
            {"k": k, "n": n, "lower": float(i.low), "upper": float(i.high)}
            for k, n in ((0, 1), (0, 5), (1, 5), (5, 5), (3, 8), (19, 20), (50, 100))
            for i in (stats.binomtest(k, n).proportion_ci(0.95, "exact"),)
        ],
        "clusters": clusters(),
        "holm": [{"p": p, "adjusted": [float(v) for v in multipletests(p, method="holm")[1]] if p else []} for p in ps],
        "signFlip": flips(),
    }


def write(name, value):
    (HERE / name).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


write("answers.json", answers())
write("chrf.json", chrf())
write("statistics.json", statistics())
