"""Pictures: of what an editor puts into content/media, readers get pixels, and nothing else."""

import os
import random
import re
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import picture_files as files
import pytest
from conftest import Site
from picture_files import CANARY, TEXT
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from generator.library.files import Listing
from generator.library.media import album_of, read_media
from generator.model.media import Media
from generator.model.problems import Problem, SiteError
from generator.pages.decoding import DAMAGED, media_of
from generator.pages.encoding import encoded
from generator.pages.markup import illustrated, to_html
from generator.pages.pictures import Derivative, derivatives
from generator.picturing import encode_into
from generator.previewing.answers import Answers
from generator.previewing.shown import Preview

PAGE = """\
-- content/pages/shown.md --
---
title: What was seen
---
"""
ARTICLE = """\
-- content/articles/{id}.md --
---
title: A report
date: "2025-03-27"
source: {{ name: unknown, url: null }}
tags: [drones]
status: {status}
{more}---
A report with a picture.

![A convoy](/media/{picture} "On the road. Photo: nobody")
"""
ALLOWED = {
    "jpg": {"E0", "DB", "C2", "C4", "DA"},  # JFIF, tables and scans
    "png": {"IHDR", "PLTE", "IDAT", "IEND"},
    "webp": {"VP8 ", "VP8L", "VP8X", "ALPH"},
}
BESIDE_PIXELS = {"exif", "xmp", "icc_profile", "photoshop", "comment", "mp", "dpi", "Author"}


def put(made: Site, name: str, data: bytes) -> None:
    path = made.root / "content/media" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def page_of(*lines: str) -> str:
    return PAGE + "\n".join(lines) + "\n"


def article(id_: str, status: str, picture: str, more: str = "") -> str:
    return ARTICLE.format(id=id_, status=status, picture=picture, more=more)


def media(tree: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in tree.items() if path.startswith("media/")}


def test_of_a_picture_nothing_is_left_but_its_pixels(site: Callable[..., Site]) -> None:
    names = {
        f"{TEXT}.jpg": files.jpeg(6),
        f"{TEXT}.png": files.png(),
        f"clear-{TEXT}.png": files.png("RGBA"),
        f"few-{TEXT}.png": files.png("P"),
        f"{TEXT}.webp": files.webp(),
        f"clear-{TEXT}.webp": files.webp("RGBA"),
        f"{TEXT}.gif": files.gif(),
    }
    made = site(page_of(*(f"![A corner](/media/{name})\n" for name in names)))
    for name, data in names.items():
        assert data.count(CANARY) > 2
        put(made, name, data)
    made.build()
    tree = made.tree()
    assert len(media(tree)) == 26  # seven pictures in two widths and two kinds; one is narrow
    for path, data in media(tree).items():
        pieces = dict(files.pieces(data))
        assert pieces.keys() <= ALLOWED[path.rpartition(".")[2]], path
        assert pieces.get("E0", 16) == 16, "JFIF with a thumbnail"
        with Image.open(BytesIO(data)) as image:
            assert not image.getexif()
            assert image.info.keys().isdisjoint(BESIDE_PIXELS)
    for path, data in tree.items():
        assert CANARY not in data
        assert TEXT not in path


@pytest.mark.parametrize("make", [files.jpeg, files.png, files.webp, files.gif])
def test_the_address_of_a_picture_tells_nothing_of_what_was_removed(
    make: Callable[[], bytes],
) -> None:
    drawn, kind = files.drawing(), make.__name__.upper()
    how: dict[str, Any] = {"icc_profile": files.srgb()}
    if kind == "GIF":
        how = {"save_all": True, "append_images": [drawn.rotate(180)]}
    bare = files.saved(drawn, kind, **how)
    assert CANARY not in bare
    turned = files.saved(drawn.rotate(90), kind, **how)
    one, other, another = (
        [made.path for made in derivatives(media_of(data))] for data in (make(), bare, turned)
    )
    assert one == other
    assert not {*one} & {*another}


