"""`kind: s3`: a bucket of a host that speaks S3: Amazon’s, R2, MinIO, Garage, and many others."""

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from generator.model.fields import Record, Text
from generator.model.target import Outgoing, Plan, Refused, Target, There
from generator.plugins.hosting import objects
from generator.plugins.hosting.aws_keys import AWS, keys_for
from generator.plugins.hosting.bucket import PATIENT, QUICK, Bucket, how_patient, need_client
from generator.plugins.hosting.bucket_addresses import Endpoint, Prefix

if TYPE_CHECKING:
    from obstore.store import S3Credential

Name = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]\Z",
        description="the name of a bucket: letters, digits, dots and hyphens, 3 to 63 of them",
    ),
]
_REGION = re.compile(r"^[a-z0-9-]+\Z")
Region = Annotated[
    str,
    Meta(pattern=_REGION.pattern, max_length=40, description="a region, such as eu-central-1"),
]


class Options(Record, frozen=True, kw_only=True):
    """Which bucket, of whom, and how long browsers may keep a page."""

    bucket: Name
    prefix: Prefix = ""
    endpoint: Endpoint | None = None  # else Amazon's for the region
    region: Region | None = None  # else of the environment, else us-east-1
    path_style: bool | None = None  # whether the bucket is in the path of addresses, not the host
    keys: Text = AWS  # what the environment variables begin with that hold the keys
    profile: Text | None = None  # of the file that Amazon's tools share, instead of the variables
    alone: bool = False  # nobody else publishes there: what hosts need who know no conditions
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
    """All that the client could take from the environment is said, so that a site goes where
    site.yaml says, with these keys and no others."""
    need_client()
    from obstore.store import S3Store

    keys = keys_for(options.keys, options.profile)
    region = options.region or _usual_region()
    endpoint, in_path = _address(options, region)
    prefix = options.prefix.strip("/")

    def signing() -> "S3Credential":
        return {
            "access_key_id": keys.access,
            "secret_access_key": keys.secret,
            "token": keys.token,
            "expires_at": None,
        }

    store = S3Store(
        options.bucket,
        prefix=prefix or None,
        config={
            "endpoint": endpoint,
            "region": region,
            "virtual_hosted_style_request": not in_path,
            "skip_signature": False,
            "conditional_put": "etag",
            "disable_bulk_delete": True,  # many hosts do not know it
        },
        credential_provider=signing,
        **how_patient(tries),
    )
    host = urlsplit(endpoint).netloc
    place = f"{'/'.join(filter(None, (options.bucket, prefix)))} at {host}"
    return Bucket(store, place, guarded=not options.alone)


def _address(options: Options, region: str) -> tuple[str, bool]:
    """Where requests go, and whether the bucket is in the path. In the host's name it is Amazon's
    way; a dot in it fits no certificate there."""
    in_path = options.path_style
    if in_path is None:
        in_path = options.endpoint is not None or "." in options.bucket
    scheme, host = "https", f"s3.{region}.amazonaws.com"
    if options.endpoint:
        scheme, _, host = options.endpoint.rstrip("/").partition("://")
    return f"{scheme}://{host}" if in_path else f"{scheme}://{options.bucket}.{host}", in_path


def _usual_region() -> str:
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    if not _REGION.match(region):
        raise Refused("AWS_REGION is no region; set “region” in site.yaml")
    return region
