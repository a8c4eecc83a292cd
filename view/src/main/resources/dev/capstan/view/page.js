"use strict";
const story = /*STORY*/null;
const H = 30, lines = story.lines, n = lines.length;
const at = new Map(lines.map((l, k) => [l.i, k]));
// A step forward for each line, then a step back for each that was reached.
const back = lines.map((l, k) => k).filter(k => lines[k].g).reverse();
const steps = n + back.length;
const place = new Map(back.map((k, s) => [k, n + s]));
const given = new Map();       // line -> [{from, share, j}], in the order in which they come
for (const k of back) lines[k].in.forEach((to, j) => {
  if (to[0] >= 0 && lines[k].share[j]) {
    if (!given.has(to[0])) given.set(to[0], []);
    given.get(to[0]).push({ from: k, share: lines[k].share[j], j });
  }
});
const troubled = new Set(story.trouble ? story.trouble.lines : []);
const MODES = { none: "nothing", part: "parts", source: "source lines", repeat: "repeats" };

let step = 0, timer = 0, shown = new Set(), answer = "", view = "list";
let mode = "none", open = new Set(), rows = [], rowOf = [], stops = [];

const $ = id => document.getElementById(id);
const el = (tag, cls, text) => { const e = document.createElement(tag); if (cls) e.className = cls; if (text !== undefined) e.textContent = text; return e; };
const svg = (tag, attributes, text) => {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const a in attributes) e.setAttribute(a, attributes[a]);
  if (text !== undefined) e.textContent = text;
  return e;
};
const name = k => "#" + lines[k].i + " " + (lines[k].name || lines[k].op);
const call = l => l.in.length ? l.op + "(" + l.in.map(x => x[0] >= 0 ? "#" + x[0] : x[1][1]).join(", ") + ")" : l.op;
const site = i => i === undefined ? "" : story.sites[i];
const forward = () => step < n;
const lineAt = s => s < n ? s : back[s - n];
const row = () => rows[rowOf[lineAt(step)]];

// --- rows: lines, closed folds, and the headings of open ones ---------------------------------

function arrange() {
  const folds = story.folds[mode], inside = [];
  rows = []; rowOf = new Array(n);
  let f = 0, k = 0;
  while (k < n) {
    while (inside.length && inside[inside.length - 1] < k) inside.pop();
    let closed = null;
    while (!closed && f < folds.length && folds[f][0] === k) {
      const it = { fold: f, from: k, to: folds[f][1], title: folds[f][2], depth: inside.length };
      if (open.has(f)) { rows.push({ ...it, heading: true }); inside.push(it.to); } else closed = it;
      f++;
    }
    const it = closed || { from: k, to: k, depth: inside.length };
    for (let i = k; i <= it.to; i++) rowOf[i] = rows.length;
    rows.push(it); k = it.to + 1;
    while (f < folds.length && folds[f][0] < k) f++;
  }
  const real = rows.filter(r => !r.heading);
  stops = real.map(r => r.to);
  for (const r of real.slice().reverse()) { const s = backStop(r); if (s >= 0) stops.push(s); }
  $("unfold").hidden = !folds.length;
  $("unfold").textContent = open.size ? "close all" : "open all";
}

/** The step at which a row's gradient is looked at: that of its last line which is reached. */
function backStop(r) { for (let k = r.to; k >= r.from; k--) if (place.has(k)) return place.get(k); return -1; }
/** The step after which all of a row has been walked. */
function backEnd(r) { for (let k = r.from; k <= r.to; k++) if (place.has(k)) return place.get(k); return -1; }
const snap = s => { const r = rows[rowOf[lineAt(s)]]; return s < n ? r.to : backStop(r); };
const walked = () => forward() ? -1 : Math.max(step, backEnd(row()));
const knows = k => place.has(k) && walked() >= place.get(k);

function choose(next, all) {
  mode = next; open = new Set(all ? story.folds[mode].map((f, i) => i) : []);
  $("mode").value = mode;
  arrange();
}

function toggle(fold) {
  if (open.has(fold)) open.delete(fold); else open.add(fold);
  const s = step; arrange(); go(s);
}

// --- steps ------------------------------------------------------------------------------------

