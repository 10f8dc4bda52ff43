// The review page. The address keeps the pair and the filter, so that a reload comes back to the same place; the server
// keeps everything else. Text from documents only ever enters the page as text, never as markup.
"use strict";
const japanese = document.documentElement.lang === "ja";
const t = (en, ja) => (japanese ? ja : en);
const $ = (id) => document.getElementById(id);
const reasons = [
  t("the answer is wrong or incomplete", "回答が誤っている、または不完全"),
  t("the question is unclear without the document", "文書を見ないと質問の意味が分からない"),
  t("the question does not fit the answer", "質問と回答が合っていない"),
  t("bad language", "文章がおかしい"),
  t("not worth knowing", "学ぶ価値がない"),
];
const statusWords = {
  unreviewed: t("unreviewed", "未確認"), accepted: t("✓ accepted", "✓ 採用"), edited: t("✎ edited", "✎ 編集済み"),
  rejected: t("✕ rejected", "✕ 却下"), stale: t("⚠ stale", "⚠ 根拠なし"),
};
const actionWords = {
  accept: t("accepted", "採用"), edit: t("edited", "編集"), reject: t("rejected", "却下"), undo: t("undone", "元に戻した"),
};
const gateWords = {
  grounded: t("grounded in the passage", "根拠が文章にある"), roundTrip: t("answered again", "読み直しの一致"),
  selfContained: t("clear on its own", "単独で通じる"), retrieval: t("finds its passage", "文章を検索できる"),
};
const address = new URLSearchParams(location.hash.slice(1));
const state = { items: [], total: 0, show: address.get("show") || "unreviewed", pair: address.get("pair"), detail: null, lastActed: null, busy: false };

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

async function call(path, body) {
  const options = body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {};
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Error(t("The studio does not answer. Is `shikomi studio` still running? Nothing is lost: try again.", "スタジオが応答しません。`shikomi studio` が動いているか確認して、もう一度お試しください。保存済みの内容は失われていません。"));
  }
  const value = await answer.json();
  if (!answer.ok) throw new Error(t(value.error.en, value.error.ja));
  return value;
}

function say(text, failed) {
  $("notice").textContent = text;
  $("notice").classList.toggle("failed", !!failed);
}

function remember() {
  const words = new URLSearchParams({ show: state.show });
  if (state.pair) words.set("pair", state.pair);
  history.replaceState(null, "", location.pathname + location.search + "#" + words);
}

async function loadQueue(offset = 0) {
  const queue = await call(`/api/queue?show=${encodeURIComponent(state.show)}&offset=${offset}`);
  state.items = offset ? state.items.concat(queue.items) : queue.items;
  state.total = queue.total;
  $("progress").textContent = t(`${queue.reviewed} of ${queue.pairs} reviewed`, `${queue.pairs}件中${queue.reviewed}件を確認済み`);
  drawQueue();
}

function drawQueue() {
  const list = $("queue");
  list.className = "";
  list.replaceChildren();
  for (const item of state.items) {
    const row = element("li");
    const button = element("button");
    const question = element("span", item.question);
    question.lang = item.language;
    button.append(question);
    const place = element("small", item.document);
    if (item.status !== "unreviewed") place.prepend(element("span", statusWords[item.status], "status " + item.status), " ");
    button.append(place);
    button.setAttribute("aria-current", String(item.id === state.pair));
    button.onclick = () => open(item.id);
    row.append(button);
    list.append(row);
  }
  if (state.items.length < state.total) {
    const more = element("button", t(`${state.total - state.items.length} more …`, `ほか${state.total - state.items.length}件…`));
    more.onclick = () => run(() => loadQueue(state.items.length));
    const row = element("li");
    row.append(more);
    list.append(row);
  }
}

function markCurrent() {
  [...$("queue").querySelectorAll("button")].forEach((button, index) => {
    const isCurrent = state.items[index]?.id === state.pair;
    button.setAttribute("aria-current", String(isCurrent));
    if (isCurrent) button.scrollIntoView({ block: "nearest" });
  });
}

async function open(id) {
  state.pair = id;
  remember();
  markCurrent();
  if (!id) return drawEmpty();
  const detail = await call("/api/pairs/" + id);
  if (state.pair !== id) return;
  state.detail = detail;
  drawPair(detail);
  drawSource(detail);
}

