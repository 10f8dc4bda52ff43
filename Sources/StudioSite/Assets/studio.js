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
  answerFacts: t("facts in the evidence", "答えの事実が根拠にある"), questionNumbers: t("numbers in the passage", "質問の数が文章にある"),
  language: t("language", "言語"), length: t("length", "長さ"), questionForm: t("asks", "質問の形"),
  noRepetition: t("no repetition", "繰り返しがない"), answerNotGiven: t("answer not given away", "答えを漏らさない"),
  noDeixis: t("points at nothing outside", "指示語がない"), judge: t("judged", "判定モデルの評価"),
  focus: t("about its sentence", "答えの文と一致"), answerKind: t("asks for its kind", "答えの種類と一致"),
  row: t("asks for its row", "答えの行と一致"),
  noInjection: t("evidence speaks to people", "根拠がモデルへの指示でない"),
};
// Shown whatever the score.
const mainGates = ["grounded", "roundTrip", "retrieval"];
const address = new URLSearchParams(location.hash.slice(1));
// How many rows the queue grows by; the server's default too.
const pageSize = 100;
const state = {
  items: [], total: 0, reviewed: 0, pairs: 0, show: address.get("show") || "unreviewed", pair: address.get("pair"),
  // Rows of the queue that are asked for, and the place in it that was worked on last.
  rows: Math.max(pageSize, Number(address.get("rows")) || 0), place: 0, detail: null, busy: false,
};

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
  const value = await answer.json().catch(() => null);
  if (answer.ok && value) return value;
  const unknown = t(`The studio answered with the error ${answer.status}. Reload the page.`, `スタジオがエラー ${answer.status} を返しました。ページを再読み込みしてください。`);
  throw new Error(value?.error ? t(value.error.en, value.error.ja) : unknown);
}

function say(text, failed) {
  $("notice").textContent = text;
  $("notice").classList.toggle("failed", !!failed);
}

function remember() {
  const words = new URLSearchParams({ show: state.show });
  if (state.rows > pageSize) words.set("rows", state.rows);
  if (state.pair) words.set("pair", state.pair);
  history.replaceState(null, "", location.pathname + location.search + "#" + words);
}

// Always from the top: pairs come and go meanwhile, and a page that begins at a number would skip or repeat some.
async function loadQueue() {
  const queue = await call(`/api/queue?show=${encodeURIComponent(state.show)}&limit=${state.rows}`);
  Object.assign(state, { items: queue.items, total: queue.total, reviewed: queue.reviewed, pairs: queue.pairs });
  $("progress").textContent = t(`${queue.reviewed} of ${queue.pairs} reviewed`, `${queue.pairs}件中${queue.reviewed}件を確認済み`);
  drawQueue();
}

async function loadMore() {
  state.rows = state.items.length + pageSize;
  await loadQueue();
  remember();
}

// The item at a place of the queue; past the loaded rows more are loaded, past the end it is the last.
async function itemAt(place) {
  if (place >= state.items.length && state.items.length < state.total) await loadMore();
  return state.items[Math.max(0, Math.min(place, state.items.length - 1))];
}

function drawQueue() {
  const list = $("queue");
  const hadFocus = list.contains(document.activeElement);
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
    more.id = "more";
    more.onclick = () => run(loadMore);
    const row = element("li");
    row.append(more);
    list.append(row);
  }
  // The rows are new; whoever was among them with the keyboard still is.
  if (hadFocus) (list.querySelector("[aria-current=true]") || list.querySelector("button"))?.focus({ preventScroll: true });
}

function markCurrent() {
  [...$("queue").querySelectorAll("button")].forEach((button, index) => {
    const isCurrent = state.items[index]?.id === state.pair;
    button.setAttribute("aria-current", String(isCurrent));
    if (isCurrent) reveal(button, button.closest("section"), "nearest");
  });
}

// Scrolls within one pane and never the page: stacked panes have no room of their own, and there the question stays in sight.
function reveal(node, pane, block) {
  if (pane.scrollHeight <= pane.clientHeight + 1) return;
  const inner = node.getBoundingClientRect();
  const outer = pane.getBoundingClientRect();
  if (block === "center") pane.scrollTop += inner.top - outer.top - (pane.clientHeight - inner.height) / 2;
  else if (inner.top < outer.top) pane.scrollTop += inner.top - outer.top;
  else if (inner.bottom > outer.bottom) pane.scrollTop += inner.bottom - outer.bottom;
}

