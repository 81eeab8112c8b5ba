"""D027: the e-mail of an edition is short enough to be shown whole."""

from collections.abc import Iterator

from generator.model.problems import Problem
from generator.model.release import Release

code = "D027"
severity = "warning"
mend = "Make two editions of it, or take reports out before it is published."

MOST = 100_000  # bytes of HTML: Gmail cuts off what is longer than 102 kB
SHORTENED = b' id="shortened"'


def check(release: Release) -> Iterator[Problem]:
    """A Problem for each edition whose e-mail had to leave out who says what, or is too long all
    the same."""
    for edition in release.library.editions:
        path = f"{edition.permalink[1:]}email.html"
        mail = release.read(path) if path in release.files else b""
        if SHORTENED not in mail and len(mail) <= MOST:
            continue
        line = edition.lines.get("items", 1)
        if len(mail) <= MOST:
            left_out = "its e-mail leaves out who says what, or it would have more than"
            yield Problem(edition.file, line, f"{left_out} {MOST // 1000} kB")
        else:
            message = f"its e-mail has {len(mail) / 1000:,.0f} kB, and some mail programs show"
            yield Problem(edition.file, line, f"{message} no more than {MOST // 1000}")
