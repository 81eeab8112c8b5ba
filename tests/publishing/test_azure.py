"""The same for Azure’s storage, where its emulator is installed (`npm install azurite`)."""

import base64
import hmac
import os
import re
import shutil
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import pytest
from buckets import Gate, forwarded_to, free_port, needs_package, running, without_mark
from releases import NEW, OLD, dead_ends, publish, release, whole

from generator.model.target import Refused, Target, plan
from generator.plugins.targets import azure

needs_package("obstore")

AZURITE = shutil.which("azurite-blob")
ACCOUNT = "devstoreaccount1"  # the emulator knows no other, and this key, which everybody knows
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
FULL = bool(os.environ.get("TORTURE"))


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    if AZURITE is None:
        pytest.skip("needs azurite-blob (npm install azurite)")
    port, log = free_port(), tmp_path_factory.mktemp("azurite") / "log"
    options = ["--silent", "--inMemoryPersistence", "--skipApiVersionCheck"]
    with running([AZURITE, *options, "--blobPort", str(port)], port, log):
        _make_container(port)
        yield port


def _make_container(port: int) -> None:
    """A container that everybody may read (learn.microsoft.com, “Authorize with Shared Key”)."""
    headers = {
        "x-ms-blob-public-access": "container",
        "x-ms-date": f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S} GMT",
        "x-ms-version": "2021-08-06",
    }
    lines = "\n".join(f"{name}:{value}" for name, value in headers.items())
    to_sign = "PUT" + "\n" * 12 + f"{lines}\n/{ACCOUNT}/{ACCOUNT}/$web\nrestype:container"
    signature = hmac.new(base64.b64decode(KEY), to_sign.encode(), sha256).digest()
    headers["Authorization"] = f"SharedKey {ACCOUNT}:{base64.b64encode(signature).decode()}"
    address = f"http://127.0.0.1:{port}/{ACCOUNT}/$web?restype=container"
    request = urllib.request.Request(address, method="PUT", headers=headers)
    urllib.request.urlopen(request).close()


def _shown(port: int, prefix: str) -> dict[str, bytes]:
    """What everybody may read."""
    top = f"http://127.0.0.1:{port}/{ACCOUNT}/$web"
    listed = f"{top}?restype=container&comp=list&prefix={prefix}/"
    with urllib.request.urlopen(listed) as answer:
        names = re.findall("<Name>(.*?)</Name>", answer.read().decode())
    found = {}
    for name in (each.replace("&quot;", '"') for each in names):
        with urllib.request.urlopen(f"{top}/{quote(name)}") as answer:
            found[name.removeprefix(f"{prefix}/")] = answer.read()
    return without_mark(found)


def test_a_container_is_published_to_as_a_bucket_is(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", KEY)
    gate, prefix = Gate(forwarded_to(port)), tmp_path.name
    options = azure.Options(account=ACCOUNT, prefix=prefix, endpoint=f"{gate.address}/{ACCOUNT}")
    desk, other = (Target("web", options, tmp_path, tmp_path / who) for who in ("a", "b"))
    old, new = release(tmp_path / "old", OLD), release(tmp_path / "new", NEW, at=1)
    todo = plan(azure.look(other), new.files)
    publish(azure, old, desk)
    with pytest.raises(Refused, match="somebody else published there meanwhile"):
        list(azure.publish(new, todo, other))
    for nth in range(1, 30, 1 if FULL else 7):
        gate.open(nth, lose=bool(nth % 2))
        with suppress(Refused):
            publish(azure, new, desk)
        gate.open()
        assert not list(dead_ends(_shown(port, prefix))), f"at request {nth}"
        publish(azure, new, desk)
        assert _shown(port, prefix) == whole(new)
        publish(azure, old, desk)
        assert _shown(port, prefix) == whole(old)
    front = f"http://127.0.0.1:{port}/{ACCOUNT}/$web/{prefix}/index.html"
    with urllib.request.urlopen(front) as answer:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "there is no key: set AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN"),
        ({"AZURE_STORAGE_ACCOUNT_KEY": "canary!"}, "is no key of a storage account"),
        ({"AZURE_STORAGE_SAS_TOKEN": "canary\n"}, "there is a space or a line break in it"),
    ],
)
def test_a_key_that_cannot_be_one_is_said_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], said: str
) -> None:
    for name in ("AZURE_STORAGE_ACCOUNT_KEY", "AZURE_STORAGE_SAS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    target = Target("web", azure.Options(account="desk"), tmp_path, tmp_path / "kept")
    with pytest.raises(Refused) as refused:
        azure.look(target)
    assert said in str(refused.value) and "canary" not in str(refused.value)
