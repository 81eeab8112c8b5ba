"""The keys for a bucket: from the environment, or from the files that Amazon's own tools share.

They are never in site.yaml, never an argument, and no message repeats one.
"""

import configparser
import os
import re
from pathlib import Path

import msgspec

from generator.model.target import Refused

AWS = "AWS"

_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,30}\Z")
_SOUND = re.compile(r"[!-~]+\Z")  # in a header of HTTP


class Keys(msgspec.Struct, frozen=True):
    """What requests are signed with."""

    access: str
    secret: str
    token: str | None = None

    def __repr__(self) -> str:
        return "Keys(…)"  # so that nothing that prints values prints these


def keys_for(variables: str, profile: str | None) -> Keys:
    """The keys of a profile, if one is named; else those of the environment variables that begin
    with a name; else, with the usual name, those of the usual profile. Refused where there are
    none."""
    if profile:
        return _of_profile(profile) or _none(f"the “profile” of site.yaml is not in {_file()}")
    if not is_variable_name(variables):
        raise Refused("“keys” takes the name that two environment variables begin with, such as R2")
    names = (f"{variables}_ACCESS_KEY_ID", f"{variables}_SECRET_ACCESS_KEY")
    access, secret = (os.environ.get(name, "") for name in names)
    if access and secret:
        return _sound(
            access, secret, os.environ.get(f"{variables}_SESSION_TOKEN"), " or ".join(names)
        )
    usual = os.environ.get("AWS_PROFILE", "default")
    found = _of_profile(usual) if variables == AWS else None
    instead = f", or a profile in {_file()}" if variables == AWS else ""
    return found or _none(f"there are no keys: set {' and '.join(names)}{instead}")


def is_variable_name(text: str) -> bool:
    """Whether a variable's name may begin so; a key that was put in its place is none."""
    return bool(_NAME.match(text))


def _none(message: str) -> Keys:
    raise Refused(message)


def _file() -> Path:
    given = os.environ.get("AWS_SHARED_CREDENTIALS_FILE")
    return Path(given).expanduser() if given else Path("~/.aws/credentials").expanduser()


def _of_profile(name: str) -> Keys | None:
    """The keys of a profile in the shared file (docs.aws.amazon.com, “Shared config and credentials
    files”). Those that a program or a browser gives out are not known here."""
    file, parser = _file(), configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except OSError:
        return None
    except (configparser.Error, UnicodeDecodeError):  # its message would repeat lines
        raise Refused(
            f"{file} cannot be read; its lines are “[profile]” and “name = value”"
        ) from None
    if not parser.has_section(name):
        return None
    names = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token")
    access, secret, token = (parser.get(name, each, fallback="") for each in names)
    return _sound(access, secret, token, f"a profile in {file}") if access and secret else None


def _sound(access: str, secret: str, token: str | None, where: str) -> Keys:
    if not all(_SOUND.match(each) for each in (access, secret, token) if each):
        raise Refused(f"{where}: there is a space or a line break in a key")
    return Keys(access, secret, token or None)
