"""The site in one zip, for a stick; and as an onion service."""

import re
import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import browsing
import msgspec
import pytest
from conftest import Site
from harbour import EPOCH, ONION, WORKS, a_page_of_each_type, harbour
from lxml import html
from playwright.sync_api import Browser

pytestmark = pytest.mark.usefixtures("indexed")

ADDRESS = "https://digest.example"
FIXED = ((1980, 1, 1, 0, 0, 0), 0o100644, 3)  # whoever makes it, whenever
NAMES_OF_PLACES = ("href", "src", "srcset", "action", "data", "poster", "cite")


class Handed(msgspec.Struct):
    """A site, its zip, and where that was unpacked."""

    site: Site
    zip: Path
    folder: Path

    @property
    def pages(self) -> dict[str, html.HtmlElement]:
        """Each page, whole and as text. An edition as HTML for mail is none, but a file that leaves
        the site: what is in it has to lead back from wherever it is read."""
        html_files = (self.folder / "site").rglob("*.html")
        found = [path for path in html_files if path.name != "email.html"]
        return {
            path.relative_to(self.folder / "site").as_posix(): html.fromstring(path.read_bytes())
            for path in sorted(found)
        }


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Handed:
    folder = tmp_path_factory.mktemp("stick")
    made = Handed(harbour(folder / "desk"), folder / "harbour.zip", folder / "unpacked")
    done = made.site.run("publish", "--portable", str(made.zip), **EPOCH)
    assert (done.status, done.out.splitlines()[-1][:10]) == (0, "portable: "), done.err
    assert not (made.site.root / "www").exists(), "to the zip alone, not to the targets"
    with zipfile.ZipFile(made.zip) as packed:
        packed.extractall(made.folder)
    return made


def test_the_zip_has_the_whole_site_and_tells_what_it_is(handed: Handed) -> None:
    text = (handed.folder / "README.txt").read_text(encoding="utf-8-sig")
    assert "Harbour Digest" in text
    assert f"{ADDRESS}/\nas it was published on 28 March 2025, 06:00 UTC" in text
    done = handed.site.run("verify", str(handed.folder / "site"))
    assert done.status == 0, done.out + done.err
    assert sorted(path.name for path in handed.folder.iterdir()) == ["README.txt", "site"]


def test_the_same_site_makes_the_same_zip_byte_by_byte(handed: Handed, tmp_path: Path) -> None:
    with zipfile.ZipFile(handed.zip) as packed:
        entries = packed.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    made = {(entry.date_time, entry.external_attr >> 16, entry.create_system) for entry in entries}
    assert made == {FIXED}
    other = harbour(tmp_path / "another desk")
    (other.root / "content/media/mole.png").write_bytes(
        (handed.site.root / "content/media/mole.png").read_bytes()
    )
    done = other.run("publish", "--portable", str(tmp_path / "other.zip"), **EPOCH)
    assert done.status == 0, done.err
    assert (tmp_path / "other.zip").read_bytes() == handed.zip.read_bytes()


def test_what_is_there_is_left_and_what_is_damaged_is_made_anew(handed: Handed) -> None:
    whole = handed.zip.read_bytes()
    again = handed.site.run("publish", "--portable", str(handed.zip), **EPOCH)
    assert "nothing to do" in again.out
    with zipfile.ZipFile(handed.zip) as packed:
        at = packed.getinfo("site/articles/losses/index.html").header_offset + 80
    handed.zip.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
    tried = handed.site.run("publish", "--portable", str(handed.zip), "--dry-run", **EPOCH)
    assert tried.out.splitlines()[0] == "~ articles/losses/index.html"
    assert handed.zip.read_bytes() != whole, "it was only asked what would be done"
    handed.zip.with_name(".harbour.zip.1.new").write_text("left by one that was killed")
    done = handed.site.run("publish", "--portable", str(handed.zip), **EPOCH)
    assert "0 new, 1 changed, 0 deleted" in done.out
    assert handed.zip.read_bytes() == whole
    assert sorted(path.name for path in handed.zip.parent.iterdir()) == [
        "desk",
        "harbour.zip",
        "unpacked",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("digest.tar", "needs a file's name that ends in .zip"),
        ("none/digest.zip", "is the stick not plugged in?"),
        ("letters.zip", "was not made by this program"),
        ("words.zip", "is no zip that can be read"),
    ],
)
def test_nothing_of_others_is_overwritten(
    handed: Handed, tmp_path: Path, name: str, said: str
) -> None:
    with zipfile.ZipFile(tmp_path / "letters.zip", "w") as letters:
        letters.writestr("site/letter.txt", "from a source")
    (tmp_path / "words.zip").write_text("from a source")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = handed.site.run("publish", "--portable", str(tmp_path / name), "--dry-run", **EPOCH)
    assert done.status == 1
    assert said in done.err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_every_link_leads_to_a_file_of_the_folder(handed: Handed) -> None:
    there = {path.relative_to(handed.folder).as_posix() for path in handed.folder.rglob("*")}
    for name, page in handed.pages.items():
        if name == "404.html":  # of servers
            continue
        for element in page.iter(html.etree.Element):
            for place in filter(None, map(element.get, ("href", "src"))):
                if urlsplit(place).scheme:
                    continue
                led = urljoin(f"https://x/site/{name}", place)
                assert unquote(urlsplit(led).path)[1:] in there, (name, place)


