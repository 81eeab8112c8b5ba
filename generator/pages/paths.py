"""Which paths a page may have: those that every disk can hold and every host can serve."""

import re

from generator.model.edtf_advice import shown
from generator.model.fields import UNFIT

PATH = re.compile(
    rf"(?!.*/{UNFIT})/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*)?"
)
LONGEST_PART = 200  # characters, of at most 255 that a disk allows
LONGEST = 1000  # characters, of 4096 with the folder that the site is in


def wrong_with(path: str) -> str:
    """Why a page cannot be at a path; nothing where it can."""
    if len(path) > LONGEST or max(map(len, path.split("/"))) > LONGEST_PART:
        return (
            f"{shown(path)} is too long; a part may have {LONGEST_PART} characters, and all of it "
            f"{LONGEST:,}"
        )
    if PATH.fullmatch(path):
        return ""
    return (
        f"{shown(' '.join(path.split()))} is no path: it begins with / and has a-z 0-9 . _ -; "
        "no part begins or ends with a dot, or is a name that Windows keeps, such as con"
    )
