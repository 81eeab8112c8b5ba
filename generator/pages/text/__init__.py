"""The text edition: every page once more, in nothing but words."""
