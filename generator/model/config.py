"""`site.yaml`: what the site is called, where it lives, what its menu says."""

from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from .fields import Derived, Digest, Elsewhere, Language, Path, Record, Text
from .onion import Onion


class MenuItem(Record, frozen=True, kw_only=True):
    """A word in the site's menu and the page it leads to."""

    title: Text
    path: Path


MENU = (
    MenuItem(title="Timeline", path="/timeline/"),
    MenuItem(title="Articles", path="/archive/"),
    MenuItem(title="Tags", path="/tags/"),
    MenuItem(title="Actors", path="/actors/"),
    MenuItem(title="Sources", path="/sources/"),
)


class Verbatim(Record, frozen=True, kw_only=True):
    """How much of a body may stand in its seed word for word; see `model/verbatim.py`."""

    share: Annotated[int, Meta(ge=0, le=100)] = 15  # percent of its phrases of six words
    run: Annotated[int, Meta(ge=6, le=100_000)] = 15  # words in a row


class Site(Record, frozen=True, kw_only=True):
    """The configuration of a site, as templates see it."""

    title: Text
    base_url: Annotated[
        str,
        Meta(
            pattern=r"^https?://[^\s/?#<>\"\\@:\[\]]+(:\d{1,5})?(/[^\s?#<>\"\\]*)?\Z",
            max_length=1000,
            description="the site's own address, such as https://digest.example/",
        ),
    ]
    onion: Onion | None = None  # where the same site is an onion service
    description: str = ""
    publisher: str | None = None
    contact: str | None = None
    licence: str | None = None
    lang: Language = "en"
    output: Annotated[
        str, Meta(min_length=1, pattern=r"^[^\n\r\t]+\Z", description="a folder's name")
    ] = "public"
    menu: tuple[MenuItem, ...] = MENU
    verbatim: Verbatim = Verbatim()
    targets: Annotated[None, Elsewhere] = None  # read by `publishing/`: no template
    sign: Annotated[None, Elsewhere] = None  # sees where a site goes, or with whose key
    checks: Annotated[None, Elsewhere] = None  # nor what it is held against, read by `checking/`
    more: Annotated[tuple[MenuItem, ...], Derived] = ()  # pages it has that the menu leaves out
    drafts: Annotated[bool, Derived] = False
    digest: Digest = ""

    @property
    def root(self) -> str:
        """The path that the site has on its host: `/`, or `/digest/` in a subfolder."""
        return urlsplit(self.base_url).path.rstrip("/") + "/"

    def absolute(self, path: str) -> str:
        """The full address of a path of this site."""
        return self.base_url.rstrip("/") + path
