"""The filters for what programs come back for: feeds, calendars, TimelineJS, the sitemap."""

from typing import Any

import msgspec

from .announced import announced, changed, instant, latest_instant
from .calendars import calendar_text, days_of, folded, stamp
from .slides import slide_dates
from .timelines import files_of


def json_text(value: Any) -> str:
    """A value as JSON in one line, in which no markup begins."""
    plain = str(value) if isinstance(value, str) else value
    return msgspec.json.encode(plain).decode().replace("<", r"\u003c")


SUBSCRIBING: dict[str, Any] = {
    "announced": announced,
    "calendar_days": days_of,
    "calendar_text": calendar_text,
    "changed": changed,
    "files_of": files_of,
    "folded": folded,
    "instant": instant,
    "json": json_text,
    "latest_instant": latest_instant,
    "slide_dates": slide_dates,
    "stamp": stamp,
}
