"""Where evidence files are kept: a folder that machines share, or a bucket of an S3-compatible store.

A file is named by its content, so that keeping one twice changes nothing. The bucket needs the extra ``s3``.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from monitor.look.policy import Browsing, BucketAccess
from reports.errors import FileError
from reports.files import write_whole

if TYPE_CHECKING:
    from obstore.store import S3Store

_ENDINGS = (".webp", ".png", ".part")  # the last: what a killed program left behind in a folder


class Store(Protocol):
    """Keeps files by names such as ``ab/abcd.webp``. Every method raises :class:`~reports.errors.FileError`."""

    async def keep(self, name: str, content: bytes) -> None:
        """Keep a file; one that is there counts as kept anew."""

    async def read(self, name: str) -> bytes:
        """The content of a file."""

    def names(self) -> AsyncIterator[tuple[str, datetime]]:
        """All files, each with the instant at which it was last kept."""

    async def drop(self, name: str) -> None:
        """Take a file away; one that is not there is gone already."""

    def place(self, name: str) -> str:
        """Where a person finds the file."""


class Folder:
    """A folder. Implements :class:`Store`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, name: str, content: bytes) -> None:
        """See the protocol."""
        await asyncio.to_thread(_write, self._folder / name, content)

    async def read(self, name: str) -> bytes:
        """See the protocol."""
        try:
            return await asyncio.to_thread((self._folder / name).read_bytes)
        except OSError as error:
            raise FileError(f"证据文件 {self._folder / name} 不能读取：{error.strerror}。") from error

    async def names(self) -> AsyncIterator[tuple[str, datetime]]:
        """See the protocol."""
        for file in await asyncio.to_thread(lambda: sorted(self._folder.glob("??/*"))):
            try:
                kept = datetime.fromtimestamp(file.stat().st_mtime, UTC)
            except OSError:  # another program took it away
                continue
            if file.suffix in _ENDINGS:
                yield file.relative_to(self._folder).as_posix(), kept

    async def drop(self, name: str) -> None:
        """See the protocol."""
        await asyncio.to_thread((self._folder / name).unlink, missing_ok=True)

    def place(self, name: str) -> str:
        """See the protocol."""
        return str(self._folder / name)


def _write(file: Path, content: bytes) -> None:
    try:
        os.utime(file)  # it is there, and is not to be swept away before its row is entered
    except OSError:
        write_whole(file, content)


class Bucket:
    """A bucket of an S3-compatible store. Implements :class:`Store`."""

    def __init__(self, access: BucketAccess) -> None:
        self._access = access
        self._store = _opened(access)

    async def keep(self, name: str, content: bytes) -> None:
        """See the protocol."""
        from obstore import put_async  # noqa: PLC0415  an extra

        try:
            await put_async(self._store, name, content)
        except Exception as error:
            raise self._failed(name, "写入", error) from error

    async def read(self, name: str) -> bytes:
        """See the protocol."""
        from obstore import get_async  # noqa: PLC0415  an extra

        try:
            return bytes(await (await get_async(self._store, name)).bytes_async())
        except Exception as error:
            raise self._failed(name, "读取", error) from error

    async def names(self) -> AsyncIterator[tuple[str, datetime]]:
        """See the protocol."""
        from obstore import list as listing  # noqa: PLC0415  an extra

        try:
            async for batch in listing(self._store):
                for one in batch:
                    yield one["path"], one["last_modified"]
        except Exception as error:
            raise self._failed("", "列出", error) from error

    async def drop(self, name: str) -> None:
        """See the protocol."""
        from obstore import delete_async  # noqa: PLC0415  an extra

        try:
            await delete_async(self._store, name)
        except FileNotFoundError:
            return
        except Exception as error:
            raise self._failed(name, "删除", error) from error

    def place(self, name: str) -> str:
        """See the protocol."""
        return "/".join(filter(None, (f"s3://{self._access.name}", self._access.prefix, name)))

    def _failed(self, name: str, what: str, error: Exception) -> FileError:
        why = (str(error).splitlines() or [type(error).__name__])[0][:200]
        return FileError(f"对象存储 {self.place(name)} 不能{what}（{why}）：请检查 [evidence] 的设置和网络。")


def _opened(access: BucketAccess) -> "S3Store":
    try:
        from obstore.store import S3Store  # noqa: PLC0415  an extra
    except ImportError:
        raise FileError("使用对象存储需要附加组件：请运行 pip install 'govwatch[s3]'。") from None
    more: dict[str, Any] = {"prefix": access.prefix, "endpoint": access.endpoint}  # what is empty is not said
    return S3Store(
        access.name,
        region=access.region,
        access_key_id=access.access_key,
        secret_access_key=access.secret_key,
        virtual_hosted_style_request=False,
        client_options={"allow_http": access.endpoint.startswith("http://"), "timeout": "30s"},
        retry_config={"max_retries": 3},
        **{name: value for name, value in more.items() if value},
    )


@lru_cache(maxsize=4)
def store_of(browsing: Browsing) -> Store | None:
    """Where the settings keep evidence files; None when they are not kept."""
    if browsing.bucket is not None:
        return Bucket(browsing.bucket)
    return Folder(browsing.pictures) if browsing.pictures is not None else None
