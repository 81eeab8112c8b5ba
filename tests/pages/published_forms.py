"""JSON Feed 1.1 and the data of TimelineJS as schemas, written from what is published of them
(jsonfeed.org/version/1.1, timeline.knightlab.com/docs/json-format.html).

What they leave open is closed here where ours need not be: no key is taken that they do not name,
but for extensions of JSON Feed, whose names begin with `_`.
"""

from typing import Any

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": r"^https?://[^\s]+$"}
INSTANT = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
LANGUAGE = {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"}
EXTENSION = {"^_[A-Za-z]": {"type": "object"}}
AUTHOR = {
    "type": "object",
    "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
    "minProperties": 1,
    "additionalProperties": False,
}
ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
    "properties": {
        "id": TEXT,
        "url": ADDRESS,
        "external_url": ADDRESS,
        "title": TEXT,
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": TEXT,
        "image": ADDRESS,
        "banner_image": ADDRESS,
        "date_published": INSTANT,
        "date_modified": INSTANT,
        "authors": {"type": "array", "items": AUTHOR},
        "tags": {"type": "array", "items": TEXT},
        "language": LANGUAGE,
    },
    "patternProperties": EXTENSION,
    "additionalProperties": False,
}
JSON_FEED: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": TEXT,
        "user_comment": TEXT,
        "next_url": ADDRESS,
        "icon": ADDRESS,
        "favicon": ADDRESS,
        "authors": {"type": "array", "items": AUTHOR},
        "language": LANGUAGE,
        "expired": {"type": "boolean"},
        "items": {"type": "array", "items": ITEM},
    },
    "patternProperties": EXTENSION,
    "additionalProperties": False,
}

DATE = {
    "type": "object",
    "required": ["year"],
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
    },
    "dependentRequired": {"day": ["month"]},
    "additionalProperties": False,
}
SLIDE_TEXT = {
    "type": "object",
    "properties": {"headline": TEXT, "text": TEXT},
    "additionalProperties": False,
}
SLIDE: dict[str, Any] = {
    "type": "object",
    "required": ["start_date", "text", "unique_id", "display_date", "group"],
    "properties": {
        "start_date": DATE,
        "end_date": DATE,
        "text": SLIDE_TEXT,
        "display_date": TEXT,
        "group": TEXT,
        "unique_id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "autolink": {"type": "boolean"},
    },
    "additionalProperties": False,
}
TIMELINEJS: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["events"],
    "properties": {
        "scale": {"enum": ["human", "cosmological"]},
        "title": {
            "type": "object",
            "properties": {"text": SLIDE_TEXT, "unique_id": TEXT},
            "additionalProperties": False,
        },
        "events": {"type": "array", "minItems": 1, "items": SLIDE},
    },
    "additionalProperties": False,
}
