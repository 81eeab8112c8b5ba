"""Dates that English prose names: words, what they mean, and the days that makes of a publication.

`lexicon` cuts a text into tokens, `grammar` finds expressions in them, `traps` throws out what only
looks like one, `clauses` reads the sentence around it, `said` holds what it means, `meanings` and
`days` say which date that is.
"""
