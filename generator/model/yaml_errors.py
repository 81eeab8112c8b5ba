"""What the YAML parser says is wrong, in an editor's words and at the line to look at."""

import yaml

# Words of libyaml (scanner.c, parser.c) and what they mean to somebody who writes front matter.
_MEANINGS = (
    (
        "while scanning a quoted scalar",
        "a quotation mark opens here and is never closed",
    ),
    (
        "while parsing a flow node",
        "an item is missing in a list or mapping, or its closing bracket (] or }) is",
    ),
    (
        "while parsing a flow",
        "a list or mapping opens here with [ or {; a comma or its closing bracket is missing",
    ),
    (
        "unknown escape character",
        "in double quotes a backslash must be doubled (\\\\); or use single quotes",
    ),
    (
        "invalid Unicode character escape",
        "a \\u in double quotes stands for no character; type the character itself",
    ),
    (
        "expected hexdecimal number",  # as libyaml spells it
        "in double quotes \\x, \\u and \\U take 2, 4 and 8 digits; or use single quotes",
    ),
    ("could not find expected ':'", "a line without “: ”; every key needs one before its value"),
    (
        "mapping values are not allowed",
        "“: ” is out of place: put a value that contains it in quotes, begin all keys of a group "
        "in the same column, and look for a missing “:” in the line above",
    ),
    (
        "block sequence entries are not allowed",
        "a list begins on a line of its own; put a value that begins with “- ” in quotes",
    ),
    (
        "cannot start any token",
        "a tab or a reserved character here; indent with spaces, put the value in quotes",
    ),
    ("undefined alias", "a value that begins with * must stand in quotes"),
    ("another document", "a line of three hyphens (---) is only for the ends of front matter"),
    ("<document start>", "a line of three dots (...) ends YAML early; delete it"),
)
_AT_ITS_OPENING = (
    "while scanning a simple key",
    "while scanning a quoted scalar",
    "while parsing a flow sequence",
    "while parsing a flow mapping",
)


def in_words(error: yaml.YAMLError) -> tuple[int, str]:
    """The line of an error, counted from 0, and what to do about it."""
    context = str(getattr(error, "context", "") or "")
    problem = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "unreadable")
    mark = getattr(error, "problem_mark", None)
    if context.startswith(_AT_ITS_OPENING) or mark is None:
        mark = getattr(error, "context_mark", None) or mark
    line = int(mark.line) if mark else 0
    for words, meaning in _MEANINGS:
        if words in f"{context}: {problem}":
            return line, meaning
    return line, (
        f"this is not valid YAML ({problem}); look for a missing quote or a wrong indentation"
    )
