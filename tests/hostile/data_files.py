"""What the files of a site hold that are no pages: names of fields, and words.

The words are nothing but words to whoever reads such a file; so it is the names that count, with
what may be run by a spreadsheet or shown by a mail program.
"""

import csv
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.policy import default
from io import StringIO
from pathlib import PurePosixPath

SEARCHED = (".pf_index", ".pf_filter", ".pf_meta")  # of a search index: words that are looked up
JSON = ("data/", "search/index/")
_NUMBER = re.compile(r"-?[0-9.e+-]+")


def names_in(path: str, data: bytes) -> set[str] | None:
    """What a file is made of, by name; None of markup, and of a file that holds no texts."""
    match PurePosixPath(path).suffix:
        case ".ics":
            return _properties(data)
        case ".png" if path.startswith("cards/"):
            return _chunks(data)
        case ".eml":
            return {name for part in message_from_bytes(data).walk() for name in part}
        case ".json" if path.startswith(JSON) or path.endswith(".csv-metadata.json"):
            return keys_of(json.loads(data))
        case ".pf_fragment":
            return keys_of(_fragment(data))
        case suffix if suffix in (".csv", *SEARCHED) or path.endswith("/edition.txt"):
            return set()
    return None


def defects_and_html(data: bytes) -> tuple[list[str], str]:
    """What is wrong with a message, and its HTML."""
    parts = [*message_from_bytes(data, policy=default).walk()]
    return [repr(defect) for part in parts for defect in part.defects], parts[-1].get_content()


def found_page(data: bytes) -> str:
    """Where a result of a search leads."""
    return str(_fragment(data)["url"])


def _fragment(data: bytes) -> dict[str, object]:
    value: dict[str, object] = json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
    return value


def _chunks(data: bytes) -> set[str]:
    """What a PNG is made of: colours and pixels, and no words."""
    found, at = set(), 8
    while at < len(data):
        found.add(data[at + 4 : at + 8].decode())
        at += 12 + int.from_bytes(data[at : at + 4])
    return found


def _properties(data: bytes) -> set[str]:
    """The names that the lines of a calendar begin with."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    return {re.split("[:;]", line, maxsplit=1)[0] for line in lines}


def keys_of(value: object) -> set[str]:
    """Every key in a value of JSON: what its words are told by."""
    if isinstance(value, Mapping):
        return {*map(str, value)}.union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def run_by_sheets(data: bytes) -> Iterator[str]:
    """The cells of CSV that a spreadsheet would take for a formula; a number alone is none."""
    for row in csv.reader(StringIO(data.decode(), newline="")):
        for cell in row:
            if cell.lstrip().startswith(tuple("=+-@\t\r＝＋－＠")) and not _NUMBER.fullmatch(cell):
                yield cell
