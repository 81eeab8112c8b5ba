"""What checks found, for people and for other programs; `docs/checks.md` describes each form."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from types import ModuleType
from urllib.parse import quote

import msgspec

from generator import __version__
from generator.checking.asking import SILENCES
from generator.model.checks import Finding

MOST_SHOWN = 20  # of one check, on a terminal
FORMAT = "conflict-digest check 1"
SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SILENCE = "Delete the silence, or correct its code."


class Report(msgspec.Struct, frozen=True, dict=True):
    """All findings, the checks that were asked, and how many files there are."""

    findings: tuple[Finding, ...]
    checks: Sequence[ModuleType]
    files: int

    @cached_property
    def shown(self) -> tuple[Finding, ...]:
        """What is not silenced."""
        return tuple(each for each in self.findings if not each.reason)

    @property
    def errors(self) -> int:
        return sum(each.severity == "error" for each in self.shown)

    @property
    def warnings(self) -> int:
        return sum(each.severity == "warning" for each in self.shown)

    @property
    def silenced(self) -> int:
        return len(self.findings) - len(self.shown)


def as_text(report: Report) -> str:
    """A line for each finding; on a terminal some of each check, where there are a great many."""
    lines = list(_lines(report, MOST_SHOWN if sys.stderr.isatty() else sys.maxsize))
    silenced = f", {report.silenced:,} silenced" if report.silenced else ""
    if not report.shown:
        return "\n".join([*lines, f"{report.files:,} files checked, nothing found{silenced}"])
    counts = [_count(report.errors, "error"), _count(report.warnings, "warning")]
    found = " and ".join(filter(None, counts))
    return "\n".join([*lines, f"{found} in {report.files:,} files{silenced}; see docs/checks.md."])


def _lines(report: Report, most: int) -> Iterator[str]:
    earlier = Counter[str]()
    for each in report.shown:
        if earlier[each.code] < most:
            yield str(each.problem)
        earlier[each.code] += 1
    for code, count in earlier.items():
        if count > most:
            yield f"… and {count - most:,} more of {code}; to have them all, add: 2> problems.txt"


def _count(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}" if count else ""


def as_json(report: Report) -> str:
    """One object with every finding, the silenced ones with their reason."""
    mend = {str(module.code): str(module.mend) for module in report.checks} | {SILENCES: SILENCE}
    found = [
        {
            "code": each.code,
            "severity": each.severity,
            "file": each.file,
            "line": each.line,
            "message": each.message,
            "mend": mend[each.code],
            "silenced": each.reason or None,
        }
        for each in report.findings
    ]
    counts = {"errors": report.errors, "warnings": report.warnings, "silenced": report.silenced}
    whole = {"format": FORMAT, "files": report.files, **counts, "findings": found}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()


def as_github(report: Report) -> str:
    """Workflow commands, which become remarks beside the lines of a pull request."""
    return "\n".join(
        f"::{each.severity} file={_property(each.file)},line={max(1, each.line)}"
        f",title={_property(each.code)}::{_data(each.message)}"
        for each in report.shown
    )


def _data(text: str) -> str:
    """As GitHub's runner takes it apart again: it knows no other escapes."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(report: Report) -> str:
    """SARIF 2.1.0 (OASIS), for whatever shows the findings of many tools; the silenced ones are
    suppressed there, with the reason."""
    rules = [*_rules(report.checks)]
    place = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {"name": "conflict-digest", "version": __version__, "rules": rules}
    results = [_result(each, place[each.code]) for each in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    whole = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()


def _rules(checks: Sequence[ModuleType]) -> Iterator[dict[str, object]]:
    told = [
        (str(each.code), str(each.severity), says(each), str(each.mend), each.__name__)
        for each in checks
    ]
    means = "A silence names a check, and silences something."
    told.append((SILENCES, "warning", means, SILENCE, "silences"))
    for code, severity, means, mend, name in told:
        yield {
            "id": code,
            "name": name.rpartition(".")[2],
            "shortDescription": {"text": means},
            "help": {"text": mend},
            "defaultConfiguration": {"level": severity},
        }


def says(check: ModuleType) -> str:
    """What a check holds to be right: the first line of its text, without its code."""
    line = (check.__doc__ or "").strip().partition("\n")[0]
    text = line.removeprefix(f"{check.code}: ")
    return text[:1].upper() + text[1:]


def _result(finding: Finding, rule: int) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(finding.file)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": physical}],
    }
    if finding.reason:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.reason}]
    return result


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
