"""What the locked packages are licensed under, and whether any of them has a known weakness.

    python docs/audit.py             both
    python docs/audit.py --licences  the first, which needs no network

The weaknesses are asked for with pip-audit, in an environment of its own below `.cache`: what the
site is built with stays as it was locked. Where no registry answers, that is said and no failure.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
OWN = REPOSITORY / ".cache/audit"
LONGEST = 300  # seconds for an answer of the registry

# Whoever hands the generator on, changed or not, may do so under its own licence (MIT).
ALLOWED = {
    *("0BSD", "Apache-2.0", "Artistic-1.0", "BSD-2-Clause", "BSD-3-Clause", "CNRI-Python"),
    *("HPND", "ISC", "LGPL-2.1-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-1.1", "MPL-2.0"),
    *("PSF-2.0", "Unlicense", "Zlib"),
}
CLASSIFIED = {  # what packages of the time before SPDX expressions (PEP 639) say
    "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic-1.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
UNSAID = {  # what says it in its LICENSE only, or in its own words
    "axe-playwright-python": "MIT",
    "uharfbuzz": "Apache-2.0",
}
ACCEPTED: dict[str, str] = {}  # a weakness that does not concern us, by its id: and why


class Licensed(NamedTuple):
    name: str
    version: str
    licence: str  # SPDX expression, or what else the package says


def locked() -> dict[str, str]:
    """The version of every locked package, by its name."""
    found: dict[str, str] = {}
    for lock in LOCKS:
        text = (REPOSITORY / lock).read_text(encoding="utf-8")
        found |= dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))
    return dict(sorted(found.items()))


def licences() -> Iterator[Licensed]:
    """The licence of every locked package that this machine has; others are for other systems."""
    for name, version in locked().items():
        try:
            yield Licensed(name, version, _licence(name, distribution(name)))
        except PackageNotFoundError:
            continue


def allowed(licence: str) -> bool:
    """Whether an SPDX expression leaves a choice that is allowed."""
    while (inner := re.search(r"\(([^()]*)\)", licence)) is not None:
        licence = licence.replace(inner[0], "MIT" if allowed(inner[1]) else "not allowed")
    return any(
        all(part.strip() in ALLOWED for part in choice.split(" AND "))
        for choice in licence.split(" OR ")
    )


def weaknesses(answer: str) -> list[str] | None:
    """What pip-audit knows, a line each, without what is accepted; None where it got no answer.

    A package that the registry did not know was not looked at; where it knew none, it gave none.
    """
    try:
        packages = [each for each in json.loads(answer)["dependencies"] if "vulns" in each]
    except (ValueError, KeyError, TypeError):
        return None
    if not packages:
        return None
    return [
        f"{package['name']} {package['version']}: {each['id']}, mended in "
        + (", ".join(each["fix_versions"]) or "no version yet")
        for package in packages
        for each in package["vulns"]
        if not {each["id"], *each.get("aliases", ())} & ACCEPTED.keys()
    ]


def _licence(name: str, package: Distribution) -> str:
    said = package.metadata
    field = (said.get("License") or "").strip()
    kinds = [kind.rpartition(" :: ")[2] for kind in said.get_all("Classifier") or ()]
    known = [CLASSIFIED[kind] for kind in kinds if kind in CLASSIFIED]
    own = field if field in ALLOWED else " OR ".join(known)
    return said.get("License-Expression") or own or UNSAID.get(name) or field[:60] or "not said"


def _asked() -> str:
    """What pip-audit answers as JSON; nothing where it cannot be had or learns nothing."""
    python = OWN / "bin/python"
    locks = [word for lock in LOCKS for word in ("--requirement", str(REPOSITORY / lock))]
    audit = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    try:
        if not python.exists():
            _run(sys.executable, "-m", "venv", str(OWN))
        _run(str(python), "-m", "pip", "install", "--quiet", "--timeout", "10", "pip-audit")
        return _run(str(python), "-m", "pip_audit", *audit, *locks, may_fail=True)
    except (subprocess.SubprocessError, OSError):
        return ""


def _run(*words: str, may_fail: bool = False) -> str:
    return subprocess.run(
        words, check=not may_fail, capture_output=True, text=True, timeout=LONGEST
    ).stdout


def main() -> int:
    found = list(licences())
    for each in found:
        print(f"{each.name:24}{each.version:18}{each.licence}")
    refused = [each for each in found if not allowed(each.licence)]
    for each in refused:
        print(f"{each.name}: “{each.licence}” is not allowed here; see ALLOWED", file=sys.stderr)
    if sys.argv[1:] == ["--licences"]:
        return bool(refused)
    weak = weaknesses(_asked())
    if weak is None:
        print("Known weaknesses: skipped: no registry answers")
    else:
        print(f"Known weaknesses: {len(weak) or 'none'}, of {len(locked())} packages")
        print("".join(f"{line}\n" for line in weak), end="", file=sys.stderr)
    return bool(refused or weak)


if __name__ == "__main__":
    sys.exit(main())
