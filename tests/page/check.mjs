// node check.mjs PAGE.html [--shots DIR]
// Opens the page from its file in a browser without a window and fails on what a reader would stumble over.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const args = process.argv.slice(2);
const at = args.indexOf("--shots");
const shots = at >= 0 ? args.splice(at, 2)[1] : null;
if (args.length !== 1 || (at >= 0 && !shots)) {
  console.error("usage: node check.mjs PAGE.html [--shots DIR]");
  process.exit(2);
}
const file = resolve(args[0]);
const url = pathToFileURL(file).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const faults = [];
const fault = (text) => { if (faults.includes(text)) return; faults.push(text); console.error("FAULT " + text); };
const told = (text) => console.log("ok    " + text);

const size = statSync(file).size;
// 2 MB for each inspection in the page.
const held = readFileSync(file, "utf8").split('class="inspection"').length - 1;
if (size > Math.max(1, held) * 2 * 1024 * 1024) fault(`the page has ${size} bytes, more than 2 MB for each of ${held} inspections`);
else told(`size ${(size / 1024).toFixed(0)} KB`);

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM || (process.env.PATH || "").split(delimiter).map((d) => join(d, "chromium")).find(existsSync),
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

const pause = (page) => page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => done()), 250)));

const openPage = async (width, height, scheme = "light", script = true) => {
  const page = await browser.newPage();
  page.on("console", (m) => { if (["error", "warn"].includes(m.type())) fault(`console ${m.type()}: ${m.text()}`); });
  page.on("pageerror", (e) => fault(`script error: ${e.message}`));
  page.on("dialog", async (d) => { fault(`a dialog opened: ${d.message()}`); await d.dismiss(); });
  page.on("request", (r) => { if (r.url().split("#")[0] !== url) fault(`network request: ${r.url().slice(0, 200)}`); });
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setJavaScriptEnabled(script);
  await page.goto(url, { waitUntil: "load" });
  return page;
};

/** Is a thing (its first line at least) on the screen, and not hidden under a closed details? */
const inView = (page, selector) => page.evaluate((s) => {
  const e = document.querySelector(s);
  if (!e || !e.checkVisibility()) return false;
  const box = e.getClientRects()[0];
  return !!box && box.top >= 0 && box.top + Math.min(box.height, 24) <= innerHeight + 1 && box.left >= 0 && box.width > 0;
}, selector);
const byId = (id) => `[id="${id.replace(/(["\\])/g, "\\$1")}"]`;
const hashOf = (page, selector) => page.$eval(selector, (e) => decodeURIComponent(e.getAttribute("href").slice(1)));
const press = async (page, selector, how) => {
  if (how === "click") {
    const p = await page.$eval(selector, (e) => {
      // low on the screen, where what opens would lie below it, but not under the floating buttons
      e.scrollIntoView({ block: "end" });
      if (getComputedStyle(e.parentElement.closest("#go") || e).position !== "fixed") scrollBy(0, 80);
      const b = e.getClientRects()[0];
      return b ? { x: b.left + Math.min(20, b.width / 2), y: b.top + Math.min(8, b.height / 2) } : null;
    });
    await new Promise((done) => setTimeout(done, 50));
    if (!p) return fault(`${selector} is not there to be clicked`);
    await page.mouse.click(p.x, p.y);
  } else {
    await page.focus(selector);
    await page.keyboard.press("Enter");
  }
  await pause(page);
};

