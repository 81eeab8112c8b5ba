// What the preview adds stands in a tree of its own: no style of the site reaches it, nor its own
// the site's. Its style sheets are made here, since the policy of a page may allow no others.

const HELD = `
html { overflow-anchor: none } /* what is in sight is held in place by morph.js */
@media screen and (min-width: 75rem) {
  html[data-preview-points] { padding-inline-end: 24rem } /* as wide as the panel in preview.css */
}
::highlight(preview-suggestion) { background: light-dark(#dfe9fb, #22395c); color: inherit }
::highlight(preview-open) { background: light-dark(#fbe3b4, #5a4312); color: inherit }
::highlight(preview-current) { background: light-dark(#ffc640, #86620a); color: light-dark(#1a1a1a, #fff) }
`;

export function make(name, attributes = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...inside);
  return element;
}

export async function shell() {
  const [within, beside] = [new CSSStyleSheet(), new CSSStyleSheet()];
  beside.replaceSync(HELD);
  within.replaceSync(await (await fetch("/_preview/preview.css")).text());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, beside];
  const host = make("conflict-preview", { lang: "en", dir: "ltr" });
  const inside = host.attachShadow({ mode: "open" });
  inside.adoptedStyleSheets = [within];
  document.documentElement.append(host);
  const colours = () => { host.style.colorScheme = getComputedStyle(document.documentElement).colorScheme };
  new MutationObserver(colours).observe(document.documentElement, { attributes: true });
  colours();
  return inside;
}
