"""What time an edition is for, by its date: a day, a week from Monday to Sunday, a month."""

from datetime import date

from generator.model.edtf import Edtf
from generator.model.selections import Kind

WEEK = 7  # days
LAST_DAY = date.max.toordinal()

SUCH_AS: dict[Kind, str] = {
    "day": "a day, such as 2025-03-27",
    "week": "the seven days from a Monday to a Sunday, such as 2025-03-24/2025-03-30",
    "month": "a month, such as 2025-03",
}


def kind_of(when: Edtf) -> Kind:
    """The kind of edition that a date makes; `special` is any other date, one with ~ or ? too."""
    if when.approximate or when.uncertain:
        return "special"
    if when.form in ("day", "month"):
        return "day" if when.form == "day" else "month"
    return "week" if when.form == "interval" and _is_week(when) else "special"


def week_of(when: Edtf) -> str:
    """The week that a date begins in, as EDTF; empty where it has no first day."""
    if when.first is None or not WEEK <= when.first <= LAST_DAY - WEEK:
        return ""
    monday = when.first - (when.first - 1) % WEEK
    return f"{date.fromordinal(monday)}/{date.fromordinal(monday + WEEK - 1)}"


def _is_week(when: Edtf) -> bool:
    ((first, last),) = when.parts
    days = first is not None and last is not None and first.form == last.form == "day"
    return days and str(when) == week_of(when)