@pytest.mark.parametrize(
    ("data", "kind", "corner", "ground"),
    [
        (files.jpeg(), "jpeg", (220, 30, 20), (20, 40, 200)),
        (files.saved(files.drawing("CMYK"), "JPEG"), "jpeg", (220, 30, 20), (20, 40, 200)),
        (files.saved(files.drawing("L"), "JPEG"), "jpeg", (86, 86, 86), (52, 52, 52)),
        (files.swapped(), "jpeg", (20, 30, 220), (200, 40, 20)),
        (files.saved(files.drawing("L").convert("I;16").point(lambda v: v * 256), "PNG"),
            "png", (86, 86, 86), (52, 52, 52)),
        (files.saved(files.drawing("P"), "PNG"), "png", (204, 51, 0), (0, 51, 204)),
        (files.saved(files.drawing("1"), "PNG"), "png", None, None),
        (files.saved(files.drawing("LA"), "PNG"), "png", (86, 86, 86), (52, 52, 52)),
        (files.saved(files.drawing("P"), "PNG", transparency=0), "png", None, None),
        (files.gif(), "png", (220, 30, 20), (20, 40, 200)),
        (files.webp(), "jpeg", (220, 30, 20), (20, 40, 200)),
        (files.webp("RGBA"), "png", (220, 30, 20), (20, 40, 200)),
    ],
    ids=["jpeg", "cmyk", "grey", "profile", "16bit", "palette", "bits", "grey clear",
        "palette clear", "gif", "webp", "webp clear"],
)  # fmt: skip
def test_colours_come_out_as_they_are_seen(
    data: bytes, kind: str, corner: tuple[int, ...] | None, ground: tuple[int, ...] | None
) -> None:
    seen = media_of(data)
    assert not seen.wrong
    wanted = derivatives(seen)
    assert {d.kind for d in wanted} == {"webp", kind}
    for made, bytes_ in encoded(data, wanted):
        with Image.open(BytesIO(bytes_)) as image:
            assert (image.format or "").lower() == made.kind
            assert image.size == (made.width, made.height)
            assert ("A" in image.mode or "transparency" in image.info) == seen.clear
            colours = image.convert("RGB")
            for place, colour in ((20, corner), (made.height - 20, ground)):
                found = colours.getpixel((place, place))
                assert isinstance(found, tuple)
                near = colour is None or max(map(abs, map(int.__sub__, found, colour))) < 40
                assert near, (made.kind, made.width, found, colour)


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_stands_as_its_camera_was_held(turned: int) -> None:
    data = files.jpeg(turned)
    seen = media_of(data)
    assert (seen.width, seen.height) == ((400, 640) if turned > 4 else (640, 400))
    [(_, bytes_)] = encoded(data, derivatives(seen)[-1:])
    with Image.open(BytesIO(bytes_)) as image:
        width, height = image.size
        places = [(20, 20), (width - 20, 20), (width - 20, height - 20), (20, height - 20)]
        red = [number for number, place in enumerate(places) if image.getpixel(place)[0] > 150]  # type: ignore[index]
    assert red == [{1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[turned]]


REFUSED = [
    ("drawn.svg", b"<svg onload='alert(1)'/>", "export it as PNG"),
    ("declared.jpg", b"<?xml version='1.0'?><svg/>", "SVG"),
    ("phone.heic", b"\0\0\0\x18ftypheic" + bytes(30), "HEIC, as phones write it, which is"),
    ("new.avif", b"\0\0\0\x18ftypavif" + bytes(30), "AVIF"),
    ("scan.tiff", b"II*\0" + bytes(60), "TIFF"),
    ("old.bmp", b"BM" + bytes(60), "BMP"),
    ("letter.pdf", b"%PDF-1.7\n", "PDF"),
    ("words.jpg", b"just words", "no picture that can be shown; export it as JPEG, PNG"),
    ("nothing.png", b"", "empty; copy it here again"),
    ("bomb.png", files.png_of_size(60_000, 60_000), "more than 60 megapixels; save it smaller"),
    ("bomb.webp", files.webp_of_size(16_000, 16_000), "more than 24 megapixels"),
    ("long.png", files.png_of_size(1, 40_000), "more than 30,000 on a side"),
    ("flat.png", files.png_of_size(0, 40), "damaged"),
    ("passes.jpg", files.jpeg_of_passes(200), "more than 100 passes"),
    ("head.png", files.png()[:20], "damaged, or cut off"),
    ("head.webp", files.webp()[:60], "damaged, or cut off"),
    ("head.jpg", files.jpeg()[:12], "damaged, or cut off"),
]  # fmt: skip


def test_what_cannot_be_shown_is_named_where_it_is_used(site: Callable[..., Site]) -> None:
    made = site(page_of(*(f"![Seen](/media/{name})" for name, _, _ in REFUSED)))
    for name, data, _ in REFUSED:
        put(made, name, data)
    done = made.run("build")
    assert done.status == 1
    lines = done.err.splitlines()
    for line, (name, _, words) in enumerate(REFUSED, start=4):
        said = [each for each in lines if each.startswith(f"content/pages/shown.md:{line}: ")]
        assert len(said) == 1, (name, done.err)
        assert f"content/media/{name}: " in said[0]
        assert words in said[0]
    assert "Warning" not in done.err
    assert not (made.root / "public").exists()


def test_a_damaged_picture_leaves_the_old_site_as_it_was(site: Callable[..., Site]) -> None:
    made = site(page_of("![Seen](/media/a.png)", "", "![Seen](/media/b.jpg)"))
    put(made, "a.png", files.saved(files.drawing(), "PNG"))
    put(made, "b.jpg", files.jpeg())
    made.build()
    before = made.tree()
    whole = files.saved(Image.effect_noise((640, 400), 90), "PNG")
    put(made, "a.png", files.cut(whole))
    noise = files.saved(Image.effect_noise((640, 400), 90), "JPEG")
    put(made, "b.jpg", files.cut(noise))
    done = made.run("build", "--jobs", "1")
    assert done.status == 1
    advice = "damaged, or cut off; open it in an image editor and export it anew"
    said = [f"content/media/{name}: {advice}" for name in ("a.png", "b.jpg")]
    assert done.err.splitlines()[:2] == said
    assert made.tree() == before
    checked = made.run("check")
    assert (checked.status, advice in checked.err) == (1, True)
    put(made, "a.png", whole)
    put(made, "b.jpg", noise)
    made.build()
    assert len(media(made.tree())) == 8


@pytest.mark.parametrize("make", [files.jpeg, files.png, files.webp, files.gif])
def test_a_file_with_any_bytes_wrong_is_shown_or_refused(make: Callable[[], bytes]) -> None:
    whole, chance = make(), random.Random(7)
    outcomes = set()
    for _ in range(50):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            reach = min(len(data), chance.choice((60, 4000, 10**9)))  # headers more than pixels
            data[chance.randrange(reach)] ^= 1 << chance.randrange(8)
        cut = bytes(data[: chance.randrange(len(data))] if chance.random() < 0.2 else data)
        seen = media_of(cut)
        if seen.wrong:
            outcomes.add("refused")
            continue
        try:
            [(_, made)] = encoded(cut, derivatives(seen)[:1])
        except ValueError as error:
            assert str(error) == DAMAGED
            outcomes.add("damaged")
        else:
            assert CANARY not in made
            outcomes.add("shown")
    assert "refused" in outcomes and len(outcomes) > 1


def test_a_picture_that_takes_its_process_with_it_costs_nothing_else(
    site: Callable[..., Site],
) -> None:
    made = site()
    for name in ("a.png", "b.png"):
        put(made, name, files.saved(files.drawing().rotate(len(name) * ord(name[0])), "PNG"))
    read = read_media(Listing(made.root), {}, 0, media_of, map)
    wanted = [each for seen in album_of(read).values() for each in derivatives(seen)]

    def use(picture: Derivative, data: bytes) -> int:
        if picture.media.id == "a.png":
            os._exit(9)
        return len(data)

    done = set()
    with pytest.raises(SiteError) as caught:
        for picture, _ in encode_into(use, wanted, made.root, 2):
            done.add(picture.media.id)
    assert done == {"b.png"}
    assert [problem.file for problem in caught.value.problems] == ["content/media/a.png"]
    assert "too much memory" in caught.value.problems[0].message


ALBUM = {
    name: Media(id=name, name=f"content/media/{name}", width=320, height=200, seen="5ee")
    for name in ("a.jpg", "2025/b c.png")
}
A = (
    '<picture><source type="image/webp" srcset="/media/5ee-320.webp 320w"'
    ' sizes="(min-width: 40rem) 37rem, 92vw"><img src="/media/5ee-320.jpg"'
    ' srcset="/media/5ee-320.jpg 320w" sizes="(min-width: 40rem) 37rem, 92vw"'
    ' width="320" height="200" loading="lazy" decoding="async" alt="{}"></picture>'
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![A](/media/a.jpg)", f"<figure>{A.format('A')}</figure>"),
        (
            '![A](/media/a.jpg "Two. Photo: <who> & co")',
            f"<figure>{A.format('A')}"
            "<figcaption>Two. Photo: &lt;who&gt; &amp; co</figcaption></figure>",
        ),
        ("Look ![A](/media/a.jpg) here", f"<p>Look {A.format('A')} here</p>\n"),
        (
            "![A](/media/a.jpg)\n![B](/media/a.jpg)",
            "\n".join(f"<figure>{A.format(words)}</figure>" for words in "AB"),
        ),
        ('![a "b" <i>*c*](/media/a.jpg)', None),
        ("> ![A](/media/a.jpg)", f"<blockquote><figure>{A.format('A')}</figure></blockquote>\n"),
        ("- ![A](/media/a.jpg)", f"<ul>\n<li>{A.format('A')}</li>\n</ul>\n"),
        ("![A][ref]\n\n[ref]: /media/a.jpg", f"<figure>{A.format('A')}</figure>"),
        ("`![A](/media/a.jpg)`", "<p><code>![A](/media/a.jpg)</code></p>\n"),
        (r"!\[A](/media/a.jpg)", "<p>![A](/media/a.jpg)</p>\n"),
        ("![A](https://x.example/a.jpg)", "<p><em>[A]</em></p>\n"),
        ("![](//x.example/a.jpg)", "<p><em>[image]</em></p>\n"),
        ("![A](/media/a.jpg)\n![B](//x.example/a.jpg)", f"<p>{A.format('A')}\n<em>[B]</em></p>\n"),
        (
            "[![A](/media/a.jpg)](https://x.example/)",
            f'<p><a href="https://x.example/" rel="noopener noreferrer">{A.format("A")}</a></p>\n',
        ),
    ],
)  # fmt: skip
def test_a_picture_in_a_text(text: str, html: str | None) -> None:
    shown = illustrated(text, ALBUM)
    assert not shown.wrong
    if html is not None:
        assert shown.html == html
    else:
        assert 'alt="a &quot;b&quot; &lt;i&gt;c"' in shown.html
    assert [each.id for each in shown.media] == (["a.jpg"] if "<img" in shown.html else [])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x\n\n![](/media/a.jpg)", 3, "say in a few words what the picture shows"),
        ("![ ](/media/a.jpg)", 1, "![Two lorries at a barrier](/media/a.jpg)"),
        ("1\n2 ![A](/media/b.jpg) 3", 2, "no picture “b.jpg” in content/media/; did you mean"),
        ("- x\n- y\n\n  ![A](/media/zzz-zzz.gif)", 4, "no picture “zzz-zzz.gif” in content/media"),
        ("| a |\n|---|\n| ![A](/media/no.png) |", 3, "no picture “no.png”"),
        ("![A](a.jpg)", 1, "put it into content/media/; did you mean “a.jpg”?"),
        ("![A](/images/map.png)", 1, "“/images/map.png” is no picture of this site"),
        ("![A](/media/../site.yaml)", 1, "no picture “../site.yaml”"),
        ("![A](/media/2025/b%20d.png)", 1, "did you mean “2025/b c.png”?"),
        ("text[^1]\n\n[^1]: ![A](/media/no.png)", 3, "no picture “no.png”"),
    ],
)  # fmt: skip
def test_a_mistake_with_a_picture_is_said_at_its_line(text: str, line: int, words: str) -> None:
    [remark] = illustrated(text, ALBUM).wrong
    assert remark.line == line
    assert words in remark.message


