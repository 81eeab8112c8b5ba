"""A small site that has a page of every type, old addresses, a picture and an onion address."""

from pathlib import Path

from conftest import REPOSITORY, Site
from PIL import Image

from generator.pages.plan import file_of
from generator.site_folder import plan_site

ONION = "http://bp2hjcldmnif4xvf4xlkz2hl7mj2oyfebgy7wrt5ikh4ofxz6kcnnyid.onion"
EPOCH = {"SOURCE_DATE_EPOCH": "1743141600"}  # 2025-03-28 06:00 UTC
TEXT = """\
-- site.yaml --
title: Harbour Digest
base_url: https://digest.example/
contact: desk@digest.example
targets:
  web: { kind: directory, path: www }
-- content/registers/actors.yaml --
north: { name: The North, kind: government }
south: { name: The South, kind: armed-forces }
-- content/registers/places.yaml --
quay: { name: The Long Quay, kind: region, about: From the mole to the lock. }
-- content/registers/sources.yaml --
wire: { name: The Wire, kind: agency }
-- content/registers/measures.yaml --
ships: { name: Ships lost, definition: Ships that sank., unit: ships, not_comparable: None. }
-- content/pages/about.md --
---
title: About
---
Who we are.
-- content/articles/losses.md --
---
title: Ships are lost at the quay
date: 2025-03-27
source: wire
tags: [harbour]
status: reviewed
aliases: [/old/losses/, /2025/losses.html]
places: [{ id: quay, precision: region }]
events:
  - { id: storm, date: 2025-03-14, what: A storm hits the quay, where: quay }
  - { id: mines, date: XXXX, what: The lock is mined, where: quay }
claims:
  - id: lost
    by: south
    act: estimates
    quote: nine to twelve ships sank
    event: storm
    figure: { measure: ships, low: 9, high: 12, period: 2025-03 }
  - { id: none, by: north, act: denies, quote: not one is lost, answers: lost }
corrections:
  - { at: 2025-04-02, was: seven, now: nine, why: We misread the list. }
---
The South thinks that nine to twelve ships sank. The North says that not one is lost.

![The mole in fog](/media/mole.png "The mole")
-- content/articles/convoy.md --
---
title: A convoy that was none
date: "2025-03-20"
source: wire
tags: [harbour]
status: retracted
aliases: [/old/convoy]
corrections:
  - { at: "2025-03-22", kind: retraction, why: They were fishing boats. }
---
Nothing of this holds.
-- content/stories/quay.md --
---
title: The fight for the quay
lead: Who holds it.
tags: [harbour]
status: published
---
It began in March.
-- content/editions/2025-w13.md --
---
title: The week of the quay
date: 2025-03-24/2025-03-30
lead: What the quay cost.
status: published
items: [{ article: losses }]
---
"""


def harbour(root: Path, more: str = "") -> Site:
    """The site, with everything approved."""
    made = Site(root)
    made.write(TEXT)
    made.edit("site.yaml", "contact:", f"onion: {ONION}/\n{more}contact:")
    (root / "content/media").mkdir()
    Image.effect_noise((640, 400), 60).save(root / "content/media/mole.png")
    made.approve()
    return made


# What is to be seen of a page that has all it needs: a choice of colours taken by its script, a
# colour of its style, and every picture.
WORKS = """async () => {
  [...document.querySelectorAll(".colours button")].at(-1).click();
  const images = [...document.querySelectorAll("main img")];
  for (const each of images) each.loading = "eager";
  await Promise.all(images.map(each => each.decode()));
  const ink = getComputedStyle(document.body).getPropertyValue("--ink");
  return [document.documentElement.dataset.theme, ink !== "", images.length];
}"""


def a_page_of_each_type(made: Site) -> dict[str, str]:
    """The file of one page of each type, by its template; each type that there is has one."""
    pages = plan_site(made.root, drafts=False).pages
    whole = [page for page in pages if page.template.endswith(".html") and not page.whole]
    files = {page.template: file_of(page.path) for page in whole}
    known = {
        path.name
        for path in (REPOSITORY / "templates").glob("*.html")
        if path.read_text(encoding="utf-8").startswith("---\n")
    }
    assert known <= files.keys(), known - files.keys()
    return files
