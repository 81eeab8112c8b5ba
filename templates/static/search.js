/* What is typed is looked for in the site's own index, in this browser. Parts of that index are asked
   for; no word is sent anywhere, for it stands behind the “#”, which no server is told. */
"use strict";

const box = document.getElementById("search");
box.append(box.querySelector("template").content);
const form = box.querySelector("form");
const field = form.elements.q;
const selects = [...form.querySelectorAll("select")];
const said = document.getElementById("search_said");
const list = document.getElementById("search_found");
const more = box.querySelector(".more");
const site = new URL("../", document.baseURI);
const index = new URL("search/index/", site);
const tongue = document.documentElement.lang;
const AT_ONCE = 10; // results, a request each
let parts;
let latest = 0; // search: an earlier one may answer after it
let counting = false; // at choices: it costs requests

// ---- words: what some languages write before or behind them is taken off ----
const BEHIND = [
  [/^(\p{sc=Hang}{2,}?)(?:에서는|에게서|으로는|이라고|에서|에게|까지|부터|으로|보다|처럼|이나|라고|들[은이을]?|[은는이가을를의에로와과도만])$/u, 2],
  [/^(\p{sc=Cyrl}{3,}?)(?:[аяиы]ми|ь?о[гм]о|ь?[ое]му|[оеє]ві|[їієео]в|[еоиіы]й|[оеєі]ю|[аяоеєиы][мх]|[иі][юяї]|[аяуюоеєиіїыьйё])$/u, 4],
  [/^(\p{sc=Arab}{3,}?)[ةهىي]$/u, 3],
];
const BEFORE = /^(?:[وف]?[بك]?ال|[وف]?لل)(?=\p{sc=Arab}{3})/u;

function plain(word) {
  let left = word.normalize("NFC").replace(/[\u0640\u064b-\u0652\u0670]/g, "").replace(BEFORE, "");
  for (const [ending, least] of BEHIND) {
    const [, stem] = ending.exec(left) ?? [];
    if (stem?.length >= least) left = stem;
  }
  return left;
}

// ---- index ----
async function load() {
  const answer = await fetch(new URL("index.json", index));
  if (!answer.ok) throw new Error("missing");
  const { language, parts } = await answer.json();
  const { PagefindInstance } = await import(new URL(`${parts[0][0]}pagefind.js`, index));
  const made = parts.map(([name, metaCacheTag]) =>
    new PagefindInstance({ basePath: new URL(name, index).pathname, metaCacheTag }));
  await made[0].init(language, { load_wasm: true }); // for all
  await Promise.all(made.slice(1).map(each => each.init(language, {})));
  for (const each of made) await each.enterPlaygroundMode(); // it tells which words it found
  return made;
}

// A part that lacks a word passes over it, or takes one that it begins with.
function hasAll({ results: [first], search_keywords: asked = [] }) {
  const words = [first?.scores, first?.verbose_meta_scores].flat()
    .flatMap(each => each?.search_term ?? each?.matched_terms ?? []);
  return first && asked.every(each => words.some(word => word.startsWith(each)));
}

async function answers(text, filters) {
  parts ??= load().catch(error => { parts = null; throw error });
  const asked = await parts;
  if (counting) await Promise.all(asked.map(each => each.filters()));
  const all = await Promise.all(asked.map(each => each.search(text || null, { filters })));
  const whole = all.filter(each => text.startsWith('"') || hasAll(each));
  const found = (whole[0] ? whole : all).flatMap(({ results, query_term_idfs: idfs = [] }) => {
    const rare = idfs.reduce((sum, { idf }) => sum + idf, 0) || 1; // are these words in this part
    return results.map(each => ({ ...each, score: each.score / rare }));
  });
  found.sort((one, other) => other.score - one.score);
  const count = (name, value) =>
    whole.reduce((sum, { filters: of }) => sum + (of[name]?.[value] ?? 0), 0);
  return { found, count, near: !whole[0] };
}

