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

  find({ text, within }) {
    const [wanted, around] = [text, within].map(words => words.replace(/\s+/g, " ").trim());
    const near = around ? this.text.indexOf(around) : -1;
    const inner = near < 0 ? -1 : around.indexOf(wanted);
    const start = inner < 0 ? this.text.indexOf(wanted) : near + inner;
    if (!wanted || start < 0) return null;
    const range = document.createRange();
    range.setStart(...this.places[start]);
    const [node, at] = this.places[start + wanted.length - 1];
    range.setEnd(node, at + 1);
    return range;
  }
}

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
