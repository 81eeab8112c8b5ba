"""When the site's files have changed: one piece of news for each burst of it."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

FOLDERS = ("content", "templates", "languages", "seeds")
FILE = "site.yaml"
QUIET = 0.01  # seconds without a further change after which one file is taken to be saved
QUIET_OF_WHOLE = 0.002  # the same for a file that was closed, or renamed to its name
QUIET_OF_MANY = 0.25  # the same for very many, as a checkout writes them
MANY = 5  # files; that many are not saved by hand
MISSING = 0.15  # seconds that a file which is gone, or empty, may take to come (back)
LONGEST = 3.0  # seconds after which no end of a burst is waited for
LOOK = 0.05  # seconds after which it is looked again whether what is waited for has come
_READ_ONLY = ("opened", "closed_no_write")
_WHOLE = ("closed", "moved")


class Burst:
    """Names of changed files, until nothing more comes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: set[str] = set()
        self._first = self._last = 0.0
        self._whole = self._ended = False
        self._changed = threading.Condition()
        self._git = next((p / ".git" for p in (root, *root.parents) if (p / ".git").is_dir()), None)

    def add(self, name: str, whole: bool = False) -> None:
        """Note that a file has changed, and whether it is whole as far as the system can tell."""
        with self._changed:
            self._last = time.monotonic()
            if not self._names:
                self._first = self._last
            self._names.add(name)
            self._whole = whole and len(self._names) == 1
            self._changed.notify()

    def end(self) -> None:
        """Wait for nothing more."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def settled(self) -> set[str]:
        """The files of a whole burst, once it is over; none when all has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._names or self._ended)
            while not self._ended and (left := self._due() - time.monotonic()) > 0:
                self._changed.wait(min(left, LOOK))
            names, self._names = self._names, set()
            return set() if self._ended else names

    def _due(self) -> float:
        """When what has come may be taken for all: at once for a file that lies there whole."""
        count = len(self._names)
        quiet = QUIET_OF_WHOLE if self._whole else min(QUIET_OF_MANY, QUIET * count)
        if count < MANY and any(map(self._is_missing, self._names)):
            quiet = MISSING
        elif count >= MANY and self._git and (self._git / "index.lock").exists():
            quiet = LONGEST  # git is still writing
        return min(self._last + quiet, self._first + LONGEST)

    def _is_missing(self, name: str) -> bool:
        try:
            return not (self._root / name).stat().st_size
        except OSError:
            return True


class _Watcher(FileSystemEventHandler):
    """Names what changes in the site's own folders, those included that are made later."""

    def __init__(self, root: Path, burst: Burst, observer: BaseObserver) -> None:
        self._root, self._burst, self._observer = root, burst, observer
        self._watched: dict[str, tuple[int, ObservedWatch]] = {}
        observer.schedule(self, str(root), recursive=False)
        self.watch_folders()

    def watch_folders(self) -> None:
        """Watch the folders as they are now: one that was replaced is another one."""
        for name in FOLDERS:
            path = self._root / name
            inode = path.stat().st_ino if path.is_dir() else 0
            known, watch = self._watched.pop(name, (0, None))
            if watch and known != inode:
                with suppress(KeyError, OSError):
                    self._observer.unschedule(watch)
                watch = None
            if inode:
                watch = watch or self._observer.schedule(self, str(path), recursive=True)
                self._watched[name] = (inode, watch)

    def on_any_event(self, event: FileSystemEvent) -> None:
        kind = event.event_type
        if kind in _READ_ONLY or (event.is_directory and kind == "modified"):
            return
        for path in (event.src_path, event.dest_path):
            if name := self._name(os.fsdecode(path)):
                self._burst.add(name, whole=kind in _WHOLE)

    def _name(self, path: str) -> str:
        """A file of the site by its name there; empty for any other, and for an editor's own."""
        try:
            parts = Path(path).relative_to(self._root).parts
        except ValueError:
            return ""
        if parts != (FILE,) and parts[:1] not in {(folder,) for folder in FOLDERS}:
            return ""
        own = any(p[0] in ".#" or p[-1] == "~" or p == "4913" for p in parts)  # 4913: vim's probe
        return "" if own else "/".join(parts)


@contextmanager
def watching(root: Path, changed: Callable[[set[str]], None]) -> Iterator[None]:
    """Call `changed` with the names of files whenever a burst of changes is over."""
    burst = Burst(root)
    observer, watcher = _started(root, burst)

    def work() -> None:
        while names := burst.settled():
            with suppress(OSError):  # a folder that is gone again
                watcher.watch_folders()
            changed(names)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield
    finally:
        burst.end()
        observer.stop()
        observer.join()
        thread.join()


def _started(root: Path, burst: Burst) -> tuple[BaseObserver, _Watcher]:
    """What watches: the system itself or, where it watches no more folders, by looking around."""
    observer: BaseObserver = Observer()
    try:
        watcher = _Watcher(root, burst, observer)
        observer.start()
    except OSError:
        observer.stop()
        observer = PollingObserver(timeout=1)
        watcher = _Watcher(root, burst, observer)
        observer.start()
    return observer, watcher