function go(to) {
  step = snap(Math.max(0, Math.min(steps - 1, to)));
  answer = "";
  $("slider").value = step;
  $("slider").setAttribute("aria-valuetext", (forward() ? "forward " : "backward ") + name(lineAt(step)));
  $("where").textContent = forward() ? "forward " + (step + 1) + " of " + n : "backward " + (step - n + 1) + " of " + back.length;
  if (location.protocol !== "about:") history.replaceState(null, "", "#step=" + step);
  draw();   // a box that holds nothing yet cannot be scrolled
  const box = $("tape"), y = (rowOf[lineAt(step)] + 1) * H;
  if (box.clientHeight && (y < box.scrollTop + 2 * H || y > box.scrollTop + box.clientHeight - 2 * H)) box.scrollTop = y - box.clientHeight / 2;
  draw(); tell();
}

const first = () => go(0), last = () => go(steps - 1), turn = () => go(n);
function on(by) {
  let k = stops.indexOf(step) + by;
  go(stops[Math.max(0, Math.min(stops.length - 1, k))]);
}
/** Out of the fold that is open around this line, or ten rows on. */
function leap(by) {
  const k = lineAt(step), around = rows.filter(r => r.heading && r.from <= k && k <= r.to).pop();
  if (!around) { on(10 * by); return; }
  let s = stops.indexOf(step);
  const inside = t => { const j = lineAt(t); return around.from <= j && j <= around.to && (t < n) === forward(); };
  while (s + by >= 0 && s + by < stops.length && inside(stops[s])) s += by;
  go(stops[s]);
}

// --- the list ---------------------------------------------------------------------------------

function draw() {
  if (view === "graph") { drawGraph(); return; }
  const box = $("tape"), from = Math.max(0, Math.floor(box.scrollTop / H) - 5), to = Math.min(rows.length, from + Math.ceil((box.clientHeight || innerHeight) / H) + 10);
  const head = el("div", "row headings"); head.setAttribute("role", "row"); head.setAttribute("aria-rowindex", 1);
  ["line", "", "operation", "value", "gradient"].forEach(t => { const c = el("span", "", t); c.setAttribute("role", "columnheader"); head.append(c); });
  const pad = el("div"); pad.style.height = rows.length * H + "px"; pad.setAttribute("role", "presentation");
  const all = [head, pad];
  for (let r = from; r < to; r++) all.push(drawRow(r));
  all.push(arcs(from, to));
  box.replaceChildren(...all);
  box.setAttribute("aria-rowcount", rows.length + 1);
  box.setAttribute("aria-activedescendant", "row" + rowOf[lineAt(step)]);
}

function drawRow(r) {
  const it = rows[r], l = lines[it.to], e = el("div", "row");
  e.id = "row" + r; e.style.top = (r + 1) * H + "px"; e.setAttribute("role", "row"); e.setAttribute("aria-rowindex", r + 2);
  const what = el("span", "what"); what.style.paddingLeft = 12 * it.depth + "px";
  let cells;
  if (it.fold !== undefined) {
    const b = el("button", "toggle", it.heading ? "▾" : "▸"), many = it.to - it.from + 1;
    b.setAttribute("aria-expanded", !!it.heading); b.setAttribute("aria-label", (it.heading ? "close " : "open ") + it.title); b.tabIndex = -1;
    b.onclick = ev => { ev.stopPropagation(); toggle(it.fold); };
    what.append(b, it.title + ", " + many + (many === 1 ? " line" : " lines"));
    e.onclick = () => it.heading ? toggle(it.fold) : visit(it);
  } else {
    what.append((l.name ? l.name + " = " : "") + call(l));
    e.onclick = () => visit(it);
  }
  if (it.heading) {
    e.classList.add("open");
    cells = [el("span", "index"), el("span"), what, el("span"), el("span")];
  } else {
    const now = r === rowOf[lineAt(step)], future = forward() && it.to > step;
    if (now) { e.classList.add("now"); e.setAttribute("aria-current", "step"); e.setAttribute("aria-selected", "true"); }
    if (future) e.classList.add("future");
    if (backStop(it) < 0) e.classList.add("unreached");
    const index = el("span", "index", "#" + l.i + (it.fold === undefined ? "" : "…"));
    if (troubled.has(l.i)) { const m = el("span", "bad", " !"); m.title = "on the way of the NaN"; index.append(m); }
    cells = [index, el("span"), what, el("span", "value", future ? "" : l.v[1]), gradient(it)];
    e.title = (l.by !== undefined ? "recorded by the rule of #" + l.by + "; " : "") + (site(l.site) ? "at " + site(l.site) : "");
  }
  cells.forEach(c => { c.setAttribute("role", "gridcell"); e.append(c); });
  return e;
}