// 1. Faults of accessibility, with everything closed and with everything open.
const audit = async (name, width, height, scheme) => {
  const page = await openPage(width, height, scheme);
  await page.evaluate(axe);
  for (const open of [false, true]) {
    if (open) await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = true; });
    const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const bad = result.violations.filter((v) => ["serious", "critical"].includes(v.impact));
    for (const v of bad) fault(`axe, ${name}${open ? ", all open" : ""}: ${v.impact} ${v.id}: ${v.help}; ${v.nodes.length} times, first ${v.nodes[0].target} ${v.nodes[0].html.slice(0, 160)}`);
    const rest = result.violations.filter((v) => !bad.includes(v)).map((v) => `${v.impact} ${v.id}`);
    if (!bad.length) told(`axe, ${name}${open ? ", all open" : ""}: nothing serious or critical${rest.length ? "; lesser: " + rest.join(", ") : ""}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(`${name}: the page is ${wide} pixels wider than the screen`);
  await page.close();
};
await audit("light", 1280, 900, "light");
await audit("dark", 1280, 900, "dark");
await audit("narrow", 400, 800, "light");
await audit("narrow dark", 400, 800, "dark");

for (const width of [320, 600, 760, 840, 1000, 1100, 1217]) {
  const page = await openPage(width, 800);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) fault(`at ${width}: the page is ${wide} pixels wider than the screen`);
  await page.close();
}

// 2. From judgment to evidence to rule, and back.
for (const how of ["click", "Enter"]) {
  for (const [width, height] of [[1280, 900], [400, 800]]) {
    const where = `${how}, ${width} wide`;
    const page = await openPage(width, height);
    const ids = await page.$$eval("details.judgment", (all) => all.filter((j) => j.querySelector(".evidence a")).map((j) => j.id));
    const some = [...new Set([0, 0.25, 0.5, 0.75, 0.999].map((f) => ids[Math.floor(f * ids.length)]))].filter(Boolean);
    if (!some.length) told(`${where}: no judgment with evidence to try`);
    for (const id of some) {
      const j = byId(id);
      await press(page, `${j} > summary`, how);
      if (!(await inView(page, `${j} .evidence a`))) fault(`${where}: judgment ${id} does not bring its evidence into view`);
      const link = `${j} .evidence a`;
      const target = await hashOf(page, link);
      await press(page, link, how);
      if (!(await inView(page, byId(target)))) fault(`${where}: the evidence ${target} of ${id} does not come into view`);
      const rule = `${byId(target)} .links a[href^="#r-"]`;
      if (await page.$(rule)) {
        const rid = await hashOf(page, rule);
        await press(page, rule, how);
        if (!(await inView(page, `${byId(rid)} pre`))) fault(`${where}: rule ${rid} does not open in view`);
        await press(page, "#back", how);
        if (!(await inView(page, byId(target)))) fault(`${where}: Back does not return from rule ${rid} to ${target}`);
      }
      await press(page, "#back", how);
      if (!(await inView(page, link))) fault(`${where}: Back does not return from ${target} to ${id}`);
    }
    const grades = await page.$$eval("td a[href*='-j-']", (all) => all.map((a) => a.getAttribute("href")));
    for (const href of grades.slice(0, 3)) {
      await press(page, `td a[href="${href}"]`, how);
      if (!(await inView(page, byId(decodeURIComponent(href.slice(1)))))) fault(`${where}: the grade ${href} does not come into view`);
      if (!(await page.$eval(byId(decodeURIComponent(href.slice(1))), (e) => [...e.querySelectorAll(".req")].every((r) => r.open)))) fault(`${where}: the grade ${href} does not open what it needs`);
    }
    if (!faults.length) told(`${where}: ${some.length} judgments lead to evidence, rule and back; ${Math.min(3, grades.length)} grades open`);
    await page.close();
  }
}

// 3. Search, filters, and markup in texts.
{
  const page = await openPage(1280, 900);
  const texts = await page.$$eval(".statement .text", (all) => all.map((e) => [e.closest(".item").id, e.textContent]));
  const search = async (words) => {
    await page.$eval("#q", (e) => { e.value = ""; });
    await page.focus("#q");
    await page.keyboard.type(words);
    await pause(page);
  };
  for (const k of texts.length ? [0, Math.floor(texts.length / 2), texts.length - 1] : []) {
    const [id, text] = texts[k];
    await search(text.split(/\s+/).slice(0, 8).join(" "));
    const [seen, total, count] = await page.evaluate((i) => [
      document.getElementById(i).checkVisibility(),
      [...document.querySelectorAll(".item")].filter((e) => !e.closest("[hidden]")).length,
      document.getElementById("n").textContent], id);
    if (!seen) fault(`search does not find ${id} by its words`);
    const numbers = (count.match(/\d+/g) || []).reduce((a, b) => a + Number(b), 0);
    if (numbers !== total) fault(`the count says ${numbers} (${count}), ${total} are shown`);
  }
  await search("qqqxxxzzz");
  if (!(await page.$eval("#n", (e) => e.textContent)).startsWith("Nothing")) fault("a search for nonsense does not say that nothing matches");
  await press(page, "#clear", "click");
  for (const name of ["support", "severity", "polarity", "area"]) {
    const value = await page.$eval(`#f-${name}`, (s) => [...s.options].find((o) => o.value && !o.disabled)?.value);
    if (!value) continue;
    await page.select(`#f-${name}`, value);
    await pause(page);
    const wrong = await page.evaluate((n, v) => [...document.querySelectorAll(".item")].filter((e) => e.checkVisibility())
      .filter((e) => !(e.dataset[n === "area" ? "areas" : n] || "").split(" ").includes(v)).length, name, value);
    if (wrong) fault(`filter ${name}=${value} shows ${wrong} things that do not fit`);
    await press(page, "#clear", "click");
  }
  const hidden = await page.$$eval(".item", (all) => all.filter((e) => e.closest("[hidden]")).length);
  if (hidden) fault(`after "Show all" ${hidden} things stay hidden`);
  const markup = texts.filter(([, t]) => /<script/i.test(t));
  const strange = await page.$$eval("script", (all) => all.length);
  if (strange !== 1) fault(`${strange} script elements instead of one: a text became markup`);
  for (const [id, text] of markup)
    if (!(await page.$eval(byId(id), (e) => e.querySelector(".text").innerText)).includes(text.trim().slice(0, 20))) fault(`the text of ${id} does not show as text`);
  if (/<script/i.test(readFileSync(file, "utf8").replace(/<script>"use strict"/, ""))) fault("a script tag stands raw in the file");
  told(`search, filters${markup.length ? ", and a text with <script> shown as text" : ""}`);
  await page.close();
}

