// One connection for all tabs: browsers allow six to one address, and editors open twenty.
// Each tab has a port here; whoever comes later is told the last news at once.
"use strict";

const AGAIN = 500; // milliseconds until a connection that cannot be had is tried again
const tabs = new Set();
let last = null;

function tell(news) {
  last = news;
  for (const tab of tabs) tab.postMessage(news);
}

function listen() {
  const source = new EventSource("/_preview/events");
  source.onmessage = ({ data }) => tell(JSON.parse(data));
  source.onerror = () => {
    tell({ lost: true });
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
  };
}

addEventListener("connect", ({ ports: [tab] }) => {
  tabs.add(tab);
  tab.onmessage = () => tabs.delete(tab); // all that a tab ever says is that it goes
  if (last) tab.postMessage(last);
});
listen();