/** A row is looked at in the direction in which one walks. */
function visit(it) { const s = backStop(it); go(forward() || s < 0 ? it.to : s); $("tape").focus({ preventScroll: true }); }

function covered(k) { return $("predict").checked && !shown.has(k); }

function gradient(it) {
  const c = el("span", "grad"), s = backStop(it);
  if (forward()) return c;
  if (s < 0) { c.append(el("span", "wait", lines[it.to].by === undefined ? "not reached" : "not used")); return c; }
  const k = back[s - n], l = lines[k];
  if (!knows(k)) {
    const all = given.get(l.i) || [], got = all.filter(x => knows(x.from)).length;
    if (got) c.append(el("span", "wait", got + " of " + all.length + " …"));
    return c;
  }
  if (covered(k)) {
    const b = el("button", "", "g = ?"); b.tabIndex = -1; b.setAttribute("aria-label", "predict the gradient of " + name(k));
    b.onclick = e => { e.stopPropagation(); go(s); const box = $("guess"); if (box) box.focus(); };
    c.append(b); return c;
  }
  c.textContent = "g " + l.g[1];
  if (l.tick) c.append(l.tick[1] ? el("span", "good", " ✓") : el("span", "bad", " ✗"));
  return c;
}

/** Arcs of the rows in view; what leads out of it ends at its edge. */
function arcs(from, to) {
  const box = svg("svg", { class: "arcs", width: 44, height: (to - from) * H, "aria-hidden": "true" });
  box.style.top = (from + 1) * H + "px"; box.style.height = (to - from) * H + "px";
  const wide = innerWidth <= 480 ? 24 : 44, y = r => (Math.max(from - 1, Math.min(to, r)) - from + 0.5) * H;
  const now = rowOf[lineAt(step)];
  const arc = (a, b, cls) => {
    const far = Math.min(wide - 4, 6 + Math.abs(b - a) * 3), x = wide - 1;
    box.append(svg("path", { class: "arc " + cls, d: "M" + x + "," + y(a) + " C" + (x - far) + "," + y(a) + " " + (x - far) + "," + y(b) + " " + x + "," + y(b) }));
  };
  const inputs = r => { const s = new Set(); for (let k = rows[r].from; k <= rows[r].to && k < rows[r].from + 200; k++) lines[k].in.forEach(x => { const a = at.get(x[0]); if (a !== undefined && rowOf[a] !== r) s.add(rowOf[a]); }); return s; };
  for (let r = from; r < to; r++) if (r !== now && !rows[r].heading) for (const a of inputs(r)) arc(a, r, "");
  for (const a of inputs(now)) {
    arc(a, now, forward() ? "in" : "back");
    if (a < from || a >= to) box.append(svg("text", { x: 0, y: a < from ? 10 : (to - from) * H - 4 }, "#" + lines[rows[a].to].i));
  }
  return box;
}

// --- the graph, laid out where the page was made ----------------------------------------------

const graphOf = () => story.graphs[mode] || null;

