"""Writing a file whole or not at all: under a temporary name beside it, then renamed."""

import errno
import os
from pathlib import Path

from reports.errors import FileError

_WHY = {
    errno.ENOSPC: "磁盘已满，请清理出空间后重试",
    errno.EDQUOT: "磁盘配额已用完，请清理出空间后重试",
    errno.EACCES: "没有写入权限，请修改目录权限或另选目录",
    errno.EPERM: "没有写入权限，请修改目录权限或另选目录",
    errno.EROFS: "文件系统为只读，请另选目录",
    errno.ENOTDIR: "路径中有一级是文件而不是目录，请另选目录",
    errno.EEXIST: "路径中有一级是文件而不是目录，请另选目录",
}


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, making its folder. A device or pipe, such as ``/dev/stdout``, is written into.

    Raises :class:`FileError`; ``path`` is then as it was before.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        why = _WHY.get(error.errno or 0, f"{error.strerror or error}，请检查磁盘或另选目录")
        raise FileError(f"文件 {path} 不能写入：{why}。") from error
