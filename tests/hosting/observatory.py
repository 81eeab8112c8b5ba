"""What Mozilla's HTTP Observatory gives for a front page, by the table that it publishes
(mdn-http-observatory, `src/grader/charts.js`): begin with 100, add what each test gives or takes.
What is given counts from 90 on; 100 and more are an A+."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from servers import HOST, Answer

A_PLUS = 100
FROM_HERE_ON_CREDIT_COUNTS = 90
HALF_A_YEAR = 15_768_000  # seconds
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}


def _csp(page: Answer, _: Answer) -> int:
    rules = _rules(page)
    default = rules.get("default-src", {"*"})
    script, style, thing = (rules.get(f"{each}-src", default) for each in _ACTIVE)
    passive = rules.get("img-src", default) | rules.get("media-src", default)
    if not rules:
        return -25
    if script & (BROAD | INLINE) or thing & BROAD or _plain(script | style | thing):
        return -20
    if "'unsafe-eval'" in script | style or _plain(passive):
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if default == {"'none'"} else 5


_ACTIVE = ("script", "style", "object")


def _rules(page: Answer) -> dict[str, set[str]]:
    parts = (each.split() for each in (page.headers["Content-Security-Policy"] or "").split(";"))
    return {words[0].lower(): set(words[1:]) for words in parts if words}


def _plain(sources: set[str]) -> bool:
    return any(each.startswith(("http:", "ftp:")) for each in sources)


def _cookies(page: Answer, _: Answer) -> int:
    return -20 if page.headers.get_all("Set-Cookie") else 0  # there is no need of any


def _sharing(page: Answer, _: Answer) -> int:
    return -50 if page.headers["Access-Control-Allow-Credentials"] == "true" else 0


def _redirection(_: Answer, plain: Answer) -> int:
    there = urlsplit(plain.headers["Location"] or "")
    if plain.status not in (301, 302, 307, 308) or there.scheme != "https":
        return -20
    return 0 if there.hostname == HOST else -5


def _referrer(page: Answer, _: Answer) -> int:
    said = page.headers["Referrer-Policy"]
    return 0 if said is None else 5 if said in PRIVATE else -5


def _hsts(page: Answer, _: Answer) -> int:
    age = re.fullmatch(r"max-age=(\d+)(;.*)?", page.headers["Strict-Transport-Security"] or "")
    return -20 if not age else 0 if int(age[1]) >= HALF_A_YEAR else -10


def _scripts(page: Answer, _: Answer) -> int:
    """Scripts from elsewhere, without a digest of what they should be."""
    found = re.findall(rb'<script[^>]*\ssrc="([^"]*)"', page.body)
    return -50 if any(re.match(rb"(https?:)?//", each) for each in found) else 0


def _sniffing(page: Answer, _: Answer) -> int:
    return 0 if page.headers["X-Content-Type-Options"] == "nosniff" else -5


def _frames(page: Answer, _: Answer) -> int:
    if "frame-ancestors" in _rules(page):
        return 5
    return 0 if (page.headers["X-Frame-Options"] or "").upper() in ("DENY", "SAMEORIGIN") else -20


def _resources(page: Answer, _: Answer) -> int:
    said = page.headers["Cross-Origin-Resource-Policy"]
    gives = {None: 0, "cross-origin": 0, "same-site": 10, "same-origin": 10}
    return gives.get(said, -5)


# Each test of the Observatory, with the most that it gives to a page like ours.
TESTS: dict[str, tuple[Callable[[Answer, Answer], int], int]] = {
    "content-security-policy": (_csp, 10),
    "cookies": (_cookies, 0),
    "cross-origin-resource-sharing": (_sharing, 0),
    "redirection": (_redirection, 0),
    "referrer-policy": (_referrer, 5),
    "strict-transport-security": (_hsts, 0),  # 5 for who is on the browsers' own list
    "subresource-integrity": (_scripts, 0),  # 5 for digests, which do not work from a disk
    "x-content-type-options": (_sniffing, 0),
    "x-frame-options": (_frames, 5),
    "cross-origin-resource-policy": (_resources, 10),
}


def given(page: Answer, plain: Answer) -> dict[str, int]:
    """What each test gives or takes, for the front page and the answer to plain http."""
    return {name: test(page, plain) for name, (test, _) in TESTS.items()}


def score(points: dict[str, int]) -> int:
    """The score of all tests together."""
    without_credit = 100 + sum(each for each in points.values() if each < 0)
    if without_credit < FROM_HERE_ON_CREDIT_COUNTS:
        return without_credit
    return 100 + sum(points.values())
