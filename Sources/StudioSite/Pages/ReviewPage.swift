import Records

/// The review page's three panes; `studio.js` fills them.
struct ReviewPage {
  let language: Language

  func response() -> HTTPResponse {
    .html(PageShell(language: language, title: t("Review", "確認"), current: "/review", body: panes).html())
  }

  private func t(_ en: String, _ ja: String) -> String { language == .en ? en : ja }

  private var panes: String {
    """
    <main class="review">
    <section class="queue" aria-label="\(t("Queue", "一覧"))">
    <label class="filter"><span>\(t("Show", "表示"))</span> <select id="filter">
    <option value="unreviewed">\(t("unreviewed", "未確認"))</option><option value="decided">\(t("decided", "確認済み"))</option>
    <option value="stale">\(t("stale", "根拠が失われたもの"))</option><option value="contradicted">\(t("contradicted", "食い違いのあるもの"))</option><option value="all">\(t("all", "すべて"))</option></select></label>
    <ol id="queue" class="skeleton"></ol></section>
    <section class="pair" aria-label="\(t("Question and answer", "質問と回答"))" aria-live="polite">
    <div id="pair" class="skeleton"></div>
    <div class="dock">
    <div class="actions">
    <button id="accept" class="accept"><kbd>A</kbd> ✓ \(t("Accept", "採用"))</button>
    <button id="edit"><kbd>E</kbd> ✎ \(t("Edit", "編集"))</button>
    <button id="reject" class="reject"><kbd>R</kbd> ✕ \(t("Reject", "却下"))</button>
    <button id="undo"><kbd>U</kbd> ↶ \(t("Undo", "元に戻す"))</button>
    <span class="space"></span>
    <button id="previous" aria-label="\(t("Previous", "前へ"))"><kbd>K</kbd> ↑</button>
    <button id="next" aria-label="\(t("Next", "次へ"))"><kbd>J</kbd> ↓</button>
    <button id="help" aria-label="\(t("Keys", "キーの一覧"))"><kbd>?</kbd></button></div>
    <p id="notice" role="status"></p></div></section>
    <section class="page" aria-label="\(t("Source", "出典"))"><div id="source" class="skeleton"></div></section>
    </main>
    <dialog id="edit-dialog"><form method="dialog"><h2>\(t("Edit the pair", "質問と回答の編集"))</h2>
    <label>\(t("Question", "質問"))<textarea id="edit-question" rows="3"></textarea></label>
    <label>\(t("Answer", "回答"))<textarea id="edit-answer" rows="3"></textarea></label>
    <p id="edit-hint" class="doubtful"></p>
    <menu><button value="cancel">\(t("Cancel", "取り消し"))</button><button id="edit-save" value="save" class="accept">\(t("Save", "保存")) <kbd>Ctrl+Enter</kbd></button></menu></form></dialog>
    <dialog id="reject-dialog"><form method="dialog"><h2>\(t("Why is it rejected?", "却下の理由"))</h2>
    <ol id="reasons"></ol>
    <label>\(t("Another reason", "その他の理由"))<input id="reason-text" maxlength="300"></label>
    <menu><button value="cancel">\(t("Cancel", "取り消し"))</button><button id="reason-save" value="save" class="reject">\(t("Reject", "却下"))</button></menu></form></dialog>
    <dialog id="help-dialog"><form method="dialog"><h2>\(t("Keys", "キーの一覧"))</h2>
    <dl class="keys">\(keys)</dl>
    <menu><button value="close">\(t("Close", "閉じる")) <kbd>Esc</kbd></button></menu></form></dialog>
    <script src="/assets/studio.js"></script>
    """
  }

  private var keys: String {
    [
      (["A"], t("accept", "採用")), (["E"], t("edit", "編集")), (["R"], t("reject, with a reason", "理由を選んで却下")),
      (["1", "…", "5"], t("choose a reason", "却下の理由を選ぶ")), (["U"], t("take back your last decision", "直前の判断を取り消す")),
      (["J", "↓"], t("next", "次へ")), (["K", "↑"], t("previous", "前へ")),
      (["Ctrl+Enter"], t("save the edit", "編集を保存")), (["Esc"], t("close without a change", "何も変えずに閉じる")),
      (["?"], t("this list", "この一覧")),
    ].map { keys, meaning in
      "<dt>\(keys.map { $0 == "…" ? $0 : "<kbd>\($0)</kbd>" }.joined(separator: " "))</dt><dd>\(meaning)</dd>"
    }.joined()
  }
}
