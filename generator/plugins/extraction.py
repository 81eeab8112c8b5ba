"""The extractors at work: each adds its marks to the document, and sees those made before it."""

import msgspec

from generator.model.document import Document, Known

from . import plugins


def marked(document: Document, known: Known) -> Document:
    """The document with the marks of all extractors, which are asked in the order of their names.

    Relative dates are resolved against `document.date` alone, and stay open without one.
    """
    for extractor in plugins("extractors"):
        found = tuple(extractor.extract(document, known))
        document = msgspec.structs.replace(document, marks=document.marks + found)
    return document
