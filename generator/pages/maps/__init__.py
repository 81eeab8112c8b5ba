"""Locator maps: what may be shown of a place, and the land around it."""
