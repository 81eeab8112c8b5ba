"""Readers: `media_types`, and `read(blob) -> Iterator[Document]`; ValueError says what is wrong."""
