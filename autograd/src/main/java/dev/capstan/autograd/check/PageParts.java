package dev.capstan.autograd.check;

/** The style and the script of the page of reports; without the script everything can be read. */
final class PageParts {
  private PageParts() {}

  static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d5dae0;
        --quiet: #5b6570; --bad: #b42318; --good: #1a7f4b; --odd: #8a6100; --a: #1f5fbf;
        --mark: #fdecea; --soft: #f5f7f9; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #15181c;
        --line: #363c44; --quiet: #9aa4af; --bad: #ff8a7a; --good: #6fd3a0; --odd: #e3b55a;
        --a: #7db0ff; --mark: #3a1f1c; --soft: #1d2126; } }
      * { box-sizing: border-box; }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 76rem; margin: 1.5rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin: 0; }
      code, pre { font: 13px/1.5 ui-monospace, monospace; }
      pre { margin: .5rem 0; padding: .5rem .75rem; background: var(--soft); overflow-x: auto; }
      pre mark { display: inline-block; min-width: 100%; color: var(--ink);
        background: var(--mark); font-weight: 600; }
      .proof { border-left: 3px solid var(--bad); padding: .1rem .75rem; margin: .5rem 0; }
      .proof p { margin: .25rem 0; overflow-wrap: anywhere; }
      .scroll { overflow-x: auto; margin: .75rem 0; }
      table { border-collapse: collapse; }
      caption { text-align: left; color: var(--quiet); }
      th, td { border-bottom: 1px solid var(--line); padding: .2rem .6rem; text-align: left;
        white-space: nowrap; }
      td.wide { white-space: normal; min-width: 14rem; overflow-wrap: anywhere; }
      th button { all: unset; cursor: pointer; }
      th button:focus-visible, summary:focus-visible, input:focus-visible {
        outline: 2px solid var(--a); outline-offset: 2px; }
      th[aria-sort=ascending] button::after { content: " \\2191"; }
      th[aria-sort=descending] button::after { content: " \\2193"; }
      .n { text-align: right; font-variant-numeric: tabular-nums; }
      .bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); }
      .odd { color: var(--odd); } .quiet { color: var(--quiet); } a { color: var(--a); }
      .filter { display: none; flex-wrap: wrap; gap: .5rem 1.5rem; margin: .75rem 0;
        align-items: center; }
      .script .filter { display: flex; }
      .filter input[type=search] { font: inherit; padding: .25rem .5rem; width: 18rem;
        max-width: 100%; color: inherit; background: var(--paper);
        border: 1px solid var(--quiet); border-radius: 4px; }
      details.report { border-top: 1px solid var(--line); padding: .4rem 0;
        content-visibility: auto; contain-intrinsic-size: auto 2.4rem; }
      summary { cursor: pointer; } details.report > summary { font-weight: 600; }
      svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
      @media print { .filter { display: none !important; } }
      """;

  static final String SCRIPT =
      """
      document.documentElement.classList.add("script");
      const plain = cell => cell.className === "n" ? Number(cell.textContent) : cell.textContent;
      const less = (a, b) => typeof a === "number"
        ? (isNaN(a) ? -Infinity : a) - (isNaN(b) ? -Infinity : b) : a.localeCompare(b);
      for (const table of document.querySelectorAll("table.sorts")) {
        for (const head of table.tHead.rows[0].cells) {
          const button = document.createElement("button");
          button.textContent = head.textContent;
          head.replaceChildren(button);
          button.addEventListener("click", () => {
            const up = head.getAttribute("aria-sort") !== "ascending";
            for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
            head.setAttribute("aria-sort", up ? "ascending" : "descending");
            const rows = [...table.tBodies[0].rows];
            const at = head.cellIndex;
            rows.sort((a, b) => (up ? 1 : -1) * less(plain(a.cells[at]), plain(b.cells[at])));
            table.tBodies[0].append(...rows);
          });
        }
      }
      const words = document.getElementById("words");
      if (words) {
        const failing = document.getElementById("failing");
        const shown = document.getElementById("shown");
        const filter = () => {
          const text = words.value.trim().toLowerCase();
          let count = 0;
          for (const item of document.querySelectorAll("[data-name]")) {
            item.hidden = !item.dataset.name.includes(text)
              || failing.checked && item.dataset.ok === "true";
            count += item.tagName === "TR" && !item.hidden ? 1 : 0;
          }
          shown.textContent = count + " shown";
        };
        words.addEventListener("input", filter);
        failing.addEventListener("change", filter);
        filter();
      }
      const show = () => { const d = document.getElementById(location.hash.slice(1));
        if (d) { d.open = true; d.scrollIntoView(); } };
      addEventListener("hashchange", show);
      show();
      """;
}
