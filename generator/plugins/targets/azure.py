"""`kind: azure`: a container of Azure Blob Storage, such as the `$web` that it serves as a site."""

import os
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from generator.model.fields import Record, Text
from generator.model.target import Outgoing, Plan, Refused, Target, There
from generator.plugins.hosting import objects
from generator.plugins.hosting.aws_keys import is_variable_name
from generator.plugins.hosting.bucket import PATIENT, QUICK, Bucket, how_patient, need_client
from generator.plugins.hosting.bucket_addresses import Endpoint, Prefix

if TYPE_CHECKING:
    from obstore.store import AzureAccessKey, AzureSASToken

_TOKEN = re.compile(r"\??[!-~]+\Z")


class Options(Record, frozen=True, kw_only=True):
    """Which container, of which account, and how long browsers may keep a page."""

    account: Annotated[
        str,
        Meta(
            pattern=r"^[a-z0-9]{3,24}\Z",
            description="the name of a storage account: small letters and digits, 3 to 24",
        ),
    ]
    container: Annotated[
        str,
        Meta(
            pattern=r"^(\$web|[a-z0-9](-?[a-z0-9]){2,62})\Z",
            description="$web, or a container's name: small letters, digits and hyphens",
        ),
    ] = "$web"
    prefix: Prefix = ""
    endpoint: Endpoint | None = None  # else Azure's for the account
    keys: Text = "AZURE_STORAGE"  # what the environment variable begins with that holds the key
    max_age: Annotated[int, Meta(ge=0, le=86_400)] = 60  # seconds a page may be kept


def look(target: Target) -> There:
    """What readers see there."""
    return objects.look(_bucket(target.options, QUICK))


def publish(release: Outgoing, plan: Plan, target: Target) -> Iterator[str]:
    """Bring what differs there."""
    options: Options = target.options
    bucket = _bucket(options, PATIENT)
    yield from objects.publish(release, plan, bucket, target.kept, options.max_age)


def _bucket(options: Options, tries: int) -> Bucket:
    need_client()
    from obstore.store import AzureStore

    key = _key(options.keys)
    prefix = options.prefix.strip("/")
    endpoint = options.endpoint or f"https://{options.account}.blob.core.windows.net"
    store = AzureStore(
        options.container,
        prefix=prefix or None,
        config={
            "account_name": options.account,
            "endpoint": endpoint.rstrip("/"),
            "skip_signature": False,
            "use_emulator": False,
        },
        credential_provider=lambda: key,
        **how_patient(tries),
    )
    within = "/".join(filter(None, (options.container, prefix)))
    return Bucket(store, f"{within} at {urlsplit(endpoint).netloc}", guarded=True)


def _key(variables: str) -> "AzureAccessKey | AzureSASToken":
    """The account's key, or a token that may do less. Refused where there is neither."""
    if not is_variable_name(variables):
        raise Refused("“keys” takes the name that environment variables begin with, such as AZURE")
    names = (f"{variables}_ACCOUNT_KEY", f"{variables}_SAS_TOKEN")
    key, token = (os.environ.get(name, "") for name in names)
    if key:
        try:
            b64decode(key, validate=True)
        except ValueError:
            raise Refused(f"{names[0]} is no key of a storage account") from None
        return {"access_key": key, "expires_at": None}
    if not token:
        raise Refused(f"there is no key: set {names[0]} or {names[1]}")
    if not _TOKEN.match(token):
        raise Refused(f"{names[1]}: there is a space or a line break in it")
    return {"sas_token": token.removeprefix("?"), "expires_at": None}
