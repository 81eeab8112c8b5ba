"""Checks: a code, what it is worth, what to do about it, and one function.

`code`, `severity` (`error`: readers would meet something broken or untrue; `warning`: a desk should
look at it), `mend`, and either

- `check_article(article, beside) -> Iterator[Problem]`, which sees one article and what that is
  held against, and is asked again only where one of these has changed, or
- `check(release) -> Iterator[Problem]`, which sees the whole site.

One that sets `external = True` is asked only with `--external`.
"""