function drawGraph() {
  const g = graphOf(), box = $("graph");
  if (!g) { box.replaceChildren(el("p", "note", "More than 40 boxes: fold by parts, source lines or repeats to see a graph.")); return; }
  const pic = svg("svg", { width: g.w + 4, height: g.h + 4, viewBox: "-2 -2 " + (g.w + 4) + " " + (g.h + 4), role: "group", "aria-label": "Graph of the tape; the list says the same" });
  const k = lineAt(step), now = g.boxes.findIndex(b => b[0] <= k && k <= b[1]);
  for (const [a, b, p] of g.arrows) {
    let d = "M" + p[0] + "," + p[1];
    for (let i = 2; i < p.length; i += 2) { const mid = (p[i - 1] + p[i + 1]) / 2; d += " C" + p[i - 2] + "," + mid + " " + p[i] + "," + mid + " " + p[i] + "," + p[i + 1]; }
    pic.append(svg("path", { class: "arc" + (b === now ? forward() ? " in" : " back" : ""), d }));
  }
  g.boxes.forEach(([from, to, x, y], b) => {
    const l = lines[to], it = { from, to }, s = backStop(it), fold = to > from;
    const title = fold ? foldTitle(from, to) : (l.name || l.op) + " #" + l.i;
    const under = forward() ? to <= step ? l.v[1] : "" : s < 0 ? "not reached" : !knows(back[s - n]) ? "" : covered(back[s - n]) ? "g = ?" : "g " + lines[back[s - n]].g[1];
    const e = svg("g", { class: "box" + (b === now ? " now" : "") + (l.in.length ? "" : " leaf") + (troubled.has(l.i) ? " way" : ""), transform: "translate(" + x + "," + y + ")", role: "button", tabindex: b === now ? 0 : -1, "aria-label": title + " " + under });
    if (b === now) e.setAttribute("aria-current", "step");
    const cut = t => t.length > 22 ? t.slice(0, 21) + "…" : t;
    e.append(svg("title", {}, title + ": " + l.v[1]), svg("rect", { width: 150, height: 46 }), svg("text", { x: 8, y: 19 }, cut(title)), svg("text", { x: 8, y: 37, class: "sub" }, cut(under)));
    e.onclick = () => { go(forward() || s < 0 ? to : s); };
    pic.append(e);
  });
  box.replaceChildren(pic);
  const b = g.boxes[now];
  if (b && (b[3] < box.scrollTop || b[3] + 60 > box.scrollTop + box.clientHeight)) box.scrollTop = b[3] - box.clientHeight / 2;
  if (b && (b[2] < box.scrollLeft || b[2] + 150 > box.scrollLeft + box.clientWidth)) box.scrollLeft = b[2] + 75 - box.clientWidth / 2;
}

function foldTitle(from, to) { const f = story.folds[mode].find(x => x[0] === from && x[1] === to); return f ? f[2] : ""; }

function show(which) {
  view = which;
  for (const t of ["list", "graph"]) { $("tab-" + t).setAttribute("aria-selected", t === view); $("tab-" + t).tabIndex = t === view ? 0 : -1; }
  $("tape").hidden = view !== "list"; $("graph").hidden = view !== "graph";
  go(step);
}

// --- the panel --------------------------------------------------------------------------------

/** Always the same: what arrived, the rule, what is handed on, where it was written. */
function tell() {
  const it = row(), p = $("panel"), k = lineAt(step), l = lines[k];
  p.replaceChildren(el("h2", "", it.fold === undefined ? name(k) : it.title + ": #" + lines[it.from].i + " to #" + lines[it.to].i));
  const say = (text, cls) => { const e = el("p", cls, text); p.append(e); return e; };
  if (it.fold !== undefined) {
    say((it.to - it.from + 1) + " lines are folded here; Enter opens them.");
    const a = new Set(); for (let i = it.from; i <= it.to; i++) lines[i].in.forEach(x => { const j = at.get(x[0]); if (j !== undefined && (j < it.from || j > it.to)) a.add(name(j)); });
    if (a.size) say("Made of " + some([...a]) + ".");
  }
  if (forward()) {
    say(it.fold !== undefined ? "Its last line, " + name(k) + ", is " + l.v[1] : l.in.length ? call(l) + " = " + l.v[1] : "a value that is watched: " + l.v[1]);
    l.in.forEach((x, j) => { const a = at.get(x[0]); if (it.fold === undefined && a !== undefined && l.in.length < 4) cells(p, lines[a].v, name(a)); });
    cells(p, l.v, "value of #" + l.i);
    if (!l.g && l.why) say("It " + l.why + ".");
  } else if (covered(k)) ask(p, k);
  else {
    arrived(say, k);
    const gmap = cells(p, l.g, "gradient of #" + l.i);
    if (it.fold === undefined) {
      if (story.rules[l.op]) rule(p, say, l.op);
      numbers(say, l);
      l.in.forEach((to, j) => {
        if (to[0] < 0 || !l.share[j]) return;
        const all = given.get(to[0]), nth = all.findIndex(x => x.from === k && x.j === j) + 1;
        const part = all.length > 1 ? ", contribution " + nth + " of " + all.length : "";
        if (covered(at.get(to[0]))) { say("It hands its share to #" + to[0] + part + "."); return; }
        say("It hands " + l.share[j][1] + " to #" + to[0] + part + ".");
        cells(p, l.share[j], "share of #" + to[0], l.feeds && l.feeds[j], gmap);
      });
      if (l.tick) { const e = say(""); e.append(el("span", l.tick[1] ? "good" : "bad", l.tick[1] ? "✓ " : "✗ "), l.tick[0]); }
    } else handed(say, it);
  }
  if (it.fold === undefined) {
    if (site(l.site)) say("Source: " + site(l.site) + (l.caller === undefined ? "" : ", called at " + site(l.caller)));
    if (l.by !== undefined) {
      const e = say("Recorded by the rule of "), a = at.get(l.by);
      e.append(a === undefined ? "#" + l.by : link(a), " while a gradient was made differentiable.");
    }
  }
}

