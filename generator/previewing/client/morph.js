// A page becomes another one in place. Three versions meet: what the server sent before (`base`),
// what it sends now (`next`), and the page as it is, which readers and scripts have changed since.
// Only what differs between the first two is changed in the third.

import { Idiomorph } from "./idiomorph.esm.js";

const OURS = 'script[src="/_preview/client.js"]';
const DATA = '[type$="json" i], [http-equiv="onion-location" i]';
const LENT = "preview-lent-"; // how ids begin that elements have only while they are morphed

const FAR = 50; // siblings among which one that stood before a script's own is looked for

export const parsed = html => new DOMParser().parseFromString(html, "text/html");
export const says = page => page.querySelector(OURS);

// False when it cannot be done: then the page must be loaded anew.
export function morph(base, next) {
  if (base && loads(base) !== loads(next)) return false;
  held(() => {
    if (base) root(base, next);
    head(base, next);
    body(base, next);
  });
  return true;
}

// What is only carried out when a page is loaded: its scripts, what they are told, and what they
// may do. JSON is no script, and an onion address no order to this browser.
function loads(page) {
  const parts = page.querySelectorAll(`:is(script, meta[http-equiv]):not(${OURS}, ${DATA})`);
  return JSON.stringify([...parts].map(part => [part.src || part.content || part.text, part.dataset]));
}

function root(base, next) {
  const [was, is, live] = [base, next, document].map(page => page.documentElement);
  for (const name of new Set([...was.getAttributeNames(), ...is.getAttributeNames()])) {
    const value = is.getAttribute(name);
    if (was.getAttribute(name) === value) continue;
    if (value === null) live.removeAttribute(name);
    else live.setAttribute(name, value);
  }
}

const relinked = new WeakMap(); // a style sheet's link → as the server sent it

function head(base, next) {
  const sent = child => relinked.get(child) ?? child.outerHTML;
  const was = new Set([...(base ?? document).head.children].map(sent));
  const is = new Set([...next.head.children].map(sent));
  for (const child of [...document.head.children])
    if (was.has(sent(child)) && !is.has(sent(child))) child.remove();
  for (const child of next.head.children)
    if (!was.has(child.outerHTML)) document.head.append(document.importNode(child, true));
}

function body(base, next) {
  const known = new Map(); // a node of the page → as it was sent
  const own = new Set(); // elements that scripts have made
  const same = new Map(); // an element as it was sent → as it is sent again, unchanged
  if (base) {
    match(document.body, base.body, known, own);
    align(base.body, next.body, same);
  }
  // An element with an id is never taken for another one, so all that are sure get one for the while.
  const lent = [...own].map(element => [element]);
  for (const [live, sent] of known) if (same.has(sent)) lent.push([live, same.get(sent)]);
  const kept = new Set(lent.map(([live]) => live));
  lent.filter(([live]) => !live.id).forEach((elements, number) => {
    for (const element of elements) element.id = LENT + number;
  });
  const becomes = new Map();
  Idiomorph.morph(document.body, next.body, {
    morphStyle: "outerHTML",
    callbacks: {
      beforeNodeRemoved: node => !own.has(node),
      beforeNodeMorphed(node, to) {
        becomes.set(node, to);
        return !kept.has(node) && !known.get(node)?.isEqualNode(to);
      },
      beforeAttributeUpdated(name, element) {
        const was = known.get(element);
        return !was || was.getAttribute(name) !== becomes.get(element)?.getAttribute(name);
      },
    },
  });
  for (const element of document.querySelectorAll(`[id^="${LENT}"]`)) element.removeAttribute("id");
}

// Find in two versions of a part what is in both, so that what comes between moves nothing else.
function align(was, is, same) {
  const [before, after] = [was, is].map(part => only([...part.children]));
  for (const [html, element] of before) if (after.has(html)) same.set(element, after.get(html));
  const taken = new Set(same.values());
  const left = [...is.children].filter(element => !taken.has(element));
  for (const element of was.children) {
    const place = same.has(element) ? -1 : left.findIndex(other => alike(element, other));
    if (place >= 0) align(element, left.splice(0, place + 1).pop(), same);
  }
}

