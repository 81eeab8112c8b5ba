/* What a page offers besides, where scripts run: colours of the reader's choice, links to copy,
   long lists to filter. All there is to read is there without it, so each control is made here and
   none stands in the markup. A site that has an empty file of this name goes without. */
"use strict";

(() => {
  const page = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  function make(name, attributes = {}, ...inside) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  }

  function button(words, act) {
    const made = make("button", { type: "button" }, words);
    made.addEventListener("click", () => act(made));
    return made;
  }

  // ---- colours: the system's, unless the reader chose others; storage may be forbidden ----
  const FORCED = matchMedia("(forced-colors: active)").matches; // then the reader has chosen already

  function chosen() {
    try { return localStorage.getItem("colours") } catch { return null }
  }

  function colour(choice) {
    if (!FORCED && ["light", "dark"].includes(choice)) page.dataset.theme = choice;
    else delete page.dataset.theme;
    for (const each of all(".colours button"))
      each.setAttribute("aria-pressed", each.value === (page.dataset.theme ?? ""));
  }

  function choose({ value }) {
    colour(value);
    try { localStorage.setItem("colours", value) } catch { /* then for this page only */ }
  }

  function offerColours() {
    if (FORCED) return;
    const choices = [["As the system", ""], ["Light", "light"], ["Dark", "dark"]];
    const buttons = choices.map(([words, value]) => {
      const made = button(words, choose);
      made.value = value;
      return made;
    });
    const group = make("div", { class: "tool colours", role: "group", "aria-label": "Colours" });
    group.append("Colours", ...buttons);
    document.querySelector(".imprint")?.append(group);
    colour(chosen());
  }

  // ---- copying ----
  const said = make("p", { class: "hidden", role: "status" });

  // Without leave to use the clipboard the text is selected, for the reader's own keys.
  function byHand(text, after) {
    const shown = make("pre", { class: "tool" }, text);
    all("pre.tool").forEach(each => each.remove());
    after.after(shown);
    getSelection().selectAllChildren(shown);
    if (!document.execCommand("copy")) return "Selected, to be copied";
    shown.remove();
    return "Copied";
  }

  function copier(label, text) {
    return button(label, async made => {
      let outcome = "Copied";
      try { await navigator.clipboard.writeText(text) } catch { outcome = byHand(text, made) }
      said.textContent = made.textContent = outcome;
      setTimeout(() => { said.textContent = ""; made.textContent = label }, 2500);
    });
  }

  function offerLinks() {
    const address = document.querySelector("link[rel=canonical]")?.href;
    if (!address) return;
    for (const item of all("main :is(li, .told)[id]").filter(each => !each.closest(".prose"))) {
      const copy = copier("Copy link", `${address}#${item.id}`);
      const line = all(".meta", item).filter(each => each.closest("[id]") === item).pop();
      if (line) line.append(make("span", { class: "tool" }, " · ", copy));
      else (item.querySelector(":scope > div") ?? item).append(make("p", { class: "meta tool" }, copy));
    }
  }

  function offerCitations() {
    for (const citation of all(".citation")) {
      const line = make("p", { class: "meta tool" }, copier("Copy citation", citation.textContent.trim()));
      for (const entry of all("details > pre", citation.parentElement)) {
        const name = entry.parentElement.querySelector("summary").textContent;
        line.append(" · ", copier(`Copy ${name}`, entry.textContent.trim()));
      }
      citation.after(line);
    }
  }

  // ---- filtering ----
  const ROWS = [".timeline .told", ".rows > li", ".index > li", ".claims > li", ".ledger > tbody > tr"];
  const MANY = 12; // above which rows of a kind are worth filtering

  const plain = text =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

  // Rows of a kind, each with the answers to it, which must not be parted from it. A list that ends
  // in a link to the whole is not taken for the whole.
  function entries(kind) {
    const found = [];
    for (const row of all(`main ${kind}`)) {
      if (row.closest("section.hang, .cluster")?.querySelector(".more")) continue;
      if (row.matches(".answer") && found.length) found.at(-1).push(row);
      else found.push([row]);
    }
    return found.length > MANY ? found.map(described) : [];
  }

  function described(rows) {
    const moment = rows[0].closest(".timeline > li");
    const told = [moment?.querySelector(".when"), ...rows].map(each => each?.textContent);
    const around = rows[0].matches("tr") ? [] : [moment, rows[0].closest("section")];
    const words = selector =>
      rows.flatMap(row => all(selector, row)).map(sign => plain(sign.textContent));
    return { rows, around, text: plain(told.join(" ")), status: words(".status"), act: words(".act") };
  }

  function choices(found, field) {
    const words = [...new Set(found.flatMap(each => each[field]))].sort();
    const options = words.map(word => make("option", {}, word));
    return words.length > 1 ? [make("optgroup", { label: field }, ...options)] : [];
  }

  function offerFilter() {
    const found = ROWS.flatMap(entries);
    if (!found.length) return;
    const signs = ["status", "act"].flatMap(field => choices(found, field));
    const field = make("input", { type: "search", autocomplete: "off", size: 14 });
    const choice = make("select", {}, make("option", { value: "" }, "any"), ...signs);
    const count = make("p", { class: "count", role: "status" });
    const box = make("div", { class: "tool filter", role: "search" });
    box.append(make("label", {}, "Filter this page ", field));
    if (signs.length) box.append(make("label", {}, "Status or act ", choice));
    box.append(count);

    function apply() {
      const words = plain(field.value).split(" ");
      const target = document.querySelector(":target"); // what a link leads to is never hidden
      const around = new Map();
      let left = 0;
      for (const { rows, text, status, act, ...each } of found) {
        const stays = rows.some(row => row.contains(target))
          || (words.every(word => text.includes(word))
            && (!choice.value || [...status, ...act].includes(choice.value)));
        for (const row of rows) row.classList.toggle("out", !stays);
        for (const part of each.around.filter(Boolean))
          around.set(part, around.get(part) || stays || part.contains(target));
        left += stays;
      }
      around.forEach((stays, part) => part.classList.toggle("out", !stays));
      count.textContent = field.value || choice.value ? `${left} of ${found.length} shown` : "";
    }

    field.addEventListener("input", apply);
    choice.addEventListener("change", apply);
    box.addEventListener("keydown", event => {
      if (event.key !== "Escape") return;
      field.value = choice.value = "";
      apply();
    });
    addEventListener("hashchange", () => {
      if (!count.textContent) return;
      apply();
      document.querySelector(":target")?.scrollIntoView();
    });
    const [first] = found[0].rows;
    const place = first.closest(".year, table, section") ?? first.parentElement;
    box.classList.toggle("inset", place.matches(".inset, .hang"));
    place.before(box);
  }

  colour(chosen()); // at once, before there is anything to see
  addEventListener("pageshow", () => colour(chosen())); // and when the reader comes back to it
  const offer = () => {
    document.body.append(said);
    for (const one of [offerColours, offerLinks, offerCitations, offerFilter]) one();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
  else offer();
})();
