"""D008: an event has a date, as precise or as vague as it is known."""

from collections.abc import Iterator

from generator.model.checks import Beside
from generator.model.problems import Problem
from generator.model.records import Article

from ..dates_in_words import dates_in
from ..standing import plain, sentence_of

code = "D008"
severity = "warning"
mend = "Write what is known, however vague (`202X`, `../2025-03-27`); else say why nothing is."


def check_article(article: Article, _beside: Beside) -> Iterator[Problem]:
    """A Problem for each published event of which not even the year is known, with the words that
    may date it."""
    for event in article.events:
        if event.date.known:
            continue
        hint = f"; its words are “{event.said}”" if event.said else ""
        text = plain(article.body) if event.claims and not hint else ""
        for claim in event.claims if text else ():
            sentence, _ = sentence_of(claim.quote, text)
            found = next(dates_in(sentence), None)
            if found:
                hint = f"; is it “{sentence[found[0] : found[1]]}”, as claim “{claim.id}” has it?"
                break
        message = f"event “{event.id}” has no date, not even a year{hint}"
        todo = "" if hint else "; write what is known, such as 202X or ../2025-03-27"
        yield Problem(article.file, event.line, message + todo)
