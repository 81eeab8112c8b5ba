// What is open in an article and what a machine suggested, beside it, each shown at its passage.

import { located } from "./passages.js";
import { make } from "./shell.js";

const BESIDE = matchMedia("(min-width: 75rem)"); // where there is room for it beside the page
const LISTED = 3; // passages of a point whose words are shown; all of them are marked
const KEPT = "preview-points"; // in this tab: whether it is open

export class Panel {
  #pill = make("button", { class: "pill points", type: "button", "aria-controls": "points", hidden: "" });
  #box = make("aside", { class: "panel", id: "points", "aria-label": "Open points and suggestions", hidden: "" });
  #points = []; // { point, button, ranges }
  #seen = "";
  #file = "";
  #open = null;

  constructor(inside) {
    inside.append(this.#pill, this.#box);
    this.#pill.addEventListener("click", () => this.#set(true, this.#box));
    this.#box.addEventListener("keydown", event => this.#key(event));
    BESIDE.addEventListener("change", () => this.#arrange());
    document.addEventListener("click", event => this.#clicked(event));
  }

  show(review) {
    const points = review?.points ?? [];
    const seen = JSON.stringify([review?.file, points]);
    if (seen !== this.#seen) this.#fill(review, points);
    this.#seen = seen;
    this.#file = review?.file ?? "";
    if (points.length && this.#open === null) this.#open = remembered() ?? BESIDE.matches;
    this.#locate();
    this.#arrange();
  }

  // Whether what it shows may be another thing when these files have changed.
  restsOn(files) {
    return !!this.#file && (!files || files.some(file => file === this.#file || file.startsWith("seeds")));
  }

  #fill(review, points) {
    const place = this.#box.querySelector(".scroll")?.scrollTop ?? 0;
    const at = this.#points.findIndex(({ button }) => button.matches(":focus"));
    const before = this.#points[at]?.point.about;
    this.#points = points.map(point => ({ point, ranges: [], button: this.#button(point) }));
    const [open, said] = [true, false].map(is => this.#points.filter(({ point }) => is === !!point.open.length));
    const counts = [[open, "to settle"], [said, "to confirm"]].filter(([list]) => list.length);
    const words = counts.map(([list, what]) => `${list.length} ${what}`).join(", ");
    const close = make("button", { type: "button", class: "close", "aria-label": "Put aside" }, "Hide");
    close.addEventListener("click", () => this.#set(false, this.#pill));
    this.#pill.textContent = words;
    this.#box.replaceChildren(
      make("header", {}, make("h2", {}, words), close, make("p", {}, review?.file ?? "")),
      make("div", { class: "scroll" },
        ...section("Before it can be approved", "open", open),
        ...section("Suggested; delete the comment to confirm", "said", said)));
    this.#box.querySelector(".scroll").scrollTop = place;
    if (at < 0) return;
    const again = this.#points.find(({ point }) => point.about === before) ?? this.#points[Math.min(at, points.length - 1)];
    again?.button.focus({ preventScroll: true });
  }

  #button(point) {
    const button = make("button", { type: "button", class: "point" },
      make("span", { class: "about" }, point.about, make("small", {}, `line ${point.line}`)));
    const quoted = new Set(point.passages.map(({ text, shown }) => shown ?? text).filter(Boolean));
    const [listed, more] = [[...quoted].slice(0, LISTED), quoted.size - LISTED];
    for (const words of listed) button.append(make("q", {}, words));
    if (more > 0) button.append(make("span", { class: "reason" }, `and ${more} more, marked in the text`));
    for (const words of point.open) button.append(make("strong", {}, plain(words)));
    for (const words of point.reasons) button.append(make("span", { class: "reason" }, ...stated(words)));
    button.addEventListener("click", () => this.#choose(button, true));
    button.addEventListener("focus", () => this.#choose(button, button.matches(":focus-visible")));
    return button;
  }

  #locate() {
    if (!globalThis.CSS?.highlights) return; // an old browser: the list says it all the same
    const found = located(this.#points.map(({ point }) => point.passages));
    const [open, said] = [new Highlight(), new Highlight()];
    this.#points.forEach((each, place) => {
      each.ranges = found[place];
      each.button.classList.toggle("nowhere", !each.ranges.length);
      for (const range of each.ranges) (each.point.open.length ? open : said).add(range);
    });
    open.priority = 1;
    CSS.highlights.set("preview-suggestion", said);
    CSS.highlights.set("preview-open", open);
    const current = this.#points.find(({ button }) => button.hasAttribute("aria-current"));
    this.#mark(current);
  }

  #mark(each) {
    const current = new Highlight(...(each?.ranges ?? []));
    current.priority = 2;
    CSS.highlights?.set("preview-current", current);
  }

  #choose(button, scrolls) {
    const each = this.#points.find(point => point.button === button);
    for (const point of this.#points) point.button.toggleAttribute("aria-current", point === each);
    button.setAttribute("aria-current", "true");
    this.#mark(each);
    const range = each.ranges[0];
    if (!range || !scrolls) return;
    const { top, bottom } = range.getBoundingClientRect();
    const room = BESIDE.matches ? innerHeight : innerHeight * 0.4; // the sheet covers the rest
    if (top > 80 && bottom < room - 20) return;
    scrollBy({ top: top - room * 0.3, behavior: calm() ? "instant" : "smooth" });
  }

  #key(event) {
    if (event.key === "Escape") {
      this.#set(false, this.#pill);
      event.stopPropagation();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...this.#box.querySelectorAll(".point")];
    const place = buttons.findIndex(button => button.matches(":focus"));
    if (!step || place < 0) return;
    event.preventDefault();
    buttons[Math.min(Math.max(place + step, 0), buttons.length - 1)].focus();
  }

  #clicked({ target, clientX, clientY }) {
    if (target.closest?.("a, button, input, select, summary, label")) return;
    const at = document.caretPositionFromPoint?.(clientX, clientY);
    if (!at || !document.body.contains(at.offsetNode)) return;
    const each = this.#points.find(({ ranges }) =>
      ranges.some(range => range.isPointInRange(at.offsetNode, at.offset)));
    if (!each) return;
    this.#set(true, null);
    this.#choose(each.button, false);
    each.button.scrollIntoView({ block: "nearest" });
  }

  #set(open, focus) {
    this.#open = open;
    try { sessionStorage.setItem(KEPT, open ? "open" : "") } catch { /* then for this page only */ }
    this.#arrange();
    if (focus === this.#box) this.#box.querySelector("button.point")?.focus({ preventScroll: true });
    else focus?.focus();
  }

  #arrange() {
    const any = this.#points.length > 0;
    const open = any && !!this.#open;
    this.#box.hidden = !open;
    this.#pill.hidden = !any || open;
    this.#pill.setAttribute("aria-expanded", String(open));
    document.documentElement.toggleAttribute("data-preview-points", open); // makes room, see shell.js
  }
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function section(title, kind, list) {
  if (!list.length) return [];
  const items = list.map(({ button }) => make("li", {}, button));
  return [make("h3", {}, title), make("ol", { class: kind }, ...items)];
}

// “claim “c1” says nobody: set “by” …”: the claim is named above it already.
function plain(words) {
  const without = words.replace(/^(?:the quote of )?claim “[^”]*” /, match => (match.startsWith("the") ? "the quote " : ""));
  return without[0].toUpperCase() + without.slice(1);
}

function stated(words) {
  const [, value, why] = /^(.*?) — (.*)$/.exec(words) ?? [];
  return value ? [make("code", {}, value), ` ${why}`] : [words];
}

function remembered() {
  try {
    const kept = sessionStorage.getItem(KEPT);
    return kept === null ? null : kept === "open";
  } catch { return null }
}