// 4. Ids, links, headings; and reading without script.
{
  const page = await openPage(1280, 900, "light", false);
  const [twice, dead, jumps] = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((e) => e.id), seen = new Set(), again = [];
    for (const id of ids) { if (seen.has(id)) again.push(id); seen.add(id); }
    const dead = [...document.querySelectorAll("a[href^='#']")].map((a) => decodeURIComponent(a.getAttribute("href").slice(1))).filter((h) => !seen.has(h));
    const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((h) => [Number(h.localName[1]), h.textContent]);
    return [again, dead, levels.filter(([l], i) => l > (i ? levels[i - 1][0] : 0) + 1).map(([, t]) => t)];
  });
  if (twice.length) fault(`ids stand twice: ${twice.slice(0, 5).join(", ")}`);
  if (dead.length) fault(`${dead.length} links lead nowhere: ${[...new Set(dead)].slice(0, 5).join(", ")}`);
  if (jumps.length) fault(`headings skip a level: ${jumps.slice(0, 3).join("; ")}`);
  const unread = await page.$$eval(".item", (all) => all.filter((e) => !e.checkVisibility()).length);
  if (unread) fault(`without script ${unread} things cannot be read`);
  if (await page.$eval("#find", (e) => e.checkVisibility())) fault("without script the search box shows, though it does nothing");
  told("ids, links, headings; readable without script");
  await page.close();
}

// 5. On paper.
{
  const page = await openPage(1280, 900);
  await page.evaluate(() => {
    globalThis.closed = null;
    addEventListener("beforeprint", () => { globalThis.closed = [...document.querySelectorAll(".req")].filter((r) => !r.open).length; });
  });
  const pdf = await page.pdf({ format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });
  const closed = await page.evaluate(() => globalThis.closed);
  if (closed === null) fault("printing was not announced to the page");
  if (closed) fault(`printing leaves ${closed} requirement lines closed`);
  await page.emulateMediaType("print");
  await page.setViewport({ width: 680, height: 960 });
  const off = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (off > 0) fault(`on A4 the page is ${off} pixels too wide`);
  if (await page.$eval("aside", (e) => e.checkVisibility())) fault("printing shows the controls");
  if (shots) { mkdirSync(shots, { recursive: true }); writeFileSync(join(shots, "print.pdf"), pdf); }
  told(`print: ${(pdf.length / 1024).toFixed(0)} KB of PDF`);
  await page.close();
}

if (shots) {
  const shot = async (name, width, height, scheme, act = async () => {}) => {
    const page = await openPage(width, height, scheme);
    await act(page);
    await pause(page);
    await page.screenshot({ path: join(shots, name + ".png") });
    await page.close();
  };
  const grade = async (page) => {
    const link = (await page.$$("td a[href*='-j-']"))[Math.min(2, (await page.$$("td a[href*='-j-']")).length - 1)];
    if (link) { await link.evaluate((e) => e.click()); }
  };
  const to = (selector) => (page) => page.evaluate((s) => { const e = document.querySelector(s); for (let p = e; p; p = p.parentElement) if (p.localName === "details") p.open = true; e?.scrollIntoView(); }, selector);
  for (const [name, width, height, scheme] of [["wide", 1280, 1000, "light"], ["dark", 1280, 1000, "dark"], ["narrow", 400, 900, "light"]]) {
    await shot(name, width, height, scheme);
    await shot(name + "-table", width, height, scheme, to("table"));
    await shot(name + "-grade", width, height, scheme, grade);
    await shot(name + "-characteristics", width, height, scheme, to(".char .refs"));
    await shot(name + "-statements", width, height, scheme, to(".statement"));
    await shot(name + "-problems", width, height, scheme, to(".problem"));
    await shot(name + "-picture", width, height, scheme, to(".area .picture"));
    await shot(name + "-search", width, height, scheme, async (page) => { await page.type("#q", "emergency calls"); });
    await shot(name + "-rule", width, height, scheme, to(".rule pre"));
  }
  const page = await openPage(680, 960);
  await page.emulateMediaType("print");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await pause(page);
  for (const [k, s] of [["1", "body"], ["2", ".grade"], ["3", ".statement"]]) {
    await page.evaluate((q) => document.querySelector(q)?.scrollIntoView(), s);
    await page.screenshot({ path: join(shots, `print-${k}.png`) });
  }
  await page.close();
  told(`screenshots in ${shots}`);
}

await browser.close();
console.log(faults.length ? `${faults.length} faults` : "no faults");
process.exit(faults.length ? 1 : 0);
