// The page in the browser follows the site's files. No built page has this script.

import { morph, parsed, restyled, says } from "./morph.js";
import { Overlay } from "./overlay.js";
import { Panel } from "./panel.js";
import { shell } from "./shell.js";

const SETTLED = 1000; // milliseconds that a connection may be away before anyone is told

const { path, key, version, status } = says(document).dataset;
const page = { path, key, version, base: null, missing: status === "404" };
const inside = await shell();
const overlay = new Overlay(inside);
const panel = new Panel(inside);

const address = path => path.split("/").map(encodeURIComponent).join("/");

// ---- what the page is made of ----

async function ask() {
  const headers = page.key ? { "If-None-Match": `"${page.key}"` } : {};
  const answer = await fetch(address(page.path), { headers, cache: "no-store" });
  return { status: answer.status, html: answer.status === 304 ? "" : await answer.text() };
}

// What the server sent at first is asked for once more: scripts may have changed the page since.
async function recall() {
  if (!page.key) return;
  const html = await (await fetch(address(page.path), { cache: "no-store" })).text();
  const sent = parsed(html);
  if (says(sent)?.dataset.key === page.key) page.base = sent;
}

async function refresh() {
  const { status, html } = await ask();
  if (status === 304 || status >= 500) return; // as it was; or to be mended, over what there is
  const sent = parsed(html);
  const key = says(sent)?.dataset.key;
  if (!page.key || !key || !morph(page.base, sent)) return location.reload();
  Object.assign(page, { key, base: parsed(html), missing: status === 404 });
  overlay.note(page.missing ? "This page is gone. It is shown again when it is back." : "");
}

async function look() {
  const answer = await fetch(`/_preview/state?path=${encodeURIComponent(page.path)}`, { cache: "no-store" });
  const { problems, more, review } = await answer.json();
  overlay.show(problems, more, page.key !== "");
  panel.show(page.missing ? null : review);
}

// ---- one thing after the other; what comes meanwhile is done once, afterwards ----

const wanted = new Set();
let busy = false;

async function want(...tasks) {
  tasks.forEach(task => wanted.add(task));
  if (busy) return;
  busy = true;
  while (wanted.size) {
    const now = [...wanted];
    wanted.clear();
    for (const task of now) await task().catch(() => {}); // it is away; it says when it is back
  }
  busy = false;
}

// ---- news ----

let away = 0;

function hear(news) {
  inside.host.toggleAttribute("follows", !news.lost);
  if (news.lost) {
    away ||= setTimeout(() => overlay.away(true), SETTLED);
    return;
  }
  clearTimeout(away);
  away = 0;
  overlay.away(false);
  if (news.version === page.version) return;
  const missed = news.since !== page.version;
  page.version = news.version;
  const moved = news.moved[page.path];
  if (moved) {
    page.path = moved;
    history.replaceState(history.state, "", address(moved) + location.hash);
  }
  if (missed || news.static.length) restyled(missed ? null : news.static, news.version);
  const mine = () => news.paths.includes(page.path) || (page.missing && news.paths.includes("/404.html"));
  if (missed || moved || !news.paths || mine()) want(refresh, look);
  else if (news.wrong || overlay.shown || panel.restsOn(news.files)) want(look);
}

function listen() {
  if (!globalThis.SharedWorker) {
    const source = new EventSource("/_preview/events");
    source.onmessage = ({ data }) => hear(JSON.parse(data));
    source.onerror = () => {
      hear({ lost: true });
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 500);
    };
    return;
  }
  const { port } = new SharedWorker("/_preview/worker.js", "preview");
  port.onmessage = ({ data }) => hear(data);
  addEventListener("pagehide", () => port.postMessage("bye"));
}

// A page that the browser had put aside heard nothing.
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
want(look, recall).then(listen);