function drawEmpty() {
  state.detail = null;
  $("pair").className = "";
  $("source").className = "";
  $("source").replaceChildren();
  const words = { unreviewed: t("Nothing is waiting for review.", "確認待ちのものはありません。"), decided: t("Nothing has been reviewed yet.", "まだ何も確認されていません。") };
  const hint = element("p", t("Put documents into corpora/ and run: ", "corpora/ に文書を入れて実行してください： "), "muted");
  hint.append(element("code", "shikomi run"));
  $("pair").replaceChildren(element("p", words[state.show] || t("Nothing here.", "何もありません。")), hint);
  enable();
}

function drawPair(detail) {
  const pair = detail.pair;
  const box = $("pair");
  box.className = "";
  const list = element("dl");
  const add = (name, value) => list.append(element("dt", name), value);
  const question = element("dd", pair.question, "question");
  question.lang = pair.language;
  add(t("Question", "質問"), question);
  const answer = element("dd", pair.answer);
  answer.lang = pair.language;
  add(t("Answer", "回答"), answer);
  if (detail.original.question !== pair.question || detail.original.answer !== pair.answer)
    add(t("Before the edit", "編集前"), element("dd", `${detail.original.question} → ${detail.original.answer}`, "muted"));
  const badges = element("dd", undefined, "badges");
  badges.append(element("span", statusWords[pair.status] + (detail.reason ? `: ${detail.reason}` : ""), "status " + pair.status));
  for (const [gate, score] of Object.entries(pair.scores))
    badges.append(element("span", `${gateWords[gate] || gate} ${Math.round(score * 100)}%`, "badge"));
  add(t("State and gates", "状態と検査"), badges);
  const passage = element("dd", undefined, "passage");
  passage.lang = pair.language;
  passage.append(detail.passage.before, element("mark", detail.passage.quote), detail.passage.after);
  add([t("Passage", "文章"), ...detail.context].join(" › "), passage);
  if (detail.history.length) {
    const history = element("ol", undefined, "history");
    for (const event of detail.history)
      history.append(element("li", `${new Date(event.time * 1000).toLocaleString()} ${event.reviewer}: ${actionWords[event.action]}${event.reason ? ` – ${event.reason}` : ""}`));
    const holder = element("dd");
    holder.append(history);
    add(t("History", "履歴"), holder);
  }
  box.replaceChildren(list);
  enable();
}

function drawSource(detail) {
  const box = $("source");
  box.className = "";
  const evidence = detail.pair.evidence[0];
  const where = element("p", t(`${evidence.document}, page ${evidence.page}`, `${evidence.document}、${evidence.page}ページ`), "where");
  box.replaceChildren(where);
  if (!detail.isPDF) {
    where.textContent = evidence.document;
    const text = element("div", undefined, "text");
    text.lang = detail.pair.language;
    const mark = element("mark", detail.text.quote);
    text.append(detail.text.before, mark, detail.text.after);
    box.append(text);
    mark.scrollIntoView({ block: "center" });
    return;
  }
  const numbers = [...new Set([evidence.page, ...evidence.rects.map((place) => place.page)])].sort((a, b) => a - b);
  for (const number of numbers) {
    const page = detail.pages.find((candidate) => candidate.number === number);
    if (page) box.append(sheet(evidence, page));
  }
  box.querySelector("i")?.scrollIntoView({ block: "center" });
}

function sheet(evidence, page) {
  const made = element("div", undefined, "sheet");
  // The size is reserved before the picture arrives, so that nothing jumps.
  made.style.aspectRatio = `${page.width} / ${page.height}`;
  const image = element("img");
  image.alt = t(`Page ${page.number} of ${evidence.document}`, `${evidence.document} ${page.number}ページ`);
  image.onerror = () => made.replaceWith(element("p", t("The page cannot be shown: the file has changed or gone since it was read.", "ページを表示できません。読み込み後にファイルが変更または削除されています。"), "doubtful"));
  image.src = `/pages/${evidence.sha256}/${page.number}.png`;
  made.append(image);
  for (const place of evidence.rects.filter((candidate) => candidate.page === page.number)) {
    const [x0, y0, x1, y1] = place.rect;
    const spot = element("i");
    spot.style.left = `${(100 * x0) / page.width}%`;
    spot.style.top = `${(100 * y0) / page.height}%`;
    spot.style.width = `${(100 * (x1 - x0)) / page.width}%`;
    spot.style.height = `${(100 * (y1 - y0)) / page.height}%`;
    made.append(spot);
  }
  return made;
}

