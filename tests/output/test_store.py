"""The store gives back what was put, or nothing; what happens to its files costs only time."""

import multiprocessing
import os
import shutil
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.output.store import MOST_PACKS, Slot, Store

THINGS = {f"key-{n}": f"bytes of {n} ".encode() * n for n in range(30)}


def filled(folder: Path, things: dict[str, bytes]) -> None:
    with Store(folder) as store:
        for key, data in things.items():
            store.put(key, data)
        store.commit(things)


def found(folder: Path, keys: dict[str, bytes]) -> dict[str, bytes]:
    with Store(folder) as store:
        return {key: data for key in keys if (data := store.get(key)) is not None}


def packs(folder: Path) -> list[Path]:
    return sorted(folder.glob("pack-*"))


def test_what_was_put_is_there_now_and_later(tmp_path: Path) -> None:
    with Store(tmp_path / "a/store") as store:
        for key, data in THINGS.items():
            assert key not in store
            store.put(key, data)
            assert key in store and store.get(key) == data
        store.commit(THINGS)
        assert store.get("key-3") == THINGS["key-3"]
    assert found(tmp_path / "a/store", THINGS) == THINGS
    assert found(tmp_path / "a/store", {"other": b""}) == {}


def test_the_last_bytes_put_under_a_key_are_the_ones_that_count(tmp_path: Path) -> None:
    filled(tmp_path, {"key": b"old"})
    filled(tmp_path, {"key": b"new"})
    assert found(tmp_path, {"key": b""}) == {"key": b"new"}


def test_what_is_not_among_the_living_is_forgotten_and_its_room_given_back(tmp_path: Path) -> None:
    filled(tmp_path, THINGS)
    with Store(tmp_path) as store:
        store.commit(["key-3"])
    assert found(tmp_path, THINGS) == {"key-3": THINGS["key-3"]}
    assert sum(path.stat().st_size for path in packs(tmp_path)) == len(THINGS["key-3"])


def test_many_small_changes_leave_few_packs(tmp_path: Path) -> None:
    living: dict[str, bytes] = {}
    for n in range(3 * MOST_PACKS):
        living[f"key-{n}"] = b"x" * (n + 1)
        with Store(tmp_path) as store:
            store.put(f"key-{n}", living[f"key-{n}"])
            store.commit(living)
        assert len(packs(tmp_path)) <= MOST_PACKS + 1
    assert found(tmp_path, living) == living


def test_an_interrupted_build_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    filled(tmp_path, THINGS)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with Store(tmp_path) as store:
        store.put("new", b"never committed")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert found(tmp_path, {"new": b""}) == {}


def test_builds_that_never_end_leave_no_pile(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"pack-{n:016x}").write_bytes(b"of a build that was killed")
    with Store(tmp_path):
        pass
    assert packs(tmp_path) == []


