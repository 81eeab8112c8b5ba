"""What is kept between runs comes back as it was, or not at all."""

from pathlib import Path

import pytest

from generator.output.kept import read_kept, write_kept

ENTRIES = {"a": b"one", "b": b""}


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "folder/kept"
    write_kept(file, "1", ENTRIES)
    write_kept(file, "1", ENTRIES | {"c": b"three"})
    assert read_kept(file, "1") == ENTRIES | {"c": b"three"}
    assert [path.name for path in file.parent.iterdir()] == ["kept"]


def test_another_version_finds_nothing(tmp_path: Path) -> None:
    write_kept(tmp_path / "kept", "1", ENTRIES)
    assert read_kept(tmp_path / "kept", "2") == {}


@pytest.mark.parametrize("at", [0, 31, 32, 40, -1])
def test_a_damaged_file_holds_nothing(tmp_path: Path, at: int) -> None:
    file = tmp_path / "kept"
    write_kept(file, "1", ENTRIES)
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)
    assert read_kept(file, "1") == {}
    file.write_bytes(data[:at])
    assert read_kept(file, "1") == {}


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    assert read_kept(tmp_path / "kept", "1") == {}
    assert read_kept(tmp_path, "1") == {}