const some = names => names.length > 6 ? names.slice(0, 6).join(", ") + " and " + (names.length - 6) + " more" : names.join(", ");
function link(k) { const b = el("button", "link", name(k)); b.onclick = () => go(k); return b; }

function arrived(say, k) {
  const l = lines[k], got = given.get(l.i) || [];
  if (l.i === story.target) { say("It begins here with 1: the target with respect to itself."); return; }
  const sum = got.slice(0, 8).map(x => x.share[1] + " from #" + lines[x.from].i).join(" + ") + (got.length > 8 ? " + …" : "");
  say("Arrived: " + sum + (got.length > 1 ? " = " + l.g[1] : "") + (got.length ? "; " + got.length + " of " + got.length + ", complete." : ""));
}

/** The formula; what else there is to say of it can be opened. */
function rule(p, say, op) {
  const all = story.rules[op], end = all.indexOf(". ");
  say("Rule of " + op + ": " + (end < 0 ? all : all.slice(0, end + 1)), "rule");
  if (end < 0) return;
  const more = el("details", "scale"); more.append(el("summary", "", "more of this rule"), el("p", "", all.slice(end + 2))); p.append(more);
}

/** The letters of the rule with the numbers that stand for them here. */
function numbers(say, l) {
  const input = x => x[0] >= 0 ? at.has(x[0]) ? lines[at.get(x[0])].v : null : x[1];
  const all = l.in.map(input);
  if (!l.in.length || l.in.length > 3 || all.some(x => !x || x[2].length !== 1)) return;
  const letters = l.in.length === 1 ? ["x"] : ["x", "y", "z"];
  say("Here: g = " + l.g[1] + ", " + all.map((x, j) => letters[j] + " = " + x[1]).join(", ") + ", result " + l.v[1] + ".", "scale");
}

/** What a closed fold hands to the lines outside of it. */
function handed(say, it) {
  const out = new Map();
  for (let k = it.from; k <= it.to; k++) (lines[k].share || []).forEach((s, j) => {
    const to = lines[k].in[j][0], a = at.get(to);
    if (s && (a === undefined || a < it.from || a > it.to)) out.set(to, (out.get(to) || []).concat(s[1]));
  });
  for (const [to, shares] of [...out].slice(0, 12)) say("It hands " + (covered(at.get(to)) ? "its share" : shares.join(" + ")) + " to #" + to + ".");
}

// --- predict first ----------------------------------------------------------------------------

