"""The tag `say`, for words that markup stands within:

    {% say "reported by {source}" %}{% as source %}<a href="…">…</a>{% endsay %}

It is compiled in the language of the page: what comes out is the pieces of the translation with
what stands between them, in the order that the language has. A page of it takes no longer than one
whose words stand in the template.
"""

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from .catalogues import PLACEHOLDER, placeholders
from .languages import Language

Body = list[nodes.Node]


class Say(Extension):
    """The tag itself. Its environment has the language, as `language`."""

    tags = {"say"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """The nodes that a tag stands for."""
        line = next(parser.stream).lineno
        english = parser.stream.expect("string").value
        language: Language = self.environment.language  # type: ignore[attr-defined]
        given = _given(parser)
        if given.keys() != placeholders(english):
            wrong = sorted(given.keys() ^ placeholders(english))[0]
            word = "nothing is put in for" if wrong not in given else "there is no place for"
            parser.fail(f"{word} {{{wrong}}} in “{english}”", line)
        found: list[nodes.Node] = []
        for number, piece in enumerate(PLACEHOLDER.split(language.say(english))):
            if number % 2:
                found += given[piece]
            elif piece:
                found.append(nodes.Output([nodes.Const(piece)], lineno=line))
        return found


def _given(parser: Parser) -> dict[str, Body]:
    """What stands under each `as`."""
    ends = ("name:as", "name:endsay")
    between = parser.parse_statements(ends)
    given: dict[str, Body] = {}
    while parser.stream.current.test("name:as"):
        line = next(parser.stream).lineno
        name = parser.stream.expect("name").value
        if name in given:
            parser.fail(f"{{{name}}} is given twice", line)
        given[name] = _stripped(parser.parse_statements(ends))
    if _stripped(between):
        parser.fail("what stands in “say” stands under an “as”", parser.stream.current.lineno)
    next(parser.stream)
    return given


def _stripped(body: Body) -> Body:
    """The same without the space around it, which is the template's own."""
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while body and isinstance(output := body[end], nodes.Output):
            data = output.nodes[end] if output.nodes else None
            if not isinstance(data, nodes.TemplateData):
                break
            data.data = strip(data.data)
            if data.data:
                break
            output.nodes.pop(end)
            if not output.nodes:
                body.pop(end)
    return body
