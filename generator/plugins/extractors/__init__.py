"""Extractors: `extract(document, known) -> Iterator[Mark]`, asked in the order of their names."""
