"""Makes the fonts of the cards: `make fonts` (needs npm, and Debian's package fonts-noto-cjk).

Each is the bold or semi-bold of one family, without hinting, cut down to the characters that titles
are written with. The same versions make the same bytes, which `generator/pages/cards/faces.py`
names.
"""

import hashlib
import sys
import tarfile
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

REPOSITORY = Path(__file__).parent.parent
RESULT = REPOSITORY / "generator/pages/cards/fonts"

LATIN = [
    *((0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x2AF), (0x2B0, 0x2FF), (0x300, 0x36F)),
    *((0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E)),
    *((0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2212, 0x2212)),
]
ARABIC = [
    *((0x20, 0x22), (0x27, 0x29), (0x2C, 0x2F), (0x3A, 0x3B), (0x5B, 0x5B), (0x5D, 0x5D)),
    *((0xA0, 0xA0), (0xAB, 0xAB), (0xBB, 0xBB), (0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF)),
    *((0x200C, 0x200D), (0x2010, 0x2014), (0x2018, 0x201D), (0x2026, 0x2026)),
    *((0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
]
HEBREW = [(0x591, 0x5F4), (0x20AA, 0x20AA), (0xFB1D, 0xFB4F)]
KOREAN = [
    *((0xAC00, 0xD7A3), (0x3131, 0x318E), (0x3001, 0x3003), (0x3008, 0x3011), (0x3014, 0x301B)),
    *((0x3041, 0x3096), (0x3099, 0x30FF), (0xFF01, 0xFF60), (0xB7, 0xB7)),
]

FEATURES = (
    *("kern", "mark", "mkmk", "ccmp", "locl", "calt", "clig", "liga", "rlig", "rclt", "curs"),
    *("init", "medi", "fina", "isol"),
)

FONTS = (  # what is written, the package, the file in it, the characters
    ("noto-serif-bold.ttf", "noto-serif", "700Bold/NotoSerif_700Bold.ttf", LATIN),
    ("noto-sans-semibold.ttf", "noto-sans", "600SemiBold/NotoSans_600SemiBold.ttf", LATIN),
    (
        "noto-naskh-arabic-bold.ttf",
        "noto-naskh-arabic",
        "700Bold/NotoNaskhArabic_700Bold.ttf",
        ARABIC,
    ),
    (
        "noto-serif-hebrew-bold.ttf",
        "noto-serif-hebrew",
        "700Bold/NotoSerifHebrew_700Bold.ttf",
        HEBREW,
    ),
)
CJK = ("noto-serif-kr-bold.otf", "Noto Serif CJK KR")


def main() -> None:
    """Read the packages (.tgz) and the collection (.ttc) named on the command line, write fonts."""
    packages = {Path(name).name: Path(name) for name in sys.argv[1:-1]}
    RESULT.mkdir(exist_ok=True)
    for name, package, file, ranges in FONTS:
        [found] = [p for n, p in packages.items() if n.startswith(f"expo-google-fonts-{package}-0")]
        with tarfile.open(found) as archive:
            font = TTFont(BytesIO(_read(archive, f"package/{file}")))
            licence = _read(archive, "package/LICENSE_FONT")
        _write(font, name, {each for first, last in ranges for each in range(first, last + 1)})
        (RESULT / f"{package}.OFL.txt").write_bytes(licence)
    name, family = CJK
    [font] = [
        each for each in TTCollection(sys.argv[-1]).fonts if each["name"].getDebugName(1) == family
    ]
    licence = (RESULT / "noto-serif.OFL.txt").read_text(encoding="utf-8").split("\n", 1)[1]
    copyright_ = f"Copyright {font['name'].getDebugName(0)}\n{licence}"
    (RESULT / "noto-serif-kr.OFL.txt").write_text(copyright_, encoding="utf-8")
    korean = {each for first, last in KOREAN for each in range(first, last + 1)}
    _write(font, name, korean | {ord(each) for each in hanja()}, features=())


def hanja() -> set[str]:
    """The Han characters that Korean headlines take: those of KS X 1001 that JIS X 0208 has in its
    first level and Big5 among its frequent ones, too; the rest stands in names of old."""
    high = range(0xA1, 0xFF)
    korean = _decoded("euc_kr", range(0xCA, 0xFE), high)
    japanese = _decoded("euc_jp", range(0xB0, 0xD0), high)
    chinese = _decoded("big5", range(0xA4, 0xC7), [*range(0x40, 0x7F), *high])
    return korean & japanese & chinese


def _decoded(encoding: str, first: range, second: "range | list[int]") -> set[str]:
    found = (bytes((one, other)).decode(encoding, "ignore") for one in first for other in second)
    return {each for each in found if len(each) == 1 and "\u4e00" <= each <= "\u9fff"}


def _write(
    font: TTFont, name: str, characters: set[int], features: tuple[str, ...] = FEATURES
) -> None:
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG", "STAT", "MATH", "VORG", "vhea", "vmtx"]
    options.layout_features = [*features]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    font.recalcTimestamp = False
    font.save(RESULT / name)
    data = (RESULT / name).read_bytes()
    print(f"{name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


def _read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    assert file is not None
    return file.read()


if __name__ == "__main__":
    main()
