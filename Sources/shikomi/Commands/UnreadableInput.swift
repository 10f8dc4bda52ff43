import Records

/// A line that is not as its format says.
struct UnreadableLine: ExplainedError {
  let file: String
  let line: Int
  var expected = "{\"prediction\": …, \"references\": […], \"language\": \"ja\"|\"en\"}"

  var text: BilingualText {
    BilingualText(
      en: "\(file), line \(line): not a JSON object of the form \(expected). Correct the line.",
      ja: "\(file) の \(line) 行目: \(expected) の形の JSON ではありません。直してください。")
  }
}

/// A file that cannot be read.
struct UnreadableInput: ExplainedError {
  let file: String
  let why: BilingualText

  var text: BilingualText {
    BilingualText(
      en: "Could not read \(file): \(why.en). Check the path and its permissions.",
      ja: "\(file) を読めません（\(why.ja)）。パスと権限を確認してください。")
  }
}