def test_a_text_without_pictures_of_ours_reads_as_ever() -> None:
    texts = ["Words.", "![x](https://a.example/b.png) *and* <b>", "a ![", "[^1] ![x\n\n[^1]: y"]
    assert [illustrated(text, ALBUM).html for text in texts] == [to_html(text) for text in texts]


def test_only_what_a_public_page_shows_leaves_the_house(site: Callable[..., Site]) -> None:
    hidden = {
        "draft": article("one", "draft", f"{TEXT}-draft.png"),
        "embargoed": article(
            "two", "reviewed", f"{TEXT}-embargo.png", "embargo: 2125-01-01T00:00:00Z\n"
        ),
        "withheld": article("three", "withheld", f"{TEXT}-withheld.png"),
        "retracted": article("four", "retracted", f"{TEXT}-retracted.png"),
    }
    pictures = ("draft", "embargo", "withheld", "retracted", "unused", "shown")
    made = site()
    for number, name in enumerate(pictures):
        image = files.drawing(size=(400, 300)).rotate(7 * number)
        put(made, f"{TEXT}-{name}.png", files.saved(image, "PNG"))
    made.write(article("public", "reviewed", f"{TEXT}-shown.png") + "".join(hidden.values()))
    made.approve()
    made.build()
    tree = made.tree()
    assert len(media(tree)) == 2  # one picture, as PNG and as WebP
    assert not any(CANARY in data for data in tree.values())
    published = {
        Image.open(BytesIO(data)).convert("RGB").tobytes() for data in media(tree).values()
    }
    source = Image.open(made.root / f"content/media/{TEXT}-shown.png").convert("RGB")
    assert published == {source.tobytes()}
    made.build("--drafts")
    assert len(media(made.tree("preview"))) == 8  # all but the unused and the retracted one
    assert media(tree).items() <= media(made.tree("preview")).items()