function ask(p, k) {
  const l = lines[k], few = l.g[2].length > 0 && l.g[2].length <= 16, form = el("form");
  const says = el("p", "", answer || "The gradient of " + name(k) + " is complete. What is it?" + (few && l.g[2].length > 1 ? " " + l.g[2].length + " numbers, between commas." : ""));
  if (answer) says.className = "bad";
  if (story.rules && l.in.length) p.append(el("p", "", call(l) + " = " + l.v[1]));
  const users = (given.get(l.i) || []).map(x => { const u = lines[x.from]; return call(u) + ", which received " + (covered(x.from) ? "?" : u.g[1]); });
  if (users.length) p.append(el("p", "", "It is used by " + some([...new Set(users)]) + "."));
  p.append(says, form);
  if (few) {
    const box = el("input"); box.type = "text"; box.id = "guess"; box.autocomplete = "off"; box.setAttribute("aria-label", "the gradient of " + name(k));
    form.append(box, el("button", "", "check"));
  }
  const see = el("button", "", "show"); see.type = "button"; see.onclick = () => reveal(k, ""); form.append(see);
  form.onsubmit = e => {
    e.preventDefault();
    const typed = $("guess").value.replace(/[\[\]]/g, " ").split(/[\s,;]+/).filter(x => x).map(Number), right = l.g[2].map(Number);
    if (typed.length !== right.length) answer = "Expected " + right.length + (right.length === 1 ? " number" : " numbers") + ", got " + typed.length + ".";
    else {
      const off = right.findIndex((r, i) => !(Math.abs(typed[i] - r) <= Math.max(0.01 * Math.abs(r), 1e-6)));
      if (off < 0) { reveal(k, "Right."); return; }
      answer = "Not yet" + (right.length > 1 ? ": number " + (off + 1) + " is another" : "") + ". Try again, or show it.";
    }
    const was = $("guess").value; tell(); $("guess").value = was; $("guess").focus();
  };
}

function reveal(k, praise) {
  shown.add(k); answer = ""; draw(); tell();
  if (praise) { const e = el("p", "good", "✓ " + praise); $("panel").insertBefore(e, $("panel").children[1]); }
  (view === "list" ? $("tape") : $("graph")).focus({ preventScroll: true });
}

// --- cells: few as numbers, many as a map -----------------------------------------------------

function cells(p, x, what, feeds, fed) {
  const axes = x[0], values = x[2];
  if (values.length < 2 || axes.length > 2) return null;
  const cols = axes[axes.length - 1], few = values.length <= 16, top = Math.max(...values.map(v => Math.abs(+v) || 0)) || 1;
  const grid = el("div", few ? "cells" : "cells map"), caption = el("p", "scale");
  grid.style.gridTemplateColumns = "repeat(" + cols + ", " + (few ? "auto" : "1fr") + ")";
  grid.tabIndex = 0; grid.setAttribute("role", "img"); grid.setAttribute("aria-label", what + ": " + x[1] + "; arrow keys read its cells");
  const rest = few ? what : what + ": white 0, full colour " + top.toPrecision(3) + "; a dot marks below 0";
  caption.textContent = rest;
  const where = k => "[" + (axes.length === 2 ? Math.floor(k / cols) + ", " + k % cols : k) + "]";
  const html = values.map(v => {
    const share = Math.min(1, Math.abs(v) / top) * (few ? 0.45 : 1), nan = !isFinite(v);
    return "<i class='" + (v < 0 ? "neg" : "") + "' style='background:" + (nan ? "var(--bad)" : (v < 0 ? "rgba(30,110,200," : "rgba(220,110,10,") + share.toFixed(3) + ")") + "'>" + (few ? short(v) : "") + "</i>";
  });
  grid.innerHTML = html.join("");
  let mark = -1;
  const point = k => {
    mark = k;
    for (const c of grid.querySelectorAll(".on")) c.classList.remove("on");
    if (fed) for (const c of fed.querySelectorAll(".fed")) c.classList.remove("fed");
    if (k < 0) { caption.textContent = rest; return; }
    grid.children[k].classList.add("on");
    let text = what + " " + where(k) + " = " + short(values[k]);
    if (feeds) {
      const from = feeds[k];
      text += from.length ? ", from " + from.length + (from.length === 1 ? " cell" : " cells") + " of the gradient" + (fed && from.length > 1 ? ", marked above" : "") : ", from no cell of the gradient";
      if (fed) from.forEach(j => fed.children[j].classList.add("fed"));
    }
    caption.textContent = text;
  };
  grid.onmouseover = e => { const k = [...grid.children].indexOf(e.target); if (k >= 0) point(k); };
  grid.onmouseleave = () => point(-1);
  grid.onfocus = () => point(0);
  grid.onblur = () => point(-1);
  grid.onkeydown = e => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: cols, ArrowUp: -cols }[e.key];
    if (!by) return;
    e.preventDefault(); e.stopPropagation();
    if (mark + by >= 0 && mark + by < values.length) point(mark + by);
  };
  p.append(grid, caption);
  return grid;
}

