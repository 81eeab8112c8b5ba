"""What the finished files of a site hold that a browser or a feed reader would act upon.

Nothing is searched for by its looks. Each file is parsed, twice where it is HTML (libxml2, and the
browser's own parser), and its elements are held against those of the same site without hostile
texts: an element, an attribute, a class, a policy that is not there either is a finding.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

import msgspec
from data_files import defects_and_html, found_page, keys_of, names_in, run_by_sheets
from lxml import etree, html
from playwright.sync_api import Browser

HOST = "https://digest.example/"
ADDRESSES = (
    *("href", "src", "xlink:href", "action", "formaction", "data", "poster", "background"),
    *("cite", "longdesc", "manifest", "ping", "codebase", "archive", "classid", "srcset"),
)
# What counts word for word, beside addresses; of all others it counts that they are there.
TELLING = ("class", "rel", "type", "http-equiv", "role", "target", "style", "#text", "name")
KEPT = (*ADDRESSES, *TELLING, "content")
TERMS = Path(__file__).parent.parent / "schema_org/terms.json"
IN_BATCHES = 2_000_000  # characters that go to the browser at once
SCHEMA_ORG = {"@context", "@id", "@type", *json.loads(TERMS.read_bytes())["properties"]}
_SKIPPED = re.compile(r"^[\x00-\x20]+|[\x00-\x20]+\Z|[\t\n\r]")  # URL standard, 4.4
_REFRESH = re.compile(r"0; url=(?:\.\./)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*index\.html\Z")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_DISTANT = re.compile(r"(?:https?|mailto):", re.IGNORECASE)

_WALK = """([files, kept]) => files.map(([name, text]) => {
  const seen = new Set(), ids = new Map();
  const walk = (node) => {
    for (const each of node.childNodes) {
      if (each.nodeType === 8) seen.add('["#comment", []]');
      if (each.nodeType !== 1) continue;
      if (each.id) ids.set(each.id, (ids.get(each.id) ?? 0) + 1);
      const held = [...each.attributes].map(({ name, value }) =>
        [name, kept.includes(name) ? value : ""]);
      if (["script", "style"].includes(each.localName) && each.textContent)
        held.push(["#text", each.textContent]);
      seen.add(JSON.stringify([each.localName, held]));
      walk(each);
      if (each.content instanceof DocumentFragment) walk(each.content);
    }
  };
  walk(new DOMParser().parseFromString(text, "text/html"));
  return [name, [...seen].join("\\n"), [...ids].filter(([, n]) => n > 1).map(([id]) => id)];
})"""


class Element(msgspec.Struct, frozen=True, array_like=True):
    """An element with its attributes; `#text` is what a script or style holds."""

    name: str
    attributes: tuple[tuple[str, str], ...]


class Scanned(msgspec.Struct):
    """What the files of a site hold, and what is wrong with any of them by itself."""

    elements: dict[str, set[Element]] = {}  # by file; `feed.xml#3` is the third text in it
    findings: list[str] = []
    others: dict[str, bytes] = {}


def scan(tree: Mapping[str, bytes], browser: Browser | None) -> Scanned:
    """Parse every file of a site."""
    scanned = Scanned()
    pages: dict[str, str] = {}
    for path, data in tree.items():
        suffix = PurePosixPath(path).suffix
        names = names_in(path, data)
        if names is not None:
            scanned.elements[path] = {Element(name, ()) for name in names}
        if suffix == ".html":
            pages[path] = data.decode()
        elif suffix == ".xml":
            pages |= _of_xml(path, data, scanned)
        elif suffix == ".eml":
            defects, pages[f"{path}.html"] = defects_and_html(data)
            scanned.findings += [f"{path}: {defect}" for defect in defects]
        elif suffix == ".csv":
            scanned.findings += [f"{path}: {cell!r} may be run" for cell in run_by_sheets(data)]
        elif suffix == ".pf_fragment":
            scanned.elements[path].add(Element("a", (("href", found_page(data)),)))
        elif path.endswith("/print.css"):
            rules = _STRING.sub('""', data.decode())
            scanned.elements[path] = {Element("css", (("#text", rules),))}
        elif names is None and suffix == ".json":
            pages |= {f"{path}#{n}": text for n, text in enumerate(_html_in(path, data))}
        elif names is None:
            scanned.others[path] = data
    for path, text in pages.items():
        scanned.elements.setdefault(path, set()).update(_by_libxml2(text))
    if browser:
        _by_browser(pages, browser, scanned)
    return scanned


def _html_in(path: str, data: bytes) -> Iterator[str]:
    """The strings of JSON that are shown as HTML: of a feed only its content, else any may be."""
    value = json.loads(data)
    if path.endswith("feed.json"):
        yield from (item["content_html"] for item in value["items"])
    else:
        yield from _strings(value)


def foreign(scanned: Scanned, plain: Scanned) -> list[str]:
    """What one site holds and the other, of the same shape and without hostile texts, does not."""
    found = list(scanned.findings)
    known = {form for path in plain.elements for form in _forms(plain, path)}
    for path in scanned.elements:
        found += [f"{path}: {form}" for form in _forms(scanned, path) if form not in known]
        for element in scanned.elements[path]:
            found += [f"{path}: {wrong}" for wrong in _wrong_addresses(element, path)]
    for path, data in scanned.others.items():
        if plain.others.get(path) != data:
            found.append(f"{path}: not the bytes of the same site without hostile texts")
    return sorted(set(found))


def _forms(scanned: Scanned, path: str) -> Iterator[tuple[str, ...]]:
    """The elements of a file as they are compared: `a[rel=noopener noreferrer]`, `a[href]`, …"""
    kind = "feed" if "#" in path else path.rpartition(".")[2]
    if path.endswith(("/email.html", ".eml.html")):
        kind = "mail"  # which has comments and styles that no page may have
    elif path.removeprefix("more/") == "search/index.html":
        kind = "search"  # which alone has a form
    for element in scanned.elements[path]:
        yield kind, element.name
        for name, value in element.attributes:
            yield kind, element.name, name
            if name in TELLING:
                yield kind, element.name, name, value
            elif name == "content":
                yield kind, element.name, name, _policy(element, value)


def _policy(element: Element, content: str) -> str:
    """What a `meta` element orders; a description orders nothing."""
    orders = dict(element.attributes).get("http-equiv", "")
    if orders == "refresh" and _REFRESH.match(content):
        return "a refresh to a page of this site"
    return content if orders else ""


def _wrong_addresses(element: Element, path: str) -> Iterator[str]:
    held = dict(element.attributes)
    for name, value in _addresses(element):
        address = _resolved(value, path)
        if "#" in path and not _DISTANT.match(value) and not value.startswith("#"):
            yield f"an address in a feed that leads nowhere: {value!r}"
        if urlsplit(address).scheme not in ("http", "https", "mailto"):
            yield f"<{element.name} {name}={value!r}>"
        elif not address.startswith((HOST, "mailto:")):
            if element.name != "a":
                yield f"loads from elsewhere: <{element.name} {name}={value!r}>"
            elif held.get("rel", "").split() != ["noopener", "noreferrer"]:
                yield f"tells another site who links to it: {value!r}"


def _addresses(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attributes:
        if name == "srcset":
            yield from ((name, each.split()[0]) for each in value.split(",") if each.strip())
        elif name in ADDRESSES:
            yield name, value


def _resolved(address: str, path: str) -> str:
    """An address as a browser understands it; what it can make nothing of leads nowhere."""
    plain = _SKIPPED.sub("", address)
    slashes = (
        plain.replace("\\", "/") if not re.match(r"[a-z][a-z0-9+.-]*:", plain, re.I) else plain
    )
    try:
        return urljoin(HOST + path.partition("#")[0], slashes)
    except ValueError:
        return HOST


def _told(element: Element) -> Element:
    """The element; of a script that holds data for machines, whatever it says in their terms."""
    held = dict(element.attributes)
    text = held.pop("#text", "<")
    if held.get("type") != "application/ld+json" or "<" in text:
        return element
    strange = keys_of(json.loads(text)) - SCHEMA_ORG
    return Element(element.name, (*held.items(), *(("#text", key) for key in sorted(strange))))


def _by_libxml2(text: str) -> Iterator[Element]:
    tree = html.document_fromstring(text or "<p>", parser=html.HTMLParser(encoding="utf-8"))
    for element in tree.getroottree().iter():
        if not isinstance(element.tag, str):
            yield Element("#comment", ())
        else:
            yield _told(_element(element))


def _element(element: etree._Element) -> Element:
    name = etree.QName(element).localname
    held = [(key, value if key in KEPT else "") for key, value in element.attrib.items()]
    if name in ("script", "style") and element.text:
        held.append(("#text", str(element.text)))
    return Element(name, tuple(held))


def _of_xml(path: str, data: bytes, scanned: Scanned) -> dict[str, str]:
    """A feed or a sitemap, which must be well-formed; the HTML in it, to be parsed as such."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    tree = etree.fromstring(data, parser)
    scanned.elements[path] = {
        _element(e) if isinstance(e.tag, str) else Element("#comment", ()) for e in tree.iter()
    }
    for loc in tree.iterfind(".//{*}loc"):
        if not str(loc.text).startswith(HOST):
            scanned.findings.append(f"{path}: {loc.text!r}")
    texts = [str(e.text) for e in tree.iter() if e.get("type") == "html" and e.text]
    return {f"{path}#{number}": text for number, text in enumerate(texts)}


def _by_browser(pages: Mapping[str, str], browser: Browser, scanned: Scanned) -> None:
    page = browser.new_page()
    for batch in _batches(pages):
        for path, elements, twice in page.evaluate(_WALK, [batch, KEPT]):
            lines = elements.split("\n") if elements else []
            scanned.elements[path] |= {_told(msgspec.json.decode(e, type=Element)) for e in lines}
            scanned.findings += [f"{path}: id {each!r} twice" for each in twice if "#" not in path]
    page.close()


def _batches(pages: Mapping[str, str]) -> Iterator[list[tuple[str, str]]]:
    batch: list[tuple[str, str]] = []
    size = 0
    for path, text in pages.items():
        batch.append((path, text))
        size += len(text)
        if size > IN_BATCHES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _strings(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from (str(key), *_strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