function enable() {
  for (const id of ["accept", "edit", "reject"]) $(id).disabled = !state.detail;
  $("undo").disabled = !state.lastActed && !state.detail?.history.length;
}

function step(by) {
  const index = state.items.findIndex((item) => item.id === state.pair);
  const next = state.items[Math.min(Math.max(index + by, 0), state.items.length - 1)];
  if (next) run(() => open(next.id));
}

async function act(id, body) {
  await call(`/api/pairs/${id}/events`, body);
  state.lastActed = body.action === "undo" ? null : id;
  const index = state.items.findIndex((item) => item.id === id);
  await loadQueue();
  // The next item is there at once; an undone one comes back to the front of attention.
  const follower = body.action === "undo" ? id : state.items.some((item) => item.id === id) ? state.items[index + 1]?.id : state.items[index]?.id || state.items[index - 1]?.id;
  await open(follower || state.items[0]?.id || null);
  say(body.action === "undo" ? t("The last decision was taken back.", "直前の判断を取り消しました。") : t(`The pair was ${actionWords[body.action]}. U takes it back.`, `「${actionWords[body.action]}」にしました。Uキーで元に戻せます。`));
}

async function run(work) {
  if (state.busy) return;
  state.busy = true;
  try {
    await work();
  } catch (error) {
    say(error.message, true);
  } finally {
    state.busy = false;
  }
}

const accept = () => state.detail && run(() => act(state.pair, { action: "accept" }));
const undo = () => {
  const id = state.lastActed || (state.detail?.history.length ? state.pair : null);
  if (id) run(() => act(id, { action: "undo" }));
};

function edit() {
  if (!state.detail) return;
  $("edit-question").value = state.detail.pair.question;
  $("edit-answer").value = state.detail.pair.answer;
  hintAnswer();
  $("edit-dialog").showModal();
}

function hintAnswer() {
  const passage = state.detail.passage.before + state.detail.passage.quote + state.detail.passage.after;
  $("edit-hint").textContent = passage.includes($("edit-answer").value.trim()) ? "" : t("⚠ The passage does not contain this answer word for word.", "⚠ この回答は文章にそのままの形では含まれていません。");
}

function saveEdit() {
  $("edit-dialog").close();
  run(() => act(state.pair, { action: "edit", question: $("edit-question").value, answer: $("edit-answer").value }));
}

function reject() {
  if (!state.detail) return;
  $("reason-text").value = "";
  $("reject-dialog").showModal();
}

function rejectBecause(reason) {
  $("reject-dialog").close();
  if (reason.trim()) run(() => act(state.pair, { action: "reject", reason: reason.trim() }));
}

reasons.forEach((reason, index) => {
  const button = element("button", undefined);
  button.type = "button";
  button.append(element("kbd", String(index + 1)), " " + reason);
  button.onclick = () => rejectBecause(reason);
  const row = element("li");
  row.append(button);
  $("reasons").append(row);
});
$("accept").onclick = accept;
$("edit").onclick = edit;
$("reject").onclick = reject;
$("undo").onclick = undo;
$("previous").onclick = () => step(-1);
$("next").onclick = () => step(1);
$("edit-answer").oninput = hintAnswer;
$("edit-save").onclick = (event) => { event.preventDefault(); saveEdit(); };
$("reason-save").onclick = (event) => { event.preventDefault(); rejectBecause($("reason-text").value); };
$("filter").value = state.show;
$("filter").onchange = () => run(async () => {
  state.show = $("filter").value;
  await loadQueue();
  await open(state.items[0]?.id || null);
});
document.addEventListener("keydown", (event) => {
  if ($("edit-dialog").open) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) saveEdit();
    return;
  }
  if ($("reject-dialog").open) {
    if (event.target !== $("reason-text") && reasons[event.key - 1]) rejectBecause(reasons[event.key - 1]);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.matches("input, textarea, select")) return;
  const keys = { a: accept, e: edit, r: reject, u: undo, j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) };
  const chosen = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!chosen) return;
  event.preventDefault();
  chosen();
});
// The language switch keeps the place.
$("switch").onclick = (event) => { event.preventDefault(); location.href = $("switch").getAttribute("href") + location.hash; };
run(async () => {
  await loadQueue();
  await open(state.pair || state.items[0]?.id || null);
});