const short = v => typeof v === "string" ? v : Number.isInteger(v) && Math.abs(v) < 1e7 ? String(v) : String(+v.toPrecision(4));

// --- the page ---------------------------------------------------------------------------------

function play() {
  const start = !timer && !matchMedia("(prefers-reduced-motion: reduce)").matches;
  clearInterval(timer); timer = 0;
  if (start) timer = setInterval(() => step < steps - 1 ? on(1) : play(), 1000);
  $("play").setAttribute("aria-pressed", start); $("play").textContent = start ? "stop" : "play";
}

function warn() {
  if (!story.trouble) return;
  const box = $("trouble"); box.hidden = false;
  box.querySelector("summary").textContent = "Where a NaN or an infinity came from";
  story.trouble.says.forEach(s => box.append(el("p", "", s)));
  const ks = story.trouble.lines.map(i => at.get(i)).filter(k => k !== undefined), p = el("p", "", "Go to ");
  ks.slice(0, 12).forEach((k, j) => p.append(j ? ", " : "", link(k)));
  box.append(p);
}

function about() {
  const parts = [(n + story.left) + " lines" + (story.left ? ", of which " + story.left + " in the middle are left out (the first, the last and the watched ones are here)" : "")];
  if (story.brief) parts.push("values of more than 16 numbers are told by their extremes to keep the page small");
  parts.push("Left and right step, B goes to the turn, Enter opens a fold, P plays");
  $("about").textContent = parts.join("; ") + ".";
}

for (const m in MODES) if (m === "none" || story.folds[m].length) { const o = el("option", "", MODES[m]); o.value = m; $("mode").append(o); }
$("slider").max = steps - 1;
$("slider").oninput = e => go(+e.target.value);
$("first").onclick = first; $("prev").onclick = () => on(-1); $("next").onclick = () => on(1);
$("turn").onclick = turn; $("last").onclick = last; $("play").onclick = play;
$("mode").onchange = e => { const s = step; choose(e.target.value, false); go(s); };
$("unfold").onclick = () => { const s = step; choose(mode, !open.size); go(s); };
$("predict").onchange = () => { shown = new Set(); draw(); tell(); };
$("tape").onscroll = draw;
$("tab-list").onclick = () => show("list"); $("tab-graph").onclick = () => show("graph");
onresize = draw;
document.onkeydown = e => {
  const t = e.target, typing = t.tagName === "INPUT" && t.type === "text" || t.tagName === "SELECT";
  if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
  if (t.getAttribute && t.getAttribute("role") === "tab" && e.key.startsWith("Arrow")) { show(view === "list" ? "graph" : "list"); $("tab-" + view).focus(); e.preventDefault(); return; }
  if (t.tagName === "INPUT" && t.type === "range" && (e.key.startsWith("Arrow") || e.key === "Home" || e.key === "End")) {
    if (e.key === "Home") first(); else if (e.key === "End") last(); else on(e.key === "ArrowRight" || e.key === "ArrowUp" ? 1 : -1);
    e.preventDefault(); return;
  }
  const by = e.key === "ArrowRight" || e.key === "ArrowDown" ? 1 : e.key === "ArrowLeft" || e.key === "ArrowUp" ? -1 : 0;
  if (by) { if (e.shiftKey) leap(by); else on(by); e.preventDefault(); return; }
  if (e.key === "Enter" && (t.tagName === "BUTTON" || t.tagName === "SUMMARY")) return;
  if (e.key === "Enter" && row().fold !== undefined) { toggle(row().fold); e.preventDefault(); return; }
  const keys = { Home: first, End: last, b: turn, B: turn, p: play, P: play };
  if (keys[e.key]) { keys[e.key](); e.preventDefault(); }
};
if (new URLSearchParams(location.search).has("embed")) document.body.classList.add("embed");
onbeforeprint = () => { $("words").open = true; };
onhashchange = start;
function start() { const m = /step=(\d+)/.exec(location.hash); go(m ? +m[1] : /*STEP*/0); }
about(); warn();
document.documentElement.style.setProperty("--index", 30 + 9 * String(story.target).length + "px");   // room for the longest number
const many = n > 60;
choose(story.folds.part.length ? "part" : many && story.folds.repeat.length ? "repeat" : "none", !many);
$("app").hidden = false;
$("words").open = false;
start();
