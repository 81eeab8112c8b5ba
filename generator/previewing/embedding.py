"""The preview's own script in a page, which no built page ever has."""

import re
from html import escape, unescape

_POLICY = re.compile(
    rb"""(<meta\b[^>]*?http-equiv=["']?content-security-policy["']?[^>]*?content=)(["'])(.*?)\2""",
    re.IGNORECASE | re.DOTALL,
)
_END = re.compile(rb"</body\s*>(?!.*</body\s*>)", re.IGNORECASE | re.DOTALL)
OURS = "'self'"


def with_client(page: bytes, **said: str) -> bytes:
    """An HTML page with the preview's script at its end, and leave for it in the page's policy.

    What is `said` to the script stands in its `data-` attributes. A page may be without `<body>`.
    """
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in said.items())
    tag = f'<script type="module" src="/_preview/client.js"{data}></script>\n'.encode()
    page = _POLICY.sub(_allowed, page, count=1)
    end = _END.search(page)
    at = end.start() if end else len(page)
    return page[:at] + tag + page[at:]


def widened(policy: str) -> str:
    """A Content-Security-Policy that lets scripts of this address run, and ask it (CSP level 3)."""
    rules = {words[0].lower(): words[1:] for each in policy.split(";") if (words := each.split())}
    for name in ("script-src", "connect-src"):
        if "default-src" in rules:
            rules.setdefault(name, rules["default-src"])
    for name in ("script-src", "script-src-elem", "worker-src", "child-src", "connect-src"):
        if name in rules and OURS not in rules[name]:
            rules[name] = [*(word for word in rules[name] if word.lower() != "'none'"), OURS]
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def _allowed(found: re.Match[bytes]) -> bytes:
    policy = unescape(found[3].decode(errors="replace"))
    needed = widened(policy)
    if needed.split() == policy.rstrip("; ").split():  # there is leave already
        return found[0]
    return found[1] + b'"' + escape(needed).encode() + b'"'
