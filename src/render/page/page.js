"use strict";
(() => {
  const all = (q, root = document) => [...root.querySelectorAll(q)];
  const by = (id) => document.getElementById(id);
  const targetOf = (hash) => {
    try { return by(decodeURIComponent(hash.slice(1))); } catch { return by(hash.slice(1)); }
  };
  const clip = (text, n = 110) => {
    text = text.replace(/\s+/g, " ").trim();
    return text.length > n ? text.slice(0, text.lastIndexOf(" ", n)) + " …" : text;
  };

  // Links that show only an id get the beginning of what they lead to.
  for (const link of all("a.ref")) {
    const text = targetOf(link.getAttribute("href"))?.querySelector(".text, .t")?.textContent;
    if (text?.trim() && text.trim() !== link.textContent.trim()) {
      const gist = document.createElement("span");
      gist.className = "gist";
      gist.textContent = " " + clip(text);
      link.append(gist);
    }
  }

  // Each rule names the statements that it linked.
  const users = new Map();
  for (const link of all(".links a[href^='#r-']")) {
    const id = link.getAttribute("href").slice(1), item = link.closest(".statement");
    if (!users.has(id)) users.set(id, new Set());
    users.get(id).add(item);
  }
  for (const rule of all(".rule"))
    rule.addEventListener("toggle", () => {
      if (rule.dataset.done) return;
      rule.dataset.done = "1";
      const list = document.createElement("ul");
      list.className = "refs";
      for (const item of users.get(rule.id) || []) {
        const entry = document.createElement("li"), link = document.createElement("a");
        link.href = "#" + encodeURIComponent(item.id);
        link.textContent = item.querySelector("code").textContent + " " + clip(item.querySelector(".text")?.textContent || "");
        entry.append(link);
        list.append(entry);
      }
      const title = document.createElement("p");
      title.className = "ev-title";
      title.textContent = "Statements it linked:";
      rule.querySelector(".inside").append(title, list);
    });

  // Going to a target: everything around it opens; the way back is kept.
  const open = (target) => {
    for (let e = target; e; e = e.parentElement) {
      if (e.localName === "details") e.open = true;
      e.hidden = false;
    }
    if (target.matches(".grade, .judgment")) for (const req of all(".req", target)) req.open = true;
  };
  const trail = [];
  let going = false;
  const goBar = () => {
    by("go").hidden = false;
    by("back").hidden = !trail.length;
    if (trail.length) {
      const item = trail.at(-1).closest("[id]");
      const name = item?.querySelector("code, h2, h3, h4")?.textContent || "where you were";
      by("back").textContent = "← Back to " + clip(name, 40);
    }
  };
  const show = (target, block) => {
    open(target);
    target.scrollIntoView({ block });
    const spot = target.localName === "details" ? target.querySelector("summary") : target;
    spot.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const hash = link.getAttribute("href"), target = targetOf(hash);
    if (!target) return;
    open(target);
    if (decodeURIComponent(location.hash) === decodeURIComponent(hash)) return show(target, "start");
    going = true;
    trail.push(link);
  });
  addEventListener("hashchange", () => {
    const target = targetOf(location.hash);
    if (going) {
      going = false;
      if (target) show(target, "start");
    } else {
      const link = trail.pop();
      if (link) {
        for (let e = link; e; e = e.parentElement) { if (e.localName === "details") e.open = true; e.hidden = false; }
        link.scrollIntoView({ block: "center" });
        link.focus({ preventScroll: true });
      } else if (target) show(target, "start");
    }
    goBar();
  });
  by("back").addEventListener("click", () => history.back());
  addEventListener("scroll", () => { if (scrollY > 900 || trail.length) goBar(); else by("go").hidden = true; }, { passive: true });

  // A judgment that is opened shows its evidence.
  for (const judgment of all(".judgment"))
    judgment.querySelector("summary").addEventListener("click", () => {
      if (judgment.open) return;
      for (const req of all(".req.not-met, .req.unknown", judgment)) req.open = true;
      requestAnimationFrame(() => setTimeout(() => {
        const first = judgment.querySelector(".evidence a") || judgment.querySelector(".evidence, .req");
        if (first && first.getBoundingClientRect().bottom > innerHeight) {
          judgment.scrollIntoView({ block: "start" });
          if (first.getBoundingClientRect().bottom > innerHeight) first.scrollIntoView({ block: "center" });
        }
      }));
    });

  // Search and filters.
  const items = all(".item").map((e) => ({
    e, kind: e.dataset.kind, parts: all(".t", e),
    hay: all(".t", e).map((t) => t.textContent).join(" ").toLowerCase().replace(/\s+/g, " "),
    areas: (e.dataset.areas || "").split(" "),
  }));
  const groups = all(".group, .inspection").reverse(), context = all(".ctx");
  const facets = { support: "judgment", polarity: "statement", severity: "problem" };
  const form = by("find"), query = by("q");
  const titles = new Map(all(".area").map((e) => [e.dataset.area, e.dataset.title]));
  for (const [id, title] of titles) by("f-area").add(new Option(title, id));
  for (const name in facets)
    for (const option of by("f-" + name).options) {
      if (!option.value) continue;
      const n = items.filter((i) => (i.e.dataset[name] || "").split(" ").includes(option.value)).length;
      option.textContent += ` (${n})`;
      option.disabled = !n;
    }
  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const marks = (words, found) => {
    if (!globalThis.Highlight) return;
    const ranges = [];
    for (const item of words.length ? found : [])
      for (const part of item.parts) {
        const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        for (let node; (node = walk.nextNode());) {
          const text = node.data.toLowerCase();
          for (const word of words)
            for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
              const range = new Range();
              range.setStart(node, at);
              range.setEnd(node, at + word.length);
              ranges.push(range);
            }
        }
      }
    CSS.highlights.set("hit", new Highlight(...ranges));
  };
  const apply = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    const area = by("f-area").value, set = Object.keys(facets).filter((f) => by("f-" + f).value);
    const narrow = words.length > 0 || set.length > 0;
    const kinds = set.map((f) => facets[f]);
    const found = items.filter((i) =>
      words.every((w) => i.hay.includes(w)) &&
      (!area || i.areas.includes(area)) &&
      (!set.length || kinds.includes(i.kind)) &&
      set.every((f) => facets[f] !== i.kind || i.e.dataset[f].split(" ").includes(by("f-" + f).value)));
    const kept = new Set(found);
    for (const i of items) i.e.hidden = !kept.has(i);
    for (const c of context) c.hidden = narrow || (area !== "" && !c.closest(`.area[data-area="${CSS.escape(area)}"]`));
    for (const g of groups)
      g.hidden = (narrow || area !== "") && !all(".item", g).some((e) => !e.hidden) && !(area && !narrow && g.dataset.area === area);
    const n = (kind) => found.filter((i) => i.kind === kind).length;
    by("n").textContent = (narrow || area ? (found.length ? "Shown: " : "Nothing matches. ") : "") +
      (found.length ? [plural(n("judgment"), "judgment"), plural(n("statement"), "statement"), plural(n("problem"), "problem")].join(", ") : "");
    by("clear").hidden = !(narrow || area);
    marks(words, found);
    const main = by("main");
    if ((narrow || area) && main.getBoundingClientRect().top < 0) main.scrollIntoView();
  };
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(apply, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  form.addEventListener("reset", () => setTimeout(() => { apply(); query.focus(); }));
  form.hidden = false;
  apply();

  // Light and dark.
  const root = document.documentElement, theme = by("theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => { theme.textContent = dark() ? "Light colours" : "Dark colours"; };
  try { const kept = localStorage.getItem("theme"); if (kept) root.dataset.theme = kept; } catch { /* not kept */ }
  theme.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* not kept */ }
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  theme.hidden = false;
  label();

  // Printing opens every requirement line.
  let shut = [];
  addEventListener("beforeprint", () => { shut = all(".req:not([open]), .judgment:not([open])"); for (const d of shut) d.open = true; });
  addEventListener("afterprint", () => { for (const d of shut) d.open = false; });

  for (const id of matchMedia("(min-width: 76rem)").matches ? ["contents", "filters"] : []) by(id).open = true;
  const first = location.hash && targetOf(location.hash);
  if (first) show(first, "start");
})();
