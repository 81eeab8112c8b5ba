"""Actors and places in a text: by the names of the registers, and by the grammar around them."""
