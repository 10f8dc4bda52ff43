// Light or dark: as the system wishes until somebody chooses. It runs in the page's head, before anything is drawn.
"use strict";
{
  const root = document.documentElement;
  const japanese = root.lang === "ja";
  const words = {
    system: japanese ? "◐ 端末に合わせる" : "◐ as the system",
    light: japanese ? "☀ 明るい" : "☀ light",
    dark: japanese ? "☾ 暗い" : "☾ dark",
  };
  const order = Object.keys(words);
  // A browser may refuse to remember; then the choice lasts as long as the page.
  const remembered = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  let chosen = order.includes(remembered()) ? remembered() : "system";
  const show = () => {
    if (chosen === "system") delete root.dataset.theme;
    else root.dataset.theme = chosen;
  };
  show();
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const label = () => {
      button.textContent = words[chosen];
      button.setAttribute("aria-label", (japanese ? "画面の明るさ：" : "Colours: ") + words[chosen].slice(2));
    };
    label();
    button.hidden = false;
    button.onclick = () => {
      chosen = order[(order.indexOf(chosen) + 1) % order.length];
      show();
      label();
      try {
        localStorage.setItem("theme", chosen);
      } catch {
        // Nothing to do: see above.
      }
    };
  });
}