def test_what_a_page_says_of_a_picture_is_so(site: Callable[..., Site]) -> None:
    sizes = {"tiny": (3, 2), "small": (481, 300), "mid": (1000, 700), "large": (2400, 900),
             "tower": (500, 6000)}  # fmt: skip
    made = site(page_of(*(f"![Seen](/media/{name}.jpg)\n" for name in sizes)))
    for name, size in sizes.items():
        put(made, f"{name}.jpg", files.saved(files.drawing(size=size), "JPEG", quality=40))
    made.build()
    page, tree = made.page("/shown/"), media(made.tree())
    found = re.findall(
        r'<img src="\.\./([^"]+)" srcset="([^"]+)"[^>]* width="(\d+)" height="(\d+)"', page
    )
    widths = []
    for src, srcset, width, height in found:
        with Image.open(BytesIO(tree[src])) as image:
            assert image.size == (int(width), int(height))
        widths.append([int(each.rpartition(" ")[2][:-1]) for each in srcset.split(", ")])
    assert widths == [[3], [481], [480, 1000], [480, 960, 1600], [400]]
    named = re.findall(r"\.\./(media/[^\" ]+) (\d+)w", page)
    assert {path for path, _ in named} == tree.keys()
    for path, width in named:
        with Image.open(BytesIO(tree[path])) as image:
            assert image.width == int(width)
    assert page.count('loading="lazy"') == page.count('decoding="async"') == len(sizes)
    assert made.run("check").status == 0


