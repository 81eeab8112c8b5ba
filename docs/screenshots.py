"""Takes the README's pictures of the demo site: `make screenshots` (needs Debian's chromium)."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from generator.releasing import build  # noqa: E402
from generator.site_folder import plan_site  # noqa: E402

PICTURES = {
    "article": ("articles/3000-more-north-korean-soldiers/index.html", 1280, 860, "light", ""),
    "timeline": ("timeline/index.html", 1280, 860, "light", ""),
    "front-phone": ("index.html", 390, 844, "light", ""),
    "timeline-phone-dark": ("timeline/index.html", 390, 844, "dark", ".year"),
}


def main() -> None:
    """Build the demo into a temporary folder and take each picture of it."""
    chromium = shutil.which("chromium") or sys.exit("chromium is not installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = Path(folder) / "site"
        build(REPOSITORY, plan_site(REPOSITORY, drafts=False), output, jobs=1)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (path, width, height, scheme, top) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto((output / path).as_uri())
            if top:  # the picture begins here, not at the head of the page
                page.locator(top).first.evaluate("place => place.scrollIntoView(true)")
            page.screenshot(path=REPOSITORY / f"docs/pictures/{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
