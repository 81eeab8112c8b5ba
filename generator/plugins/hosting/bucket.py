"""A bucket: objects under names, each written whole, on a host that speaks S3 or one of the others
that obstore knows. Only its synchronous calls are used; they may be made in threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from generator.model.target import Refused

from .bucket_answers import refusal

if TYPE_CHECKING:
    from obstore import UpdateVersion
    from obstore.store import ObjectStore

QUICK, PATIENT = 2, 8  # how often something is tried again: to look; to publish
CONNECT, ONE_FILE = "10s", "600s"  # to reach the host; for a large file on a slow line
LARGEST = 250_000_000  # bytes of what is read here: a manifest, what was under way


class Taken(Exception):  # noqa: N818 - an answer
    """An object that is not what it was: somebody else wrote it meanwhile."""


class Found(msgspec.Struct, frozen=True):
    """An object's bytes, and what tells them from any others that it had or will have."""

    data: bytes
    version: Any  # an UpdateVersion


class Bucket:
    """The objects of one place. Every method raises Refused with a line for an editor."""

    def __init__(self, store: "ObjectStore", place: str, guarded: bool) -> None:
        self.store, self.place = store, place
        self.guarded = guarded  # whether the host is relied on to refuse a write that comes late

    def read(self, path: str) -> Found | None:
        """An object; None where there is none."""
        import obstore

        with self._asking():
            try:
                found = obstore.get(self.store, path)
            except FileNotFoundError as error:
                if _is_missing_bucket(error):
                    raise refusal(error, self.place) from None
                return None
            if found.meta["size"] > LARGEST:
                raise Refused(f"{self.place}: {path} there is not ours, it is too large")
            return Found(bytes(found.bytes()), _version(found.meta))

    def put(self, path: str, data: bytes, headers: dict[str, str]) -> Any:
        """Write an object, whatever is there. Its version is returned."""
        return self._put(path, data, headers, "overwrite")

    def swap(self, path: str, data: bytes, headers: dict[str, str], before: Any) -> Any:
        """Write an object that must be of this version until now, or None: not there. Taken where
        it is not. `data` must be nobody else's: that is how it is known again where an answer got
        lost and the client asked twice."""
        if not self.guarded:
            found = self.read(path)
            if (found.version if found else None) != before:
                raise Taken
            return self.put(path, data, headers)
        try:
            return self._put(path, data, headers, before or "create")
        except Taken:
            found = self.read(path)
            if found is None or found.data != data:
                raise
            return found.version

    def is_guarding(self, path: str, data: bytes, headers: dict[str, str]) -> bool:
        """Whether the host refuses to make an object anew that is there: many promise nothing and
        say nothing. `data` is what is in it."""
        try:
            self._put(path, data, headers, "create")
        except Taken:
            return True
        return False

    def delete(self, path: str) -> None:
        """Remove an object, if it is there."""
        import obstore

        with self._asking():
            try:
                obstore.delete(self.store, path)
            except FileNotFoundError as error:
                if _is_missing_bucket(error):
                    raise refusal(error, self.place) from None

    def names(self) -> Iterator[str]:
        """The name of every object."""
        import obstore

        with self._asking():
            for some in obstore.list(self.store):
                yield from (each["path"] for each in some)

    def _put(self, path: str, data: bytes, headers: dict[str, str], mode: Any) -> Any:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with self._asking():
            try:
                done = obstore.put(
                    self.store, path, data, attributes=headers, mode=mode, use_multipart=False
                )
            except (AlreadyExistsError, PreconditionError):
                raise Taken from None
            return _version(done)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except (BaseError, FileNotFoundError) as error:
            raise refusal(error, self.place) from None
        except ValueError:  # such as a path with an empty part
            raise Refused(f"{self.place}: a name that no object can have") from None


def how_patient(tries: int) -> dict[str, Any]:
    """How a client behaves where the line is bad."""
    return {
        "client_options": {"allow_http": True, "connect_timeout": CONNECT, "timeout": ONE_FILE},
        "retry_config": {"max_retries": tries, "retry_timeout": timedelta(seconds=60)},
    }


def need_client() -> None:
    """Refused where the package is missing that talks to such hosts."""
    try:
        import obstore  # noqa: F401
    except ImportError:
        message = "this kind of target needs one more package: python -m pip install obstore"
        raise Refused(message) from None


def _version(told: Any) -> "UpdateVersion":
    known: UpdateVersion = {}
    if told["e_tag"] is not None:
        known["e_tag"] = told["e_tag"]
    if told["version"] is not None:
        known["version"] = told["version"]
    return known


def _is_missing_bucket(error: FileNotFoundError) -> bool:
    said = str(error)
    return "NoSuchBucket" in said or "ContainerNotFound" in said
