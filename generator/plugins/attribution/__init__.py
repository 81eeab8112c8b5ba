"""Who says what: statements with their speaker, found by rules in running English text.

`cues.txt` holds the verbs that attribute and `words.txt` the closed classes of words. A text is
split into sentences whose quotations are single tokens (`quotations`, `sentences`); around every
verb a frame is tried (`verbs`, `speech`, `passives`, `sources`, `headlines`), which asks for the
speaker (`speakers`) and for where the statement ends (`contents`). Where a frame is in doubt there
is no statement.
"""