async function open(id) {
  state.pair = id;
  const index = state.items.findIndex((item) => item.id === id);
  if (index >= 0) state.place = index;
  remember();
  markCurrent();
  if (!id) return drawEmpty();
  let detail;
  try {
    detail = await call("/api/pairs/" + id);
  } catch (error) {
    if (state.pair === id) drawError(error, () => open(id));
    return;
  }
  if (state.pair !== id) return;
  state.detail = detail;
  drawPair(detail);
  drawSource(detail);
}

function drawMessage(...nodes) {
  state.detail = null;
  $("pair").className = "";
  $("pair").replaceChildren(...nodes);
  $("source").className = "";
  $("source").replaceChildren();
  enable();
}

// Nothing to show: why, and what to do first.
function drawEmpty() {
  const commandHint = (text, command) => {
    const hint = element("p", text + " ", "muted");
    hint.append(element("code", command));
    return hint;
  };
  if (!state.pairs && state.show !== "stale")
    return drawMessage(element("p", t("There is no pair yet.", "質問と回答はまだありません。")), commandHint(t("Put documents into corpora/ and run:", "corpora/ に文書を入れて、次を実行してください："), "shikomi run"));
  if (state.show === "unreviewed")
    return drawMessage(element("p", t(`✓ All ${state.pairs} pairs are reviewed.`, `✓ ${state.pairs}件すべてを確認しました。`)), commandHint(t("To train with the accepted ones alone:", "採用したものだけで学習するには："), "shikomi run --reviewed"));
  const words = {
    decided: t("Nothing has been reviewed yet. Choose “unreviewed” in the list to begin.", "まだ何も確認されていません。一覧の表示を「未確認」にすると始められます。"),
    stale: t("No pair has lost its evidence.", "根拠が失われたものはありません。"),
  };
  drawMessage(element("p", words[state.show] || t("Nothing here.", "何もありません。")));
}

// What failed stands where the pair would be, so that nobody decides about a pair that is not shown.
function drawError(error, again) {
  const button = element("button", t("Try again", "もう一度試す"));
  button.id = "again";
  button.onclick = () => run(again);
  drawMessage(element("p", "✕ " + error.message, "failed"), button);
}

function drawPair(detail) {
  const pair = detail.pair;
  const box = $("pair");
  box.className = "";
  box.scrollTop = 0;
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
  // What is as it should be needs no row of its own.
  const scores = Object.entries(pair.scores);
  for (const [gate, score] of scores.filter(([gate, score]) => score < 1 || mainGates.includes(gate)))
    badges.append(element("span", `${gateWords[gate] || gate} ${Math.round(score * 100)}%`, "badge"));
  const whole = scores.filter(([gate, score]) => score === 1 && !mainGates.includes(gate)).length;
  if (whole) badges.append(element("span", t(`${whole} other gates 100%`, `ほかの検査 ${whole} 項目 100%`), "badge"));
  add(t("State and gates", "状態と検査"), badges);
  const passage = element("dd", undefined, "passage");
  passage.lang = pair.language;
  passage.append(detail.passage.before, element("mark", detail.passage.quote), detail.passage.after);
  drawWarnings(detail, add);
  add([t("Passage", "文章"), ...detail.context].join(" › "), passage);
  if (detail.history.length) {
    const history = element("ol", undefined, "history");
    for (const event of detail.history)
      history.append(element("li", `${new Date(event.time * 1000).toLocaleString(document.documentElement.lang)} ${event.reviewer}: ${actionWords[event.action]}${event.reason ? ` – ${event.reason}` : ""}`));
    const holder = element("dd");
    holder.append(history);
    add(t("History", "履歴"), holder);
  }
  box.replaceChildren(list);
  // Where the panes are stacked, the next question begins at the top of the screen.
  if (matchMedia("(max-width: 900px)").matches) scrollTo(0, 0);
  enable();
}

