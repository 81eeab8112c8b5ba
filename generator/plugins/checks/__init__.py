"""Checks: `code`, and `check(release) -> Iterator[Problem]`."""