def written_elsewhere(store: Store, things: dict[str, bytes]) -> dict[str, Slot]:
    """What processes of their own wrote, one for each thing, while this one waits."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe(duplex=False)
    for key, data in things.items():
        process = fork.Process(
            target=lambda k, d: theirs.send((k, store.write(k, d))), args=(key, data)
        )
        process.start()
        process.join()
    return dict(ours.recv() for _ in things)


FEW = {key: THINGS[key] for key in ("key-7", "key-8", "key-9")}


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_several_processes_write_and_one_says_what_is_kept(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.put("key-1", THINGS["key-1"])
        slots = written_elsewhere(store, FEW)
        store.put("key-2", THINGS["key-2"])
        assert not FEW.keys() & {key for key in THINGS if key in store}
        for key in ("key-7", "key-9"):
            store.took(key, slots[key])
        assert store.get("key-9") == THINGS["key-9"]
        store.commit(THINGS)
    kept = ("key-1", "key-2", "key-7", "key-9")
    assert found(tmp_path, THINGS) == {key: THINGS[key] for key in kept}
    assert len(packs(tmp_path)) == 3, "the pack that nothing was kept of is gone"


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.parametrize("torn", [0, 1, 20])
def test_a_pack_that_another_process_left_torn_is_not_believed(tmp_path: Path, torn: int) -> None:
    with Store(tmp_path) as store:
        slots = written_elsewhere(store, FEW)
        for key, slot in slots.items():
            store.took(key, slot)
        os.truncate(tmp_path / slots["key-8"].pack, torn)
        store.commit(FEW)
    whole = {key: FEW[key] for key in ("key-7", "key-9")}
    assert found(tmp_path, FEW) == whole


def test_deleting_the_whole_store_costs_only_time(tmp_path: Path) -> None:
    filled(tmp_path / "store", THINGS)
    shutil.rmtree(tmp_path / "store")
    assert found(tmp_path / "store", THINGS) == {}
    filled(tmp_path / "store", THINGS)
    assert found(tmp_path / "store", THINGS) == THINGS


def test_deleting_the_whole_store_while_it_is_in_use_costs_only_time(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    for moment in range(3):
        filled(folder, {"old": b"old"})
        with Store(folder) as store:
            for step in range(3):
                if step == moment:
                    shutil.rmtree(folder)
                store.put(f"new-{step}", b"new")
            store.commit(["old", *(f"new-{step}" for step in range(3))])
        assert found(folder, {"old": b"old", "new-0": b"new", "new-2": b"new"}).items() <= {
            "old": b"old", "new-0": b"new", "new-2": b"new"
        }.items()  # fmt: skip


def test_deleting_a_pack_while_it_is_in_use_costs_only_time(tmp_path: Path) -> None:
    filled(tmp_path, THINGS)
    with Store(tmp_path) as store:
        for path in packs(tmp_path):
            path.unlink()
        assert store.get("key-1") is None
        assert "key-1" not in store
        store.put("key-1", b"again")
        store.commit(["key-1", "key-2"])
    assert found(tmp_path, THINGS) == {"key-1": b"again"}


DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 1),  # which file
        st.sampled_from(["flip", "cut", "grow", "zero", "swap", "delete"]),
        st.integers(0, 1 << 16),
        st.binary(max_size=20),
    ),
    min_size=1,
    max_size=4,
)


def damage(path: Path, how: str, where: int, junk: bytes) -> None:
    if not path.exists():
        return
    data = bytearray(path.read_bytes())
    at = where % (len(data) + 1)
    if how == "delete":
        path.unlink()
        return
    if how == "flip" and at < len(data):
        data[at] ^= 1 << (where % 8)
    elif how == "cut":
        del data[at:]
    elif how == "grow":
        data[at:at] = junk
    elif how == "zero":
        data[at : at + len(junk)] = bytes(len(junk))
    elif how == "swap":
        data = data[at:] + data[:at]
    path.write_bytes(data)


@settings(max_examples=200, deadline=None)
@given(DAMAGE)
def test_no_damage_makes_it_give_back_wrong_bytes(blows: list[tuple[int, str, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        filled(Path(folder), THINGS)
        files = [Path(folder) / "index", *packs(Path(folder))]
        for which, how, where, junk in blows:
            damage(files[which], how, where, junk)
        left = found(Path(folder), THINGS)
        assert left.items() <= THINGS.items()
        filled(Path(folder), THINGS)
        assert found(Path(folder), THINGS) == THINGS


@pytest.mark.parametrize(
    "slot",
    [
        ("../secret", 0, 6, 0),
        ("/etc/passwd", 0, 6, 0),
        ("pack-0123456789abcdef\n", 0, 6, 0),
        ("pack-0123456789abcdef/../../secret", 0, 6, 0),
        ("\0", 0, 6, 0),
        ("pack-0123456789abcdef", -1, 6, 0),
        ("pack-0123456789abcdef", 0, -1, 0),
        ("pack-0123456789abcdef", 1 << 62, 6, 0),
        ("pack-0123456789abcdef", 0, 1 << 63, 0),
    ],
)
def test_an_index_from_elsewhere_leads_nowhere_outside(
    tmp_path: Path, slot: tuple[str, int, int, int]
) -> None:
    folder = tmp_path / "store"
    filled(folder, THINGS)
    (tmp_path / "secret").write_bytes(b"secret")
    index = msgspec.msgpack.decode((folder / "index").read_bytes())
    index[1]["stolen"] = slot
    (folder / "index").write_bytes(msgspec.msgpack.encode(index))
    assert found(folder, {"stolen": b""}) == {}


def test_bytes_are_given_back_only_under_their_own_key(tmp_path: Path) -> None:
    filled(tmp_path, {"a": b"of a", "b": b"of b"})
    version, slots = msgspec.msgpack.decode((tmp_path / "index").read_bytes())
    swapped = {"a": slots["b"], "b": slots["a"]}
    (tmp_path / "index").write_bytes(msgspec.msgpack.encode([version, swapped]))
    assert found(tmp_path, {"a": b"", "b": b""}) == {}