// What has the words as they were typed comes first.
async function find(text, filters) {
  const typed = text.replaceAll("\u02bc", "’").trim();
  const reduced = typed.startsWith('"') ? typed : typed.split(/\s+/).map(plain).join(" ");
  const first = await answers(typed, filters);
  const wider = reduced === typed ? first : await answers(reduced, filters);
  if (first.near || wider.near) return first.near ? wider : first;
  const ids = new Set(first.found.map(each => each.id));
  return { ...wider, found: [...first.found, ...wider.found.filter(({ id }) => !ids.has(id))] };
}

// ---- results ----
function make(name, properties, ...inside) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
}

function row({ raw_url, meta, filters, excerpt }) {
  const own = { lang: filters.lang?.[0] ?? "", dir: "auto" };
  const marked = excerpt.split(/<mark>(.*?)<\/mark>/s).map((part, place) => {
    const text = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return place % 2 ? make("mark", {}, text) : text;
  });
  return make("li", {}, make("p", { className: "when" }, meta.date ?? ""), make("div", {},
    make("h3", own, make("a", { href: new URL(raw_url.slice(1), site) }, meta.title)),
    make("p", { className: "meta" }, meta.source ?? box.dataset[filters.kind] ?? ""),
    make("p", { className: "summary", ...own }, ...marked)));
}

function recount(count) {
  for (const select of selects.filter(each => !each.value))
    for (const option of [...select.options].slice(1)) {
      const many = count(select.name, option.value);
      option.hidden = !many;
      option.textContent = `${option.dataset.name} (${many})`;
    }
}

async function show(found, number) {
  const shown = list.children.length;
  const next = await Promise.all(found.slice(shown, shown + AT_ONCE).map(each => each.data()));
  if (number !== latest) return;
  list.append(...next.map(row));
  more.hidden = !found[list.children.length];
  more.firstElementChild.onclick = async () => {
    await show(found, number);
    list.children[shown + AT_ONCE]?.querySelector("a").focus();
  };
}

async function search() {
  const number = ++latest;
  const chosen = selects.filter(each => each.value);
  list.replaceChildren();
  more.hidden = true;
  said.textContent = field.value.trim() || chosen[0] ? box.dataset.searching : "";
  if (!said.textContent) return;
  let words;
  try {
    const filters = Object.fromEntries(chosen.map(each => [each.name, each.value]));
    const { found, count, near } = await find(field.value, filters);
    await show(found, number);
    words = box.dataset[!found.length ? "none" : near ? "near" : "found"]
      .replace("{number}", found.length.toLocaleString(tongue));
    if (counting && number === latest) recount(count);
  } catch (error) {
    words = box.dataset[error.message === "missing" ? "missing" : "failed"];
  }
  if (number === latest) said.textContent = words;
}

// ---- address ----
function ask() {
  if (/^#[^=]+$/.test(location.hash)) return; // it leads to a place of this page
  const given = new URLSearchParams(location.hash.slice(1) || location.search);
  field.value = given.get("q") ?? "";
  for (const select of selects) {
    const value = given.get(select.name) ?? "";
    select.value = value;
    if (select.value !== value) select.append(new Option(value, value, false, true));
  }
  form.querySelector("details").open ||= selects.some(each => each.value);
  begin();
}

function begin() {
  const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", location.pathname + (given.size ? `#${given}` : ""));
  search();
}

for (const option of selects.flatMap(each => [...each.options].slice(1))) {
  const name = option.dataset.name ??= option.textContent;
  if (option.parentElement.name !== "lang") continue;
  option.dataset.name = new Intl.DisplayNames(tongue, { type: "language" }).of(name);
  option.textContent = option.textContent.replace(name, option.dataset.name);
}
form.addEventListener("submit", event => { event.preventDefault(); begin() });
form.addEventListener("change", event => { if (event.target !== field) begin() });
form.querySelector("details").addEventListener("toggle", event => {
  if (counting || !event.target.open) return;
  counting = true;
  search();
});
addEventListener("hashchange", ask);
document.getElementById("search_off").hidden = true;
ask();