@pytest.mark.skipif(browsing.MISSING, reason="needs chromium (apt-get install chromium)")
def test_each_kind_of_page_works_from_the_stick(handed: Handed, browser: Browser) -> None:
    site = handed.folder / "site"
    with browsing.opened(browser) as page:
        for template, path in a_page_of_each_type(handed.site).items():
            if template not in ("alias.html", "404.html"):
                page.goto((site / path).as_uri())
                pictures = int(template == "article.html")
                assert page.evaluate(WORKS) == ["dark", True, pictures], template
        page.goto((site / "old/losses/index.html").as_uri())
        page.wait_for_url("**/articles/losses/index.html")
        page.get_by_role("link", name="Timeline", exact=True).first.click()
        assert page.get_by_role("heading", level=1).inner_text() == "Timeline"


# ---- for hosts that lead on by themselves ----
def test_old_addresses_are_listed_those_of_retracted_reports_too(handed: Handed) -> None:
    listed = (handed.folder / "site/_redirects").read_text().splitlines()[1:]
    assert sorted(listed) == [
        "/2025/losses.html /articles/losses/ 301",
        "/old/convoy/ /articles/convoy/ 301",
        "/old/losses/ /articles/losses/ 301",
    ]


def test_a_site_in_a_folder_of_its_host_says_so_and_promises_no_https(tmp_path: Path) -> None:
    made = harbour(tmp_path)
    made.edit("site.yaml", f"onion: {ONION}/\n", "")
    made.edit("site.yaml", f"base_url: {ADDRESS}/", "base_url: http://host.example/digest")
    made.build()
    assert "\n/digest/old/convoy/ /digest/articles/convoy/ 301\n" in made.page("/_redirects")
    headers = made.page("/_headers")
    assert "\n/digest/media/*\n" in headers
    assert "Strict-Transport-Security" not in headers
    assert "onion" not in made.page("/")


# ---- as an onion service ----
def test_each_page_names_itself_at_the_onion_address(handed: Handed) -> None:
    named = 0
    for name, page in handed.pages.items():
        found = page.xpath("//meta[@http-equiv='onion-location']/@content")
        if name == "404.html" or page.xpath("//meta[@http-equiv='refresh']"):
            assert not found, "at whatever address it is, or only on the way"
            continue
        assert found == [f"{ONION}/{name.removesuffix('index.html')}"]
        named += 1
    assert named > 20


def test_no_page_leads_from_the_onion_to_the_open_web(handed: Handed) -> None:
    """The canonical link is no link that is followed: it tells search engines and citations."""
    for name, page in handed.pages.items():
        for element in page.iter(html.etree.Element):
            for key in NAMES_OF_PLACES:
                if ADDRESS in (element.get(key) or ""):
                    assert (element.tag, element.get("rel")) == ("link", "canonical"), name


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (ONION.replace("bp2h", "bq2h"), "a letter of the address is wrong"),
        (ONION.replace("http:", "https:"), "the address of an onion service: http://"),
        ("http://digest.example/", "the address of an onion service: http://"),
        ("http://expyuzz4wqqyqhjn.onion/", "56 letters and digits"),
        (f"{ONION}/digest/", "the address of an onion service: http://"),
    ],
)
def test_a_mistyped_onion_address_is_a_mistake_at_its_line(
    tmp_path: Path, address: str, said: str
) -> None:
    made = Site(tmp_path)
    made.write(f"-- site.yaml --\ntitle: T\nbase_url: {ADDRESS}/\nonion: {address}\n")
    assert re.fullmatch(rf"site\.yaml:3: .*{re.escape(said)}.*", "\n".join(made.problems()))
