"""`verify`: is a published site what its manifest says, and no older than it was?"""

import sys
from pathlib import Path

import click

from generator.model.target import Refused
from generator.publishing.signing import fingerprint_of
from generator.publishing.verifying import (
    Claim,
    claim_of,
    differences,
    doubts,
    last_seen,
    opened,
    public_key,
    remember,
)  # fmt: skip
from generator.unchanged import CACHE

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
NEW_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("verify")
@click.argument("place", metavar="URL|DIR")
@click.option("--manifest", type=FILE, help="A manifest you have; default: the site's own.")
@click.option("--key", type=FILE, help="The public key you trust; default: the one seen before.")
@click.option("--seen", type=NEW_FILE, help="Where to remember what was seen; default: .cache.")
@click.pass_obj
def command(
    root: Path, place: str, manifest: Path | None, key: Path | None, seen: Path | None
) -> None:
    """Hold a published site against its manifest: what differs, is missing, is extra in a folder.

    It must be signed with the key that is given or was seen before, and be no older than it was
    then. Only the address that is given is asked.
    """
    try:
        site = opened(place)
        claim = claim_of(site, manifest)
        memory = seen or (root / CACHE / "seen" if (root / "site.yaml").is_file() else None)
        before = last_seen(memory, claim.listed.site) if memory else None
        trusted = _key(key) if key else before.key if before else ""
        doubtful = list(doubts(claim, before, trusted))
        signed = trusted or (claim.key if claim.signature else "")
        wrong = [*doubtful, *differences(site, claim, manifest is not None)]
        about = _about(claim, "" if doubtful else signed, bool(trusted))
    except (ValueError, OSError, Refused) as error:
        raise click.ClickException(f"{place}: {error}") from None
    if memory and not doubtful:
        remember(memory, claim, signed)
    for line in wrong:
        click.echo(line)
    if memory is None:
        click.echo("what was seen is not remembered here; name a file with --seen", err=True)
    click.echo(f"{about}; {f'{len(wrong):,} wrong' if wrong else 'all as listed'}")
    if wrong:
        sys.exit(1)


def _about(claim: Claim, key: str, known: bool) -> str:
    listed = claim.listed
    said = f"{listed.site}: {len(listed.files):,} files of {listed.published:%Y-%m-%d %H:%M} UTC"
    if not key:
        return said if claim.signature else f"{said}, not signed"
    new = "" if known else " (never seen before; compare it)"
    return f"{said}, signed with {fingerprint_of(key)}{new}"


def _key(file: Path) -> str:
    key = public_key(file.read_text(encoding="utf-8", errors="replace"))
    if not key:
        raise ValueError(f"{file} is no public key of ssh")
    return key
