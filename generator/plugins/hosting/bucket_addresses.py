"""What site.yaml may say of where a bucket is."""

from typing import Annotated

from msgspec import Meta

Prefix = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?\Z",
        max_length=200,
        description="what names of objects begin with, such as digest or sites/digest",
    ),
]
Endpoint = Annotated[
    str,
    Meta(
        pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._-]+)*/?\Z",
        max_length=300,
        description="the address of a host, such as https://s3.host.example",
    ),
]