// Elements by their HTML, without those that are there more than once.
function only(elements) {
  const [found, twice] = [new Map(), new Set()];
  for (const element of elements) {
    const html = element.outerHTML;
    if (found.has(html)) twice.add(html);
    found.set(html, element);
  }
  twice.forEach(html => found.delete(html));
  return found;
}

// Pair what is there with what was sent; what has no pair was made here.
function match(live, sent, known, own) {
  known.set(live, sent);
  const waiting = [...sent.childNodes];
  const children = [...live.childNodes];
  let first = 0; // of those that wait
  children.forEach((child, place) => {
    const next = waiting[first];
    const comesLater = is => children.slice(place + 1, place + FAR).some(other => is(other, next));
    if (alike(child, next) && (child.textContent === next.textContent || !comesLater(equal))) {
      match(child, next, known, own);
      first += 1;
      return;
    }
    const found = next && !comesLater(alike) ? waiting.findIndex((other, at) => at >= first && equal(child, other)) : -1;
    if (found >= 0) {
      match(child, waiting[found], known, own);
      first = found + 1;
    } else if (child.nodeType === Node.ELEMENT_NODE) own.add(child);
  });
}

const alike = (a, b) => b && a.nodeName === b.nodeName && (a.id ?? "") === (b.id ?? "");
const equal = (a, b) => alike(a, b) && a.textContent === b.textContent;

// ---- what is in sight stays where it is ----

function held(change) {
  const top = scrollY;
  const places = top ? inSight().map(element => [element, element.getBoundingClientRect().top]) : [];
  change();
  const place = places.find(([element]) => element.isConnected);
  const by = place ? place[0].getBoundingClientRect().top - place[1] : top - scrollY;
  if (by) scrollBy({ top: by, behavior: "instant" });
}

function inSight() {
  const main = (document.querySelector("main") ?? document.body).getBoundingClientRect();
  const found = new Set();
  for (let part = 1; part < 20; part += 1) {
    const [x, y] = [(main.left + main.right) / 2, (innerHeight * part) / 20];
    const element = document.elementsFromPoint(x, y).find(each => document.body.contains(each));
    if (element && element !== document.body && !floats(element)) found.add(element);
  }
  const small = [...found].filter(element => element.getBoundingClientRect().top > -innerHeight);
  return [...small, ...found];
}

function floats(element) {
  for (let each = element; each; each = each.parentElement)
    if (["fixed", "sticky"].includes(getComputedStyle(each).position)) return true;
  return false;
}

// ---- files beside the page ----

// Style sheets and pictures that have changed, all of them when `paths` is null, are fetched anew.
export function restyled(paths, version) {
  const changed = url => url.origin === location.origin && (!paths || paths.includes(decodeURI(url.pathname)));
  const anew = url => `${url.pathname}?preview=${version}`;
  const all = selector => [...document.querySelectorAll(selector)];
  if (paths && all("script[src]").some(script => changed(new URL(script.src)))) return location.reload();
  const sheets = all('link[rel~="stylesheet"]').map(link => [link, new URL(link.href)]);
  const named = sheets.filter(([, url]) => changed(url));
  const imported = !named.length && paths?.some(path => path.endsWith(".css"));
  for (const [link, url] of imported ? sheets : named) relink(link, anew(url));
  for (const picture of all("img[src], image[href], link[rel~=icon]")) {
    const name = picture.matches("img") ? "src" : "href";
    const url = new URL(picture.getAttribute(name), document.baseURI);
    if (changed(url)) picture.setAttribute(name, anew(url));
  }
}

// The old style sheet stays until the new one is there, so that the page is never without.
function relink(link, href) {
  const next = link.cloneNode();
  relinked.set(next, relinked.get(link) ?? link.outerHTML);
  next.href = href;
  next.onload = next.onerror = () => link.remove();
  link.after(next);
}
