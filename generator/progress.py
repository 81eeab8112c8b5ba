"""A line that shows how far long work has come, on a terminal and only when it takes long."""

import sys
import time

import click

PATIENCE = 0.5  # seconds before anything is shown
STEP = 0.1  # seconds between two updates


class Progress:
    """`advance()` for each piece done; the line is wiped when the work is over."""

    def __init__(self, doing: str, total: int) -> None:
        self.doing, self.total, self.done = doing, total, 0
        self.shown = time.monotonic() + PATIENCE
        self.wiped = True

    def advance(self) -> None:
        self.done += 1
        moment = time.monotonic()
        if moment >= self.shown and sys.stderr.isatty():
            self.shown, self.wiped = moment + STEP, False
            click.echo(f"\r{self.doing} {self.done:,} of {self.total:,}", err=True, nl=False)

    def finish(self) -> None:
        if not self.wiped:
            click.echo("\r\033[K", err=True, nl=False)
