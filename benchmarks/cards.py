"""Cards: what each costs to draw and to keep, in four scripts, and what they add to a build.

    python benchmarks/cards.py 2000

prints for each script the milliseconds of one core that a card takes (its text set, its SVG
rendered, drawn and made smaller) and its bytes; then the seconds of a first build and of one after
an edited text, of so many articles and their cards alone, with cards and without.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from generator.pages.render import render  # noqa: E402
from generator.site_folder import plan_site  # noqa: E402

KEPT = {"base.html", "article.html", "base-card.svg", "card-article.svg", "card-site.svg"}
EACH = 40  # cards of each script that are timed one by one
WORDS = {
    "en": "harbour gate convoy says after nine days closed ministry reports water grain denies",
    "uk": "порт брама колона каже після дев’яти днів закрито міністерство повідомляє вода зерно",
    "ar": "الميناء البوابة القافلة قالت بعد تسعة أيام مغلقة الوزارة تعلن المياه الحبوب العمدة ينفي",
    "ko": "항구 북문 수송대 발표 이후 아흐레 폐쇄 당국 보도 식수 곡물 시장 부인 재개",
}


def main() -> None:
    """Build sites below a folder of their own, and print what it took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _one_by_one(_site(root / "few", EACH * len(WORDS), "all"))
        for cards in ("none", "all"):
            site = _site(root / cards, count, cards)
            cold = _build(site)
            path = site / "content/articles/a0.md"
            path.write_text(path.read_text(encoding="utf-8") + "\nOne more.\n", encoding="utf-8")
            drawn = sum(each.stat().st_size for each in site.glob("preview/cards/**/*.png"))
            edited, same = _build(site), _build(site)
            print(
                f"{count:,} articles, cards: {cards:4}  first {cold:6.1f} s, an edited text "
                f"{edited:.2f} s, unchanged {same:.2f} s; cards {drawn / 1e6:.1f} MB"
            )


def _one_by_one(site: Path) -> None:
    planned = plan_site(site, drafts=True)
    pages = [page for page in planned.pages if page.path.startswith("/cards/articles/")]
    took: dict[str, list[tuple[float, int]]] = {}
    for page in pages:  # the first of each loads its font
        start = time.process_time()
        data = render(page, planned.templates)
        took.setdefault(str(page.lang), []).append((time.process_time() - start, len(data)))
    for lang, each in sorted(took.items()):
        times = sorted(seconds for seconds, _ in each)
        size = sum(size for _, size in each) / len(each)
        print(
            f"{lang}  {1000 * times[len(times) // 2]:5.1f} ms in the middle, at most "
            f"{1000 * times[-1]:5.1f}; {size / 1000:.1f} kB on average"
        )


def _site(folder: Path, count: int, cards: str) -> Path:
    chance = random.Random(7)
    shutil.copytree(REPOSITORY / "templates/parts", folder / "templates/parts")
    for template in (REPOSITORY / "templates").glob("*.*"):
        if template.name not in KEPT:
            (folder / "templates" / template.name).write_text("{# Not what is measured. #}\n")
    settings = f"title: Digest\nbase_url: https://digest.example/\ncards: {cards}\n"
    (folder / "site.yaml").write_text(settings + "text: false\nsearch: false\n")
    (folder / "content/articles").mkdir(parents=True)
    for number in range(count):
        lang = list(WORDS)[number % len(WORDS)]
        title = " ".join(chance.choices(WORDS[lang].split(), k=chance.randrange(4, 15)))
        (folder / f"content/articles/a{number}.md").write_text(
            f"---\ntitle: {title}\ndate: 2025-03-{number % 28 + 1:02}\nlang: {lang}\n"
            "source: { name: Harbour Gazette }\ntags: [t]\n---\nA short text.\n",
            encoding="utf-8",
        )
    return folder


def _build(site: Path) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "generator", "build", "--drafts"]
    environment = {"PYTHONPATH": str(REPOSITORY), "PATH": "/usr/bin:/bin"}
    subprocess.run(command, cwd=site, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