def test_feeds_carry_a_plain_picture_with_its_full_address(site: Callable[..., Site]) -> None:
    made = site(article("public", "reviewed", "a.jpg"))
    put(made, "a.jpg", files.jpeg())
    made.approve()
    made.build()
    [src] = re.findall(r"&lt;img src=&#34;([^&]+)&#34; width", made.page("/feed.xml"))
    assert src.startswith("https://digest.example/media/")
    assert src.removeprefix("https://digest.example/") in made.tree()
    assert "srcset" not in made.page("/feed.xml")
    assert "picture&gt;" not in made.page("/feed.xml")


def test_another_photo_changes_the_pages_that_show_it_and_nothing_else(
    site: Callable[..., Site], tmp_path: Path
) -> None:
    made = site(article("one", "draft", "a.jpg") + article("two", "draft", "b.jpg"))
    put(made, "a.jpg", files.jpeg())
    put(made, "b.jpg", files.saved(files.drawing().rotate(180), "JPEG"))
    made.build("--drafts")
    before = made.tree("preview")
    put(made, "a.jpg", files.jpeg(3))
    made.build("--drafts")
    after = made.tree("preview")
    changed = {path for path in before.keys() & after if before[path] != after[path]}
    assert changed == {"articles/one/index.html"} | {
        f"{of}feed.{form}" for of in ("", "tags/drones/") for form in ("xml", "json")
    }
    new, gone = after.keys() - before.keys(), before.keys() - after.keys()
    assert {path.partition("/")[0] for path in new | gone} == {"media"}
    assert len(new) == len(gone) == 4
    (made.root / "content/media/a.jpg").unlink()
    done = made.run("build", "--drafts")
    assert done.err.startswith("content/articles/one.md:10: no picture “a.jpg” in content/media")
    assert made.tree("preview") == after
    put(made, "a.jpg", files.jpeg(3))
    made.build("--drafts", "--jobs", "2", PYTHONHASHSEED="7", TZ="Asia/Seoul")
    assert made.tree("preview") == after
    (made.root / ".cache").rename(tmp_path / "cache")
    made.build("--drafts", "--jobs", "1", PYTHONHASHSEED="8", TZ="America/Lima")
    assert made.tree("preview") == after


