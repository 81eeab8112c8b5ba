// Words of an article, found again in the page as it is read.

const WHERE = [".prose", "article", "main", "body"]; // the first of these that has the words
const SKIPPED = "script, style, .to-claim, .tool, .hidden";

class Reading {
  constructor(root) {
    this.text = "";
    this.places = []; // of each character: its text node, and where it stands in that
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (!walker.currentNode.parentElement.closest(SKIPPED)) this.#add(walker.currentNode);
  }

  #add(node) {
    for (let at = 0; at < node.data.length; at += 1) {
      const space = /\s/.test(node.data[at]);
      if (space && this.text.endsWith(" ")) continue;
      this.text += space ? " " : node.data[at];
      this.places.push([node, at]);
    }
  }

  find({ text, within, nth, until }) {
    const [wanted, around] = [text, within].map(words => words.replace(/\s+/g, " ").trim());
    if (!wanted) return null;
    if (until) return this.#stretch(wanted, until);
    const near = around ? this.text.indexOf(around) : -1;
    const inner = near < 0 ? -1 : around.indexOf(wanted);
    let start = inner < 0 ? this.text.indexOf(wanted) : near + inner;
    for (let left = nth; left > 0 && start >= 0; left -= 1) start = this.text.indexOf(wanted, start + 1);
    return start < 0 ? null : this.#range(start, start + wanted.length);
  }

  // From the first words to the last ones, whatever marks and breaks stand between the words.
  #stretch(first, last) {
    const begins = pattern(first).exec(this.text);
    if (!begins) return null;
    const ends = pattern(last);
    ends.lastIndex = begins.index;
    const found = ends.exec(this.text) ?? begins;
    const end = Math.max(found.index + found[0].length, begins.index + begins[0].length);
    return this.#range(begins.index, end);
  }

  #range(start, end) {
    const range = document.createRange();
    range.setStart(...this.places[start]);
    const [node, at] = this.places[end - 1];
    range.setEnd(node, at + 1);
    return range;
  }
}

const pattern = words => new RegExp((words.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join("[^\\p{L}\\p{M}\\p{N}]+"), "gu");

// For each list of passages the ranges of those that are in the page.
export function located(lists) {
  const roots = WHERE.map(selector => document.querySelector(selector)).filter(Boolean);
  const readings = [];
  const first = passage => {
    for (const [place, root] of roots.entries()) {
      const range = (readings[place] ??= new Reading(root)).find(passage);
      if (range) return range;
    }
    return null;
  };
  return lists.map(passages => passages.map(first).filter(Boolean));
}
