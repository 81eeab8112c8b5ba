// Mistakes, over the last good page; and short notes at its foot.

import { make } from "./shell.js";

export class Overlay {
  #box = make("section", { class: "overlay", "aria-label": "To mend", "aria-live": "assertive", hidden: "" });
  #back = make("button", { class: "pill wrong", type: "button", hidden: "" });
  #note = make("p", { class: "pill", role: "status", hidden: "" });
  #said = { away: false, note: "" };
  #seen = "";

  constructor(inside) {
    inside.append(this.#box, this.#back, this.#note);
    this.#back.addEventListener("click", () => this.#set(true));
    addEventListener("keydown", ({ key }) => {
      if (key === "Escape" && this.#box.querySelector("header button")) this.#set(false);
    });
  }

  get shown() { return this.#seen !== "" }

  show(problems, more, over) {
    const seen = problems.length ? JSON.stringify([problems, more, over]) : "";
    if (seen === this.#seen) return; // as before, be it open or put aside
    this.#seen = seen;
    const count = problems.length + more;
    const things = count === 1 ? "One thing to mend" : `${count} things to mend`;
    const aside = make("button", { type: "button" }, "Show the page");
    aside.addEventListener("click", () => this.#set(false));
    const rest = more ? [make("p", {}, `… and ${more} more, in the terminal or with “check”.`)] : [];
    const about = over
      ? "The page beneath is the last one that was in order. This goes away when it is mended."
      : "The page is shown as soon as this is mended.";
    this.#box.replaceChildren(make("div", { class: "card" },
      make("header", {}, make("h2", {}, things), ...(over ? [aside] : [])),
      make("p", { class: "about" }, about),
      make("ol", {}, ...problems.map(shown)), ...rest));
    this.#back.replaceChildren(things);
    this.#set(seen !== "");
  }

  away(is) { this.#tell({ away: is }) }

  note(words) { this.#tell({ note: words }) }

  #set(open) {
    this.#box.hidden = !open;
    this.#back.hidden = open || !this.shown;
  }

  #tell(said) {
    Object.assign(this.#said, said);
    const words = this.#said.away ? "The preview has ended. Waiting until it is back …" : this.#said.note;
    this.#note.textContent = words;
    this.#note.hidden = !words;
  }
}

function shown({ file, line, message, hint, first, lines }) {
  const place = make("p", { class: "place" }, line ? `${file}:${line}` : file);
  const parts = [place, make("p", { class: "message" }, sentence(message))];
  if (hint) parts.push(make("p", { class: "hint" }, sentence(hint)));
  if (lines.length) parts.push(excerpt(first, lines, line));
  return make("li", {}, ...parts);
}

const sentence = words => words[0].toUpperCase() + words.slice(1);

function excerpt(first, lines, wrong) {
  const rows = lines.map((text, place) => {
    const number = first + place;
    const here = number === wrong ? { class: "here", "aria-current": "true" } : {};
    return make("span", here, make("i", {}, String(number)), make("b", {}, `${text}\n`));
  });
  return make("pre", { tabindex: "0", role: "group", "aria-label": "The lines around it" },
    make("code", {}, ...rows));
}
