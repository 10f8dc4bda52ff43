import Records

/// The ledger's reasons in a few words, for charts and tables. A test looks for a name of every code.
enum ReasonName {
  /// The reason in both languages; one without a name keeps its code.
  static func text(_ reason: String) -> BilingualText { names[reason] ?? BilingualText(en: reason, ja: reason) }

  private static let names: [String: BilingualText] = [
    "answer-in-question": BilingualText(en: "question gives the answer away", ja: "質問に答えが含まれる"),
    "balance-document": BilingualText(en: "document had too many", ja: "同じ文書からの上限を超過"),
    "damaged": BilingualText(en: "damaged file", ja: "壊れたファイル"),
    "deixis": BilingualText(en: "question points outside itself", ja: "指示語が残る質問"),
    "duplicate-question": BilingualText(en: "same question twice in a passage", ja: "同じ文章で質問が重複"),
    "duplicate-with-other-answer": BilingualText(en: "same question, other answer", ja: "同じ質問で答えが異なる"),
    "empty-file": BilingualText(en: "empty file", ja: "空のファイル"),
    "encoding-guessed": BilingualText(en: "encoding guessed", ja: "文字コードを推定"),
    "encrypted": BilingualText(en: "encrypted", ja: "パスワードで保護"),
    "exact-duplicate": BilingualText(en: "exact duplicate", ja: "完全な重複"),
    "garbled": BilingualText(en: "strange characters", ja: "文字の乱れ"),
    "glyphs-without-unicode": BilingualText(en: "signs without a code", ja: "文字コードのない字形"),
    "missing": BilingualText(en: "file is gone", ja: "ファイルがない"),
    "near-duplicate": BilingualText(en: "near-duplicate", ja: "ほぼ同じ質問"),
    "near-duplicate-across-splits": BilingualText(en: "too like a question of another part", ja: "他の区分の質問に似すぎる"),
    "no-candidates": BilingualText(en: "nothing to ask about", ja: "質問にできる箇所がない"),
    "no-permission": BilingualText(en: "no permission", ja: "読み取りの権限がない"),
    "no-question": BilingualText(en: "no question was written", ja: "質問が書かれなかった"),
    "no-rewording": BilingualText(en: "no second wording passed", ja: "言い換えが作れない"),
    "no-text": BilingualText(en: "no text in it", ja: "文字がない"),
    "no-text-layer": BilingualText(en: "page without text", ja: "文字のないページ"),
    "not-a-pdf": BilingualText(en: "not a PDF", ja: "PDFではない"),
    "not-a-question": BilingualText(en: "not a question", ja: "質問の形でない"),
    "not-grounded": BilingualText(en: "answer not in the passage", ja: "答えが文章にない"),
    "number-not-in-passage": BilingualText(en: "number not in the passage", ja: "文章にない数を含む"),
    "purged": BilingualText(en: "purged before", ja: "削除済みの文書"),
    "reader-died": BilingualText(en: "reading broke down", ja: "読み取りの異常終了"),
    "rejected": BilingualText(en: "rejected by a person", ja: "人が却下"),
    "repetition": BilingualText(en: "repeats itself", ja: "同じ語の繰り返し"),
    "retrieval-rank": BilingualText(en: "does not find its own passage", ja: "元の文章が検索で見つからない"),
    "rewording-failed": BilingualText(en: "a rewording was left out", ja: "言い換えの一つを除外"),
    "round-trip-empty": BilingualText(en: "could not be answered again", ja: "読み直して答えられない"),
    "round-trip-failed": BilingualText(en: "answered otherwise when read again", ja: "読み直すと別の答え"),
    "same-wording": BilingualText(en: "rewording says the same", ja: "言い換えが元と同じ"),
    "stale": BilingualText(en: "passage is gone", ja: "元の文章がなくなった"),
    "text-cut-short": BilingualText(en: "text cut short", ja: "長すぎる文字列を切り詰め"),
    "timed-out": BilingualText(en: "took too long", ja: "時間切れ"),
    "too-long": BilingualText(en: "too long", ja: "長すぎる"),
    "too-short": BilingualText(en: "too short", ja: "短すぎる"),
    "truncated": BilingualText(en: "file breaks off", ja: "途中で切れたファイル"),
    "unreviewed": BilingualText(en: "not reviewed yet", ja: "未確認"),
    "unsupported-type": BilingualText(en: "kind of file not read", ja: "対応していない形式"),
    "vague": BilingualText(en: "says too little", ja: "漠然とした質問"),
    "wrong-language": BilingualText(en: "wrong language", ja: "言語が違う"),
  ]
}