// What should be looked at before a decision: personal data, and documents that answer otherwise.
function drawWarnings(detail, add) {
  if (detail.personalData.length) {
    const flags = element("dd", undefined, "badges doubtful");
    for (const found of detail.personalData)
      flags.append(element("span", `⚠ ${t(found.label.en, found.label.ja)}: ${found.text}`, "badge flag"));
    add(t("Personal data and secrets", "個人情報・秘密情報"), flags);
  }
  for (const other of detail.contradictions) {
    const side = element("dd", undefined, "contradiction");
    side.append(element("p", `${other.question} → ${other.answer}`));
    side.append(element("p", `${t(`${other.document}, page ${other.page}`, `${other.document}、${other.page}ページ`)} (${statusWords[other.status]})`, "muted"));
    side.append(element("blockquote", other.quote));
    const button = element("button", t("Open this pair", "このペアを開く"));
    button.onclick = () => run(() => open(other.id));
    side.append(button);
    add(t("⚠ Another document answers otherwise", "⚠ 別の文書の答えが異なります"), side);
  }
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
    rest(detail, box);
    reveal(mark, box.parentElement, "center");
    return;
  }
  rest(detail, box);
  const numbers = [...new Set([evidence.page, ...evidence.rects.map((place) => place.page)])].sort((a, b) => a - b);
  for (const number of numbers) {
    const page = detail.pages.find((candidate) => candidate.number === number);
    if (page) box.append(sheet(evidence, page));
  }
  const spot = box.querySelector("i");
  if (spot) reveal(spot, box.parentElement, "center");
}

// An answer may rest on several passages: the others are quoted, the first one is shown.
function rest(detail, box) {
  for (const other of detail.pair.evidence.slice(1)) {
    const place = other.page ? t(`page ${other.page}`, `${other.page}ページ`) : "";
    box.append(element("p", t(`Also: “${other.quote}” ${place}`, `あわせて：「${other.quote}」${place}`), "where"));
  }
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
}

function step(by) {
  const index = state.items.findIndex((item) => item.id === state.pair);
  run(async () => {
    const next = await itemAt((index < 0 ? state.place : index) + by);
    if (next) await open(next.id);
  });
}

async function act(body) {
  const id = state.detail.pair.id;
  await call(`/api/pairs/${id}/events`, body);
  const before = state.place;
  await loadQueue();
  // The next item is there at once: the one that took this one's place, or the one after it where this one stays listed.
  const index = state.items.findIndex((item) => item.id === id);
  const follower = await itemAt(index < 0 ? before : index + 1);
  await open(follower?.id || null);
  say(t(`The pair was ${actionWords[body.action]}. Undo (U) takes it back.`, `「${actionWords[body.action]}」にしました。「元に戻す」（Uキー）で取り消せます。`));
}

// The server knows what this reviewer decided last and has not taken back yet, so that this works after a reload too.
const undo = () => run(async () => {
  const undone = await call("/api/undo", {});
  if (!undone.pair) return say(t("Nothing is left to undo: you have no standing decision.", "元に戻せる判断はもうありません。"));
  await loadQueue();
  await open(undone.pair);
  say(t(`Taken back: “${actionWords[undone.action]}” for “${undone.question}”`, `「${undone.question}」の「${actionWords[undone.action]}」を取り消しました。`));
});

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

const accept = () => state.detail && run(() => act({ action: "accept" }));

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
  run(() => act({ action: "edit", question: $("edit-question").value, answer: $("edit-answer").value }));
}

function reject() {
  if (!state.detail) return;
  $("reason-text").value = "";
  $("reject-dialog").showModal();
}

function rejectBecause(reason) {
  $("reject-dialog").close();
  if (reason.trim()) run(() => act({ action: "reject", reason: reason.trim() }));
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
$("help").onclick = () => $("help-dialog").showModal();
$("edit-answer").oninput = hintAnswer;
$("edit-save").onclick = (event) => { event.preventDefault(); saveEdit(); };
$("reason-save").onclick = (event) => { event.preventDefault(); rejectBecause($("reason-text").value); };
$("filter").value = state.show;
$("filter").onchange = () => run(async () => {
  state.show = $("filter").value;
  state.rows = pageSize;
  state.place = 0;
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
  // A key held down must not decide about one pair after the other.
  if ($("help-dialog").open || event.repeat && !/^(j|k|Arrow)/i.test(event.key)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.matches("input, textarea, select")) return;
  const keys = { a: accept, e: edit, r: reject, u: undo, "?": $("help").onclick, j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1) };
  const chosen = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!chosen) return;
  event.preventDefault();
  chosen();
});
// The language switch keeps the place.
$("switch").onclick = (event) => { event.preventDefault(); location.href = $("switch").getAttribute("href") + location.hash; };
async function begin() {
  try {
    await loadQueue();
  } catch (error) {
    return drawError(error, begin);
  }
  await open(state.pair || state.items[0]?.id || null);
}
run(begin);
