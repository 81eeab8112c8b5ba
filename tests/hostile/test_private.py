"""What is for editors only, or of the machine that a site is built on, is in no finished file.

`library/test_publication.py` does the same for what is not published at all.
"""

import getpass
import os
import re
import socket
import stat
from pathlib import Path

import pytest
from conftest import MINIMAL, REPOSITORY, Site
from serving import served

from generator.library.load import load

pytestmark = pytest.mark.usefixtures("indexed")

CONTENT = """
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency, reliability: E }
-- content/registers/actors.yaml --
office: { name: The Office, kind: government }
unnamed: { name: Canaryactor, aliases: [Canaryalias], about: Canaryabout, kind: person }
-- content/articles/2025/public.md --
---
title: The public report
date: 2025-03-27
source: wire
status: reviewed
embargo: 2025-03-26T04:05:06+07:00
seed:
  file: seeds/canary-file.eml
  sha256: %s
  received: 2025-03-26T01:02:03+00:00
  origin: https://canary.example/origin
  url: https://canary.example/own
  author: Canaryauthor
  entry: urn:canary:entry
  entry_sha256: cacacacacacacacacacacacacacacacacacacacacacacacacacacacacacacaca
  stripped: [{ why: comments, text: Canarystripped }]
actors: [office]
claims:
  - { id: c1, by: office, act: asserts, quote: The bridge is open, credibility: 6 }
# canarycomment: what an editor notes for the next one
---
The bridge is open.
-- content/articles/2025/canary-draft.md --
---
title: Canarydraft
date: 2025-03-27
source: { name: Canarysource, url: null }
status: draft
actors: [unnamed]
---
Canarybody
-- content/articles/2025/canary-withheld.md --
---
title: Canarywithheld
date: 2025-03-27
source: wire
status: withheld
---
Canarywithheldbody
-- content/articles/2025/notes.canary --
Canarynotes
-- content/.canary --
Canaryhidden
-- seeds/canary-file.eml --
Canaryseed
""" % ("ab" * 32)  # fmt: skip
CREDIBILITY = re.compile(rb"credibilit|reliabilit|admiralty", re.IGNORECASE)


@pytest.fixture
def made(tmp_path: Path) -> Site:
    made = Site(tmp_path / "canary-folder/site")
    made.root.mkdir(parents=True)
    made.write(MINIMAL)
    made.write(CONTENT)
    path = made.root / "content/articles/2025/public.md"
    made.approve()
    made.edit("content/articles/2025/public.md", "by: Test desk", "by: Canaryeditor")
    os.utime(path, (1_111_111_111, 1_111_111_111))
    return made


def words_of_this_machine(made: Site) -> set[bytes]:
    """Paths, users, hosts and times that a finished file has no business with."""
    paths = {str(made.root), str(made.root.resolve()), str(REPOSITORY), str(Path.home())}
    names = {socket.gethostname(), getpass.getuser(), f"{os.getuid()}:{os.getgid()}"}
    long = {name for name in names if len(name) > 4}  # “root” stands in many a word
    times = {"1111111111", "2005-03-18"}  # when the article's file was changed
    return {word.encode() for word in (paths | long | times) - {"/"}}


def test_nothing_for_editors_and_nothing_of_the_machine_is_published(made: Site) -> None:
    made.build()
    tree = made.tree()
    canaries = (b"canary", b"cacacaca", b"01:02:03", b"04:05:06", *words_of_this_machine(made))
    assert b"The bridge is open" in tree["articles/public/index.html"]
    for path, data in tree.items():
        said = path.encode() + b"\n" + data
        assert not [word for word in canaries if word.lower() in said.lower()], path
        assert not CREDIBILITY.search(said), path


def test_an_editors_grades_change_no_byte(made: Site) -> None:
    made.build()
    before = made.tree()
    made.edit("content/registers/sources.yaml", "reliability: E", "reliability: A")
    made.edit("content/articles/2025/public.md", "credibility: 6", "credibility: 1")
    sha256 = re.compile(r'sha256: "?([0-9a-f]{64})"? }')
    [article] = [a for a in load(made.root)[0].articles if a.id == "public"]
    text = made.read(article.file)
    (made.root / article.file).write_text(sha256.sub(f'sha256: "{article.sha256}" }}', text))
    made.build()
    after = made.tree()
    approved = re.compile(rb"\b[0-9a-f]{64}\b")  # the SHA-256 of what was approved does differ
    plain = [{p: approved.sub(b"", d) for p, d in tree.items()} for tree in (before, after)]
    changed = {path for path in plain[0] if plain[0][path] != plain[1][path]}
    assert {path for path in changed if not path.startswith("manifest")} == set()


def test_what_is_kept_can_be_read_by_its_owner_only(made: Site) -> None:
    """The cache holds drafts. The output is for a web server, so it can be read by all."""
    before = os.umask(0o022)
    try:
        made.cold()
        made.build()
        made.build("--drafts")
        with served(made) as asker:
            asker.get("/")
    finally:
        os.umask(before)
    assert stat.S_IMODE((made.root / ".cache").stat().st_mode) == 0o700
    assert stat.S_IMODE((made.root / "public").stat().st_mode) == 0o755


def test_a_cache_that_others_may_read_stays_so(made: Site) -> None:
    (made.root / ".cache").mkdir(0o750)
    (made.root / ".cache").chmod(0o750)
    made.build()
    assert stat.S_IMODE((made.root / ".cache").stat().st_mode) == 0o750


def test_nothing_is_left_outside_the_site(made: Site, tmp_path: Path) -> None:
    own = tmp_path / "tmp"
    own.mkdir()
    made.build(TMPDIR=str(own))
    made.run("check", TMPDIR=str(own))
    made.run("import", "nothing.txt", TMPDIR=str(own))
    assert list(own.iterdir()) == []
    assert {path.name for path in made.root.parent.iterdir()} == {"site"}


def test_links_to_other_sites_tell_them_nothing(made: Site) -> None:
    made.edit("content/articles/2025/public.md", "is open.\n", "is open. [x](https://e.example/)\n")
    made.approve()
    made.build()
    page = made.page("/articles/public/")
    links = re.findall(r'<a [^>]*href="https?://(?!digest\.example)[^>]*>', page)
    assert len(links) == 1
    assert all('rel="noopener noreferrer"' in link for link in links)
    assert '<meta name="referrer" content="no-referrer">' in page
    assert "Referrer-Policy: no-referrer" in made.page("/_headers")
