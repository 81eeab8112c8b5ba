"""Targets: where a site is published to. A module a kind, each with `Options` and `publish`."""
