/* What a page offers besides, where scripts run: colours by choice, links to copy, long lists to
   filter. All there is to read is there without it, so each control is made here. */
"use strict";

(() => {
  const page = document.documentElement;
  const words = document.currentScript?.dataset.words // of the page’s language, if not English
    ?? "As the system|Light|Dark|Colours|Selected, to be copied|Copied|Copy link|Copy citation|Copy {name}|any|Filter this page|Status or act|status|act|{left} of {all} shown";
  const [system, light, dark, colours, selected, copied, link, cite, copyOf, any, filter, sign, status, act, shown] = words.split("|");
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

  // ---- colours: the system's, or the reader's; storage may be forbidden ----
  const FORCED = matchMedia("(forced-colors: active)").matches; // chosen already

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
    try { localStorage.setItem("colours", value) } catch { /* this page only */ }
  }

  function offerColours() {
    if (FORCED) return;
    const choices = [[system, ""], [light, "light"], [dark, "dark"]];
    const buttons = choices.map(([words, value]) => {
      const made = button(words, choose);
      made.value = value;
      return made;
    });
    const group = make("div", { class: "tool colours", role: "group", "aria-label": colours });
    group.append(colours, ...buttons);
    document.querySelector(".imprint")?.append(group);
    colour(chosen());
  }

  // ---- copying ----
  const said = make("p", { class: "hidden", role: "status" });

  function byHand(text, after) {
    const shown = make("pre", { class: "tool" }, text);
    all("pre.tool").forEach(each => each.remove());
    after.after(shown);
    getSelection().selectAllChildren(shown);
    if (!document.execCommand("copy")) return selected;
    shown.remove();
    return copied;
  }

  function copier(label, text) {
    return button(label, async made => {
      let outcome = copied;
      try { await navigator.clipboard.writeText(text) } catch { outcome = byHand(text, made) }
      said.textContent = made.textContent = outcome;
      setTimeout(() => { said.textContent = ""; made.textContent = label }, 2500);
    });
  }

  function offerLinks() {
    const address = document.querySelector("link[rel=canonical]")?.href;
    if (!address) return;
    for (const item of all("main :is(li, .told)[id]").filter(each => !each.closest(".prose"))) {
      const copy = copier(link, `${address}#${item.id}`);
      const line = all(".meta", item).filter(each => each.closest("[id]") === item).pop();
      if (line) line.append(make("span", { class: "tool" }, " · ", copy));
      else (item.querySelector(":scope > div") ?? item).append(make("p", { class: "meta tool" }, copy));
    }
  }

  function offerCitations() {
    for (const citation of all(".citation")) {
      const line = make("p", { class: "meta tool" }, copier(cite, citation.textContent.trim()));
      for (const entry of all("details > pre", citation.parentElement)) {
        const name = entry.parentElement.querySelector("summary").textContent;
        line.append(" · ", copier(copyOf.replace("{name}", name), entry.textContent.trim()));
      }
      citation.after(line);
    }
  }

  // ---- filtering ----
  const ROWS = [".timeline .told", ".rows > li", ".index > li", ".claims > li", ".ledger > tbody > tr"];
  const MANY = 12; // rows that are worth filtering

  const plain = text =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

  // Rows of a kind, each with the answers to it. What ends in a link to the whole is not the whole.
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
    return words.length > 1 ? [make("optgroup", { label: { status, act }[field] }, ...options)] : [];
  }

  function offerFilter() {
    const found = ROWS.flatMap(entries);
    if (!found.length) return;
    const kinds = ["status", "act"].flatMap(field => choices(found, field));
    const field = make("input", { type: "search", autocomplete: "off", size: 14 });
    const choice = make("select", {}, make("option", { value: "" }, any), ...kinds);
    const count = make("p", { class: "count", role: "status" });
    const box = make("div", { class: "tool filter", role: "search" });
    box.append(make("label", {}, filter + " ", field));
    if (kinds.length) box.append(make("label", {}, sign + " ", choice));
    box.append(count);

    function apply() {
      const words = plain(field.value).split(" ");
      const target = document.querySelector(":target"); // never hidden
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
      count.textContent = field.value || choice.value ? shown.replace("{left}", left).replace("{all}", found.length) : "";
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

  colour(chosen()); // before there is anything to see
  addEventListener("pageshow", () => colour(chosen())); // and on coming back
  const offer = () => {
    document.body.append(said);
    for (const one of [offerColours, offerLinks, offerCitations, offerFilter]) one();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", offer);
  else offer();
})();
