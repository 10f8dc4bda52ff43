import Records

/// The ledger's reasons in a few words, for charts.
enum ReasonName {
  /// The reason in both languages; one without a name keeps its code.
  static func text(_ reason: String) -> BilingualText { names[reason] ?? BilingualText(en: reason, ja: reason) }

  private static let names: [String: BilingualText] = [
    "answer-in-question": BilingualText(en: "question gives the answer away", ja: "質問に答えが含まれる"),
    "deixis": BilingualText(en: "question points outside itself", ja: "指示語が残る質問"),
    "duplicate-question": BilingualText(en: "same question twice in a passage", ja: "同じ文章で質問が重複"),
    "duplicate-with-other-answer": BilingualText(en: "same question, other answer", ja: "同じ質問で答えが異なる"),
    "empty-file": BilingualText(en: "empty file", ja: "空のファイル"),
    "encrypted": BilingualText(en: "encrypted", ja: "暗号化されている"),
    "exact-duplicate": BilingualText(en: "exact duplicate", ja: "完全な重複"),
    "garbled": BilingualText(en: "odd characters", ja: "文字化け・不自然な文字"),
    "near-duplicate": BilingualText(en: "near-duplicate", ja: "ほぼ同じ質問"),
    "near-duplicate-across-splits": BilingualText(en: "too like a question of another part", ja: "他の区分の質問に似すぎる"),
    "balance-document": BilingualText(en: "document had too many", ja: "同じ文書からの上限を超過"),
    "no-candidates": BilingualText(en: "nothing to ask about", ja: "質問にできる箇所がない"),
    "no-question": BilingualText(en: "no question was written", ja: "質問が書かれなかった"),
    "no-rewording": BilingualText(en: "no second wording passed", ja: "言い換えが作れない"),
    "no-text": BilingualText(en: "no text in it", ja: "文字がない"),
    "not-a-question": BilingualText(en: "not a question", ja: "質問の形でない"),
    "not-grounded": BilingualText(en: "answer not in the passage", ja: "答えが文章にない"),
    "number-not-in-passage": BilingualText(en: "number not in the passage", ja: "文章にない数を含む"),
    "outside-corpora": BilingualText(en: "link to a file elsewhere", ja: "外部へのリンク"),
    "passage-too-long": BilingualText(en: "passage longer than the model reads", ja: "本文がモデルの読める長さを超過"),
    "rejected": BilingualText(en: "rejected by a person", ja: "人が却下"),
    "repetition": BilingualText(en: "repeats itself", ja: "同じ語の繰り返し"),
    "retrieval-rank": BilingualText(en: "does not find its own passage", ja: "元の文章が検索で見つからない"),
    "round-trip-empty": BilingualText(en: "could not be answered again", ja: "読み直して答えられない"),
    "round-trip-failed": BilingualText(en: "answered otherwise when read again", ja: "読み直すと別の答え"),
    "stale": BilingualText(en: "passage is gone", ja: "元の文章がなくなった"),
    "too-long": BilingualText(en: "too long", ja: "長すぎる"),
    "too-short": BilingualText(en: "too short", ja: "短すぎる"),
    "unreviewed": BilingualText(en: "not reviewed yet", ja: "未確認"),
    "vague": BilingualText(en: "says too little", ja: "漠然とした質問"),
    "wrong-language": BilingualText(en: "wrong language", ja: "言語が違う"),
  ]
}
