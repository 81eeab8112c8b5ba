"""The bytes of a page as text: what the bytes themselves say goes before what is said of them."""

import codecs
import re

LARGEST = 10_000_000  # bytes; a saved page with its styles has a tenth of that
REACH = 4_096  # bytes within which a page declares its encoding

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_WIDER = {  # what browsers read under these names (WHATWG Encoding Standard, 4.2)
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}


def decoded(data: bytes, stated: str | None = None) -> str:
    """A page's text. `stated` is the encoding that it was sent with. ValueError says what is wrong.

    A byte order mark decides; then the bytes, since hardly any other text is valid UTF-8 by
    accident; then what was stated, what the page declares, and what its letters make likely.
    """
    if len(data) > LARGEST:
        raise ValueError(f"larger than {LARGEST // 1_000_000} MB, which is no article")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    declared = _DECLARED.search(data, 0, REACH)
    names = [stated or "", declared[1].decode("ascii") if declared else ""]
    known = [name for name in map(_codec, names) if name]
    if b"\x1b" in data and any(name.startswith("iso2022") for name in known):
        return data.decode(known[0], "replace")
    if b"\x00" in data[:REACH]:
        return _with_zeros(data)
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    for name in [name for name in known if name != "utf-8"]:
        return data.decode(name, "replace")
    return data.decode("utf-8" if known else _likely(data), "replace")


def _codec(name: str) -> str:
    try:
        codec = codecs.lookup(name).name if name else ""
    except LookupError:
        return ""
    if codec.startswith("utf-16"):
        return "utf-8"  # a declaration that can be read as ASCII is not in UTF-16
    binary = codec in ("base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "punycode", "idna")
    return "" if binary else _WIDER.get(codec, codec)


def _with_zeros(data: bytes) -> str:
    """UTF-16 without a byte order mark: of ASCII markup, every second byte is zero."""
    even, odd = data[0:REACH:2].count(0), data[1:REACH:2].count(0)
    text = data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    if "<" not in text[:REACH] or "\x00" in text:
        raise ValueError("not text: it holds bytes that no page has")
    return text


def _likely(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:50_000]).best()
    return best.encoding if best else "cp1252"
