"""Reading files named on the command line."""

from pathlib import Path

from checks.errors import ToldError


class InputError(ToldError):
    """A file or address named on the command line cannot be read. The message says which, why and what to do."""


def read_file(path: Path) -> bytes:
    """The content of a file. Raises :class:`InputError`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"没有找到文件 {path}，请检查文件名。") from None
    except IsADirectoryError:
        raise InputError(f"{path} 是文件夹，请指明其中的一个文件。") from None
    except OSError as error:
        raise InputError(f"文件 {path} 不能读取：{error.strerror}。") from None
