"""How long 10,000 files take to a bucket of this machine: new, unchanged, and 1,000 changed.

    python benchmarks/buckets.py

against rclone's server and moto's (needs the packages of `dev`). What the hosts take themselves is
in it; the second figure is our own processor time.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests/publishing")]

from buckets import ACCESS, SECRET, Hosted, a_place, moto, rclone  # noqa: E402
from releases import release  # noqa: E402

from generator.model.target import Outgoing  # noqa: E402

FILES, CHANGED, WORDS = 10_000, 1_000, 1_500


def main() -> None:
    os.environ |= {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = {f"articles/{n:05}/index.html": f"{n} " + "words " * WORDS for n in range(FILES)}
        old = release(folder / "old", pages)
        edited = {path: f"new {text}" for path, text in list(pages.items())[:CHANGED]}
        new = release(folder / "new", pages | edited, at=1)
        for start in (rclone, moto):
            (folder / start.__name__).mkdir()
            with start(folder / start.__name__) as host:
                print(start.__name__)
                measure(host, folder, old, new)


def measure(host: Hosted, folder: Path, old: Outgoing, new: Outgoing) -> None:
    place = a_place(host, folder, f"desk-{host.port}", endpoint=f"http://127.0.0.1:{host.port}")
    works = (("all new", old), ("unchanged", old), ("1,000 changed", new), ("unchanged", new))
    for what, out in works:
        start, before = time.perf_counter(), _used()
        place.put(out)
        print(f"  {what:14}{time.perf_counter() - start:7.2f} s {_used() - before:7.2f} s")


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
