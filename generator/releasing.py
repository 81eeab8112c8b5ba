"""A planned site into its output folder: rendered where that is new, and swapped in."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from generator.output.marked import check_folder
from generator.output.memory import Memory
from generator.output.staging import Staging
from generator.output.store import Slot, Store
from generator.output.tree import Tree, Written
from generator.output.write import staging, unchanged
from generator.pages.pictures import Derivative
from generator.pages.plan import Page, file_of
from generator.pages.render import render, render_into
from generator.picturing import encode_into, picture_bytes
from generator.progress import Progress
from generator.site_folder import Planned, keep
from generator.unchanged import CACHE, memory_of


class Result(msgspec.Struct, frozen=True):
    """What a build did."""

    planned: Planned
    output: Path
    rendered: tuple[str, ...]  # paths of pages, which stand for their texts, too
    reused: int


def build(root: Path, planned: Planned, output: Path, jobs: int) -> Result:
    """Render what is new, and swap the release in. Raises SiteError with nothing changed.

    Two at a time would spoil each other's work: `locked` is for the caller, who reads first.
    """
    output = check_folder(output, root)
    memory = memory_of(root, output)
    before = memory.left()
    tree = unchanged(output, planned.files, before)
    if tree is None:
        rendered = _release(root, planned, memory, before, jobs)
    else:
        rendered = ()
        if tree != before:
            memory.remember(tree)
    keep(root, planned)
    return Result(planned, output, rendered, planned.count - len(rendered))


def _release(
    root: Path, planned: Planned, memory: Memory, before: Tree, jobs: int
) -> tuple[str, ...]:
    """Make a release and put it in place. Returns the paths of the pages that were rendered."""
    files = planned.files
    with (
        Store(root / CACHE / "store") as store,
        staging(files, before, memory) as release,
    ):
        staged = release.staged
        missing = set(staged.missing)
        new = [p for p in planned.pages if p.key not in store and file_of(p.path) in missing]
        new_pictures = [
            each
            for path, each in planned.pictures.items()
            if each.key not in store and path[1:] in missing
        ]
        _encode(new_pictures, root, jobs, store, staged)
        _render(new, planned, jobs, store, staged)
        _put_the_rest(root, planned, store, staged)
        tree = release.publish()
        store.commit({*files.values(), *memory.others()})
        memory.remember(tree)
    return tuple(page.path for page in new if not page.whole)


def _render(pages: list[Page], planned: Planned, jobs: int, store: Store, staged: Staging) -> None:
    """Render pages, each into the store and the staged release by the process that renders it."""

    def put(page: Page, data: bytes) -> tuple[str, Slot, Written]:
        file = file_of(page.path)
        return file, store.write(page.key, data), staged.put(file, data)

    progress = Progress("Rendering", len(pages))
    with closing(render_into(put, pages, planned.templates, jobs)) as results:
        try:
            for key, (file, slot, written) in results:
                store.took(key, slot)
                staged.took(file, written)
                progress.advance()
        finally:
            progress.finish()


def _encode(
    pictures: list[Derivative], root: Path, jobs: int, store: Store, staged: Staging
) -> None:
    """Encode pictures, as pages are rendered."""

    def put(picture: Derivative, data: bytes) -> tuple[Slot, Written]:
        return store.write(picture.key, data), staged.put(picture.path[1:], data)

    for picture, (slot, written) in encode_into(put, pictures, root, jobs):
        store.took(picture.key, slot)
        staged.took(picture.path[1:], written)


def _put_the_rest(root: Path, planned: Planned, store: Store, staged: Staging) -> None:
    """Write the files that are known already but were not in any tree at hand."""
    static = planned.static_by_key
    for file in staged.missing:
        key = staged.files[file]
        data = static[key] if key in static else planned.index.data(file) or store.get(key)
        if data is None:  # damaged since it was put there
            data = made_anew(root, planned, file)
            store.put(key, data)
        staged.took(file, staged.put(file, data))


def made_anew(root: Path, planned: Planned, file: str) -> bytes:
    """The bytes of a page or a picture, by its file, or of what readers search in.

    Raises SiteError where it cannot be made.
    """
    searched = planned.index.data(file)
    if searched is not None:
        return searched
    picture = planned.pictures.get(f"/{file}")
    if picture:
        return picture_bytes(root, picture)
    return render(planned.pages_by_file[file], planned.templates)


def explain(planned: Planned, path: str) -> Iterator[str]:
    """Which part of a page's key changed since the last build."""
    page = next((page for page in planned.pages if path in _names_of(page)), None)
    if page is None:
        yield f"{path}: no page has this path"
        return
    path = (page.whole or page).path
    old, parts = dict(planned.memo.parts_before(path)), dict(page.parts)
    changed = sorted(name for name in old.keys() | parts if old.get(name) != parts.get(name))
    if not old:
        yield f"{page.path}: new here, made by {page.template} from {', '.join(page.inputs)}"
    elif changed:
        yield f"{page.path}: changed, because of {', '.join(changed)}"
    else:
        yield f"{page.path}: unchanged; its key is made of {', '.join(parts)}"


def _names_of(page: Page) -> set[str]:
    """How a page may be named on the command line: `/about/`, `about`, `about/index.html`."""
    return {page.path, page.path[1:], page.path.strip("/"), file_of(page.path)}
