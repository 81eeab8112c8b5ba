"""Each claim's passage is marked where it stands in the text, and leads to the claim."""

from hypothesis import given
from hypothesis import strategies as st

from generator.model.records import Claim
from generator.pages.markup import to_html
from generator.pages.passages import mark_passages


def marked(body: str, *quotes: str) -> str:
    claims = [Claim(id=f"c{n}", act="asserts", quote=quote) for n, quote in enumerate(quotes)]
    return mark_passages(to_html(body), claims)


def test_a_passage_is_marked_and_leads_to_its_claim() -> None:
    html = marked("They sent 3,000 soldiers, he said.", "3,000 soldiers")
    assert "<mark>3,000 soldiers</mark>" in html
    assert 'id="passage-c0" href="#c0"' in html


def test_a_passage_may_run_through_links_and_emphasis() -> None:
    html = marked("They *sent* [3,000](/x/) soldiers.", "sent 3,000 soldiers")
    assert "<em><mark>sent</mark></em>" in html
    assert html.count("<mark>") == html.count("</mark>") == 4


def test_entities_are_what_is_read() -> None:
    assert "<mark>R&amp;D &lt;here&gt;</mark>" in marked("The R&D <here> goes on", "R&D <here>")


def test_a_passage_never_runs_over_two_paragraphs() -> None:
    assert "<mark>" not in marked("One\n\ntwo.", "One two")


def test_a_quote_that_occurs_twice_or_never_marks_nothing() -> None:
    assert "<mark>" not in marked("word and word", "word")
    assert "<mark>" not in marked("a word", "another")


def test_overlapping_passages_are_both_linked() -> None:
    html = marked("one two three four", "one two three", "three four")
    assert html.count("to-claim") == 2
    assert html.count("<mark>") == 1


@given(st.text(max_size=60), st.text(max_size=12))
def test_marking_changes_no_word_of_the_text(body: str, quote: str) -> None:
    from html.parser import HTMLParser

    class Words(HTMLParser):
        def __init__(self, html: str) -> None:
            super().__init__()
            self.text = ""
            self.feed(html)
            self.close()

        def handle_data(self, data: str) -> None:
            self.text += data

    plain = to_html(body)
    result = mark_passages(plain, [Claim(id="c", act="asserts", quote=quote or "x")])
    assert Words(result).text.replace("†", "") == Words(plain).text.replace("†", "")
