"""Evidence files in a folder and in a bucket: both keep, give back, list and drop the same."""

import xml.sax.saxutils
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from monitor.evidence import sweep_pictures
from monitor.look.policy import Browsing, BucketAccess
from monitor.store import Bucket, Folder, Store, store_of
from reports.errors import FileError

SECRET = "hidden-word"  # noqa: S105  of a store that is none
XMLNS = "http://s3.amazonaws.com/doc/2006-03-01/"
KEPT = datetime(2026, 11, 20, tzinfo=UTC)


class FakeS3:
    """As much of S3 as is asked for: objects of one bucket by path. ``refuses``: every request is forbidden."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.signed: list[str] = []
        self.refuses = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.signed.append(request.headers.get("Authorization", ""))
        path = request.path.removeprefix("/evidence").strip("/")
        if self.refuses:
            return web.Response(status=403, text="<Error><Code>AccessDenied</Code></Error>")
        if request.method == "PUT":
            self.objects[path] = await request.read()
            return web.Response(headers={"ETag": '"1"'})
        if request.method == "POST":  # many are deleted at once
            body = await request.text()
            names = [one.partition("</Key>")[0] for one in body.split("<Key>")[1:]]
            for name in names:
                self.objects.pop(name, None)
            told = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
            return web.Response(text=f'<DeleteResult xmlns="{XMLNS}">{told}</DeleteResult>')
        if request.method == "DELETE":
            self.objects.pop(path, None)
            return web.Response(status=204)
        if not path:
            return web.Response(text=self._listing(request.query.get("prefix", "")), content_type="application/xml")
        if path not in self.objects:
            return web.Response(status=404, text="<Error><Code>NoSuchKey</Code></Error>")
        return web.Response(
            body=self.objects[path], headers={"ETag": '"1"', "Last-Modified": f"{KEPT:%a, %d %b %Y} 00:00:00 GMT"}
        )

    def _listing(self, prefix: str) -> str:
        entries = "".join(
            f"<Contents><Key>{xml.sax.saxutils.escape(name)}</Key><LastModified>{KEPT:%Y-%m-%dT%H:%M:%S}.000Z"
            f'</LastModified><ETag>"1"</ETag><Size>{len(content)}</Size></Contents>'
            for name, content in sorted(self.objects.items())
            if name.startswith(prefix)
        )
        return (
            '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>evidence</Name>'
            f"<Prefix>{prefix}</Prefix><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>"
        )


@asynccontextmanager
async def served(fake: FakeS3) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", fake.handle)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
def fake() -> FakeS3:
    return FakeS3()


@pytest.fixture(params=["folder", "bucket"])
async def store(request: pytest.FixtureRequest, tmp_path: Path, fake: FakeS3) -> AsyncIterator[Store]:
    if request.param == "folder":
        yield Folder(tmp_path)
        return
    pytest.importorskip("obstore", reason="the extra s3 is not installed")
    async with served(fake) as endpoint:
        yield Bucket(BucketAccess("evidence", endpoint, prefix="office", access_key="key", secret_key=SECRET))


async def test_what_is_kept_is_given_back_listed_and_dropped(store: Store) -> None:
    await store.keep("ab/abcd.webp", b"one")
    await store.keep("ab/abcd.webp", b"one")
    await store.keep("cd/cdef.png", b"two")
    assert await store.read("ab/abcd.webp") == b"one"
    assert sorted([name async for name, _ in store.names()]) == ["ab/abcd.webp", "cd/cdef.png"]
    await store.drop("ab/abcd.webp")
    await store.drop("ab/abcd.webp")
    assert [name async for name, _ in store.names()] == ["cd/cdef.png"]
    with pytest.raises(FileError, match="不能读取"):
        await store.read("ab/abcd.webp")


async def test_what_nothing_names_is_swept(store: Store) -> None:
    await store.keep("ab/abcd.webp", b"one")
    await store.keep("cd/cdef.png", b"two")
    assert await sweep_pictures(store, {"abcd.webp"}, datetime.now(UTC) + timedelta(days=1)) == 1
    assert [name async for name, _ in store.names()] == ["ab/abcd.webp"]


async def test_a_bucket_is_asked_with_a_signature_below_its_prefix(fake: FakeS3) -> None:
    pytest.importorskip("obstore", reason="the extra s3 is not installed")
    async with served(fake) as endpoint:
        access = BucketAccess("evidence", endpoint, prefix="office", access_key="key", secret_key=SECRET)
        store = Bucket(access)
        await store.keep("ab/abcd.webp", b"one")
        assert list(fake.objects) == ["office/ab/abcd.webp"]
        assert store.place("ab/abcd.webp") == "s3://evidence/office/ab/abcd.webp"
        assert all(one.startswith("AWS4-HMAC-SHA256 Credential=key/") for one in fake.signed)
        fake.refuses = True
        with pytest.raises(FileError, match="不能写入") as refused:
            await store.keep("ab/abcd.webp", b"one")
    assert SECRET not in f"{refused.value}{access!r}"


def test_the_settings_choose(tmp_path: Path) -> None:
    assert store_of(Browsing()) is None
    assert isinstance(store_of(Browsing(pictures=tmp_path)), Folder)
    pytest.importorskip("obstore", reason="the extra s3 is not installed")
    assert isinstance(store_of(Browsing(pictures=tmp_path, bucket=BucketAccess("evidence"))), Bucket)
