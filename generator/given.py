"""What verbs are given on the command line, beyond what click knows."""

import click

from generator.model.edtf import Edtf


class EdtfType(click.ParamType[Edtf]):
    """A date in EDTF, with the advice on what to write instead."""

    name = "EDTF"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Edtf:
        """The date, or a mistake in one sentence."""
        try:
            return Edtf.parse(str(value))
        except ValueError as error:
            return self.fail(str(error), param, ctx)