def test_a_build_without_new_pictures_loads_no_decoder(site: Callable[..., Site]) -> None:
    made = site(page_of("![Seen](/media/a.jpg)"))
    put(made, "a.jpg", files.jpeg())
    assert "| PIL" in made.build(PYTHONPROFILEIMPORTTIME="1").err.replace("|   ", "| ").replace(
        "  ", ""
    )
    made.edit("content/pages/shown.md", "title: What", "title: Whatever")
    assert "PIL" not in made.build(PYTHONPROFILEIMPORTTIME="1").err
    assert "Whatever" in made.page("/shown/")


def test_nothing_is_approved_while_its_picture_is_missing(site: Callable[..., Site]) -> None:
    made = site(article("one", "draft", "a.jpg"))
    done = made.run("review", "content/articles/one.md", "--by", "Desk")
    assert done.status == 1
    assert done.err.startswith("content/articles/one.md:10: no picture “a.jpg”")
    put(made, "a.jpg", files.jpeg())
    made.run("review", "content/articles/one.md", "--by", "Desk")
    assert "status: reviewed" in made.read("content/articles/one.md")


def test_the_preview_shows_the_pictures_of_drafts(site: Callable[..., Site]) -> None:
    made = site(article("one", "draft", "a.jpg"))
    put(made, "a.jpg", files.jpeg())
    preview = Preview(made.root)
    said: list[Problem] = []
    answers = Answers(preview, said.extend)
    preview.refresh()
    page = answers.answer("/articles/one/", {}).data.decode()
    shown = re.findall(r"\.\./\.\./(media/[^\" ]+\.(?:webp|jpg))", page)
    for path in shown:
        answer = answers.answer(f"/{path}", {})
        assert (answer.status, answer.kind.partition("/")[0]) == (200, "image")
        assert CANARY not in answer.data
    put(made, "a.jpg", files.saved(files.drawing().rotate(180), "JPEG"))
    change = preview.refresh(["content/media/a.jpg"])
    assert "/articles/one/" in change.paths
    assert answers.answer(f"/{shown[0]}", {}).status == 404
    noise = files.saved(Image.effect_noise((640, 400), 90), "PNG")
    put(made, "a.jpg", files.cut(noise))
    preview.refresh(["content/media/a.jpg"])
    page = answers.answer("/articles/one/", {}).data.decode()
    [path] = re.findall(r'<img src="\.\./\.\./(media/[^"]+)', page)
    assert answers.answer(f"/{path}", {}).status == 500
    assert [problem.file for problem in said] == ["content/media/a.jpg"]


def test_a_page_is_no_file_where_pictures_need_a_folder(site: Callable[..., Site]) -> None:
    made = site(page_of("![Seen](/media/a.jpg)"))
    put(made, "a.jpg", files.jpeg())
    made.write('-- templates/odd.html --\n---\npath: "/Media"\n---\nodd\n')
    done = made.run("build")
    assert done.status == 1
    assert "templates/odd.html:2: path: /Media is a file where /media/" in done.err


def test_the_made_up_files_hold_what_is_looked_for() -> None:
    """Else nothing above would mean anything."""
    for made in (files.jpeg(), files.png(), files.webp()):
        kinds = {
            kind
            for kind, _ in files.pieces(made[: made.rindex(CANARY)] + made[made.rindex(CANARY) :])
        }
        assert kinds - {kind for allowed in ALLOWED.values() for kind in allowed}
    with JpegImageFile(BytesIO(files.jpeg(6))) as image:
        assert image.getexif()[0x010F] == TEXT
        assert image.getexif().get_ifd(0x8825)[2][0] == 52
        assert image.info["comment"] == CANARY
    assert struct.pack(">I", len(files.profile())) == files.profile()[:4]
