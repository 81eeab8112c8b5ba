"""A published site as its readers meet it: a folder, or an address of the web.

Only the address that was given is asked, some files at a time; a redirect is followed on the same
host alone. What comes back is never kept, and read no further than it may be long.
"""

import http.client
import os
import stat
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BufferedIOBase
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from generator.model.manifest import UNLISTED, Sum
from generator.model.target import MARK

AT_ONCE = 8  # requests
TIMEOUT = 30.0  # seconds in which a server must say anything
MOST_REDIRECTS = 3
CHUNK = 1 << 16
MISSING = "missing"
NOT_LISTED = (MARK, ".nojekyll", "CNAME", *UNLISTED)  # in a folder of ours, and in no manifest

_REDIRECTS = (301, 302, 303, 307, 308)
_PLAIN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

Found = Sum | str
"""What a file is known by, or why that cannot be told: MISSING for one."""


class Folder:
    """A site in a folder, as it was built, copied or published to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def read(self, path: str, most: int) -> bytes | None:
        """A file's bytes, None where there is none. OSError where it cannot be read, or is longer
        than it may be."""
        try:
            with self._opened(path) as file:
                return _whole(file, most)
        except (FileNotFoundError, NotADirectoryError):
            return None

    def sums(self, files: Mapping[str, Sum]) -> Iterator[tuple[str, Found]]:
        """What each of these files is known by there."""
        for path, file in files.items():
            yield path, self._sum(path, file.size)

    def others(self, files: Mapping[str, Sum]) -> list[str]:
        """Every other name in the folder; git's own folder is passed by."""
        found = []
        for folder, folders, names in os.walk(self.folder):
            if ".git" in folders:
                folders.remove(".git")
            within = Path(folder).relative_to(self.folder)
            links = [name for name in folders if Path(folder, name).is_symlink()]
            found += [(within / name).as_posix() for name in (*names, *links)]
        return sorted(path for path in found if path not in files and path not in NOT_LISTED)

    def _sum(self, path: str, size: int) -> Found:
        try:
            with self._opened(path) as file:
                return _sum(file, size)
        except (FileNotFoundError, NotADirectoryError):
            return MISSING
        except OSError as error:
            return f"cannot be read ({error.strerror or error})"

    def _opened(self, path: str) -> BufferedIOBase:
        """A plain file, opened; what leads out of the folder is none of the site's."""
        name = self.folder / path
        if not name.parent.resolve().is_relative_to(self.folder):
            raise FileNotFoundError(path)
        number = os.open(name, _PLAIN)
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise OSError(f"{path} is not a plain file")
        return os.fdopen(number, "rb")


class Web:
    """A site on the web. ValueError for what is no address of one."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an address that begins with http:// or https://")
        if "@" in parts.netloc:
            raise ValueError("there is a name or a password in the address; leave it out")
        self.origin = (parts.scheme, parts.hostname, parts.port)
        self.start = parts.path.rstrip("/") + "/"
        self._own = threading.local()  # the connection of each thread

    def read(self, path: str, most: int) -> bytes | None:
        """A file's bytes, None where there is none. OSError where it cannot be read, or is longer
        than it may be."""
        try:
            response = self._found(path)
            return None if response is None else _whole(response, most)
        except http.client.HTTPException as error:
            raise OSError(f"{type(error).__name__} from the server") from None
        finally:
            self._close()

    def sums(self, files: Mapping[str, Sum]) -> Iterator[tuple[str, Found]]:
        """What each of these files is known by there."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            yield from threads.map(self._listed, files.items())

    def others(self, _files: Mapping[str, Sum]) -> list[str]:
        """None: a server does not tell what else it has."""
        return []

    def _listed(self, item: tuple[str, Sum]) -> tuple[str, Found]:
        path, file = item
        found: Found = MISSING
        for _ in ("on the connection at hand, which may be gone", "on a new one"):
            try:
                response = self._found(path)
                found = MISSING if response is None else _sum(response, file.size)
                if response is not None and not response.isclosed():
                    self._close()  # longer than it should be: the rest is not read
                break
            except (OSError, http.client.HTTPException) as error:
                self._close()
                found = f"cannot be read ({str(error) or type(error).__name__})"
        return path, found

    def _found(self, path: str) -> http.client.HTTPResponse | None:
        """The answer for a file. Some hosts have a page at its folder's address alone."""
        names = [path]
        if path.rpartition("/")[2] == "index.html":
            names.insert(0, path.removesuffix("index.html"))
        for name in names:
            response = self._answer(self.start + quote(name))
            if response.status == http.client.OK:
                return response
            self._close()
        return None

    def _answer(self, target: str) -> http.client.HTTPResponse:
        scheme, host, port = self.origin
        at = f"{scheme}://{host}" + (f":{port}" if port else "")
        for _ in range(MOST_REDIRECTS + 1):
            response = self._ask(target)
            location = response.headers.get("Location", "")
            if response.status not in _REDIRECTS or not location:
                break
            there = urlsplit(urljoin(at + target, location))
            if (there.scheme, there.hostname, there.port) != self.origin:
                break
            self._close()
            target = there.path or "/"
        return response

    def _ask(self, target: str) -> http.client.HTTPResponse:
        connection = getattr(self._own, "connection", None)
        if connection is None:
            scheme, host, port = self.origin
            secure = scheme == "https"
            kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
            connection = self._own.connection = kind(host, port, timeout=TIMEOUT)
        headers = {"User-Agent": "conflict-digest", "Accept-Encoding": "identity"}
        connection.request("GET", target, headers=headers)
        response: http.client.HTTPResponse = connection.getresponse()
        return response

    def _close(self) -> None:
        connection = getattr(self._own, "connection", None)
        if connection is not None:
            connection.close()
            self._own.connection = None


def _whole(file: BufferedIOBase, most: int) -> bytes:
    data = file.read(most + 1)
    if len(data) > most:
        raise OSError(f"longer than {most:,} bytes")
    return data


def _sum(file: BufferedIOBase, size: int) -> Sum:
    """What a file is known by; of one that is too long, no more is read than shows that."""
    seen, digest = 0, sha256()
    while seen <= size and (data := file.read(min(CHUNK, size + 1 - seen))):
        seen += len(data)
        digest.update(data)
    return Sum(digest.hexdigest(), seen)
