"""A release into its folder: staged elsewhere, then exchanged in one step.

At every instant the folder is the old site or the new one, entirely. It is a real directory, and
one that carries our mark. Where memory and output are on one disk, the tree of the release before
is kept aside, and the next release begins with it: it then costs what has changed, not the site.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from generator.model.problems import SiteError

from .exchange import beside, exchange, recover, remove
from .marked import MARK
from .memory import Memory
from .staging import Staging
from .tree import FOLDER_MODE, Tree, Written, as_left, untouched

Bytes = Callable[[str], bytes]


def unchanged(output: Path, files: Mapping[str, str], before: Tree) -> Tree | None:
    """The tree as it stands, if it holds exactly these files, path → key, as they were left."""
    if {path: file.key for path, file in before.files.items()} != {**files, MARK: MARK}:
        return None
    return as_left(output, before)


def write(files: Mapping[str, str], bytes_of: Bytes, memory: Memory) -> Tree:
    """Make a folder hold exactly these files: path → key. Returns them as they were left."""
    before = memory.left()
    tree = unchanged(memory.output, files, before)
    if tree is None:
        with staging(files, before, memory) as release:
            for path in release.staged.missing:
                release.staged.took(path, release.staged.put(path, bytes_of(files[path])))
            tree = release.publish()
    memory.remember(tree)
    return tree


class Release:
    """A release that is being made; `publish` makes it the one that readers see."""

    def __init__(self, staged: Staging, memory: Memory, before: Tree) -> None:
        self.staged = staged
        self.memory = memory
        self.before = before

    def publish(self) -> Tree:
        """Exchange the trees. Returns what is in the output now."""
        output, first = self.memory.output, not self.memory.output.exists()
        tree = self.staged.tree()
        exchange(self.staged.root, output)
        if self.staged.root == self.memory.spare and self.before.files and not first:
            self.memory.keep_spare(self.before)
        else:
            remove(self.staged.root)
        return tree


@contextmanager
def staging(files: Mapping[str, str], before: Tree, memory: Memory) -> Iterator[Release]:
    """A tree that holds all of a release that is there already; the rest is to be put.

    When a page cannot be made, what was staged is kept for the next attempt. When anything else
    happens, nothing of it is left.
    """
    output = memory.output
    output.parent.mkdir(parents=True, exist_ok=True)
    recover(output)
    published = untouched(output, before.files)
    staged = _from_spare(files, published, memory) or Staging(_new(memory), files)
    try:
        staged.link(output, published)
        yield Release(staged, memory, Tree(before.files | published, before.folders))
    except SiteError:
        _put_aside(staged, memory)
        raise
    except BaseException:
        remove(staged.root)
        raise


def _from_spare(
    files: Mapping[str, str], published: Mapping[str, Written], memory: Memory
) -> Staging | None:
    """The tree of the release before last, brought up to date; None where there is none of use."""
    spare = memory.take_spare()
    if spare is None or not memory.output.is_dir():
        return None
    staged = Staging(memory.spare, files)
    try:
        staged.take_up(spare, published)
    except OSError:  # somebody is at work in it: begin anew
        return None
    return staged


def _new(memory: Memory) -> Path:
    """An empty folder to stage in: in the memory where it can be renamed to the output from there,
    and beside the output where that is on another disk."""
    remove(memory.spare)
    memory.own.mkdir(parents=True, exist_ok=True)
    staged = beside(memory.output, "new")
    staged.mkdir(FOLDER_MODE)
    try:
        return staged.rename(memory.spare)
    except OSError:
        return staged


def _put_aside(staged: Staging, memory: Memory) -> None:
    if staged.root == memory.spare and memory.output.is_dir():
        memory.keep_spare(staged.tree())
    else:
        remove(staged.root)
