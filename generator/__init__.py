"""Conflict Digest: a static site generator for conflict reporting."""

__version__ = "0.1.0"
