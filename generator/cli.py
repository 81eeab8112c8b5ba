"""The command line: finds the verb, shows what went wrong in one line each."""

import gc
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

import click

from generator import __version__
from generator.model.problems import Problem, SiteError, near

MOST_SHOWN = 100  # Problems, on a terminal

VERBS = {
    "import": ("import_", "Make drafts of seed articles."),
    "extract": ("extract", "Print what is found in a text, for other programs."),
    "resolve": ("resolve", "Fill in the dates that waited for the day of publication."),
    "review": ("review", "List what is open in a draft, and approve it."),
    "build": ("build", "Build the site into public/."),
    "serve": ("serve", "Show the site, drafts included, while it is edited."),
    "check": ("check", "Find what a machine can see is wrong."),
    "publish": ("publish", "Build, check, and bring the site to its readers."),
    "verify": ("verify", "Hold a published site against its manifest."),
}


class Verbs(click.Group):
    """The verbs, each imported only when it is asked for: `--help` loads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in VERBS:
            ctx.fail(f"there is no verb “{cmd_name}”{near(cmd_name, VERBS)}")
        command = import_module(f"generator.{VERBS[cmd_name][0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])


@click.group(
    cls=Verbs,
    subcommand_metavar="VERB ...",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="conflict-digest")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="The site's folder, the one with site.yaml.  [default: this folder]",
)
@click.pass_context
def digest(ctx: click.Context, site: Path) -> None:
    """Conflict Digest makes a static site of reports on conflicts.

    \b
    A day's work:
      python -m generator import FILE            a seed article becomes a draft
      python -m generator serve                  edit it, and see it as it will look
      python -m generator review FILE --by NAME  what is open; approve it
      python -m generator build                  the site, in public/
    """
    ctx.obj = site.resolve()
    if ctx.invoked_subcommand != "build":
        gc.enable()


def main() -> None:
    """Run a verb; exit with 1 and one line a Problem when the user's files are wrong."""
    # What a build reads and plans lives until its end, and next to nothing of it goes in circles:
    # to look for garbage in it, over and over as it grows, takes longer than to make it.
    gc.disable()
    try:
        digest.main(prog_name=_called(), standalone_mode=False)
    except SiteError as error:
        show(error)
        sys.exit(1)
    except click.ClickException as error:
        click.echo(_misunderstood(error), err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except MemoryError:
        click.echo("There is not enough memory; try again with --jobs 1.", err=True)
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"{place}{error.strerror or error}", err=True)
        sys.exit(1)
    except Exception as error:  # a bug of ours: said in one line, with the details in a file
        click.echo(_crashed(error), err=True)
        sys.exit(70)
    finally:
        gc.freeze()  # it ends here: not to be looked through once more


def show(error: SiteError) -> None:
    """Print every Problem, a line each, and how many there are; as many as somebody can read."""
    count = len(error.problems)
    listed = _readable(error.problems) if sys.stderr.isatty() else error.problems
    for problem in listed:
        click.echo(str(problem), err=True)
    if more := count - len(listed):
        click.echo(f"… and {more:,} more; to have them all in a file: 2> problems.txt", err=True)
    click.echo(f"{count:,} problem{'' if count == 1 else 's'}; nothing was changed.", err=True)


def _readable(problems: list[Problem]) -> list[Problem]:
    """Of a great many Problems, some of each file; sorted as they were."""
    earlier = Counter[str]()
    ranked: list[tuple[int, Problem]] = []
    for problem in problems:
        ranked.append((earlier[problem.file], problem))
        earlier[problem.file] += 1
    return sorted(problem for _, problem in sorted(ranked)[:MOST_SHOWN])


def _misunderstood(error: click.ClickException) -> str:
    """What is wrong with a command line, and where to read what would be right."""
    message = " ".join(error.format_message().split()).rstrip(".")
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message}; see {ctx.command_path} --help" if ctx else message


def _called() -> str:
    return "digest" if Path(sys.argv[0]).name == "digest" else "python -m generator"


def _crashed(error: Exception) -> str:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="digest-", suffix=".txt", delete=False) as file:
        traceback.print_exception(error, file=file)
    return (
        f"This is a bug in conflict-digest, not in your files ({type(error).__name__}: {error}). "
        f"Please report it with the details in {file.name}"
    )
