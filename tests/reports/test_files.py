import errno
from pathlib import Path

import pytest

from reports.errors import FileError
from reports.files import write_whole


def test_a_file_appears_whole_in_a_new_folder_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "周报.html"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in path.parent.iterdir()] == ["周报.html"]


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "磁盘已满，请清理出空间"), (errno.EROFS, "文件系统为只读"), (errno.EIO, "请检查磁盘")],
)
def test_a_disk_that_refuses_is_one_sentence_and_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    path = tmp_path / "weekly.html"
    write_whole(path, b"old")

    def full(file: Path, content: bytes) -> int:
        with file.open("wb") as opened:
            opened.write(content[:1])
        raise OSError(number, "refused")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FileError, match=said) as caught:
        write_whole(path, b"new")
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["weekly.html"]


def test_a_folder_that_is_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "reports").write_bytes(b"")
    with pytest.raises(FileError, match="是文件而不是目录"):
        write_whole(tmp_path / "reports" / "weekly.html", b"")


def test_a_device_is_written_into_and_stays_a_device(tmp_path: Path) -> None:
    write_whole(Path("/dev/null"), b"gone")
    assert not Path("/dev/null").is_file()
    with pytest.raises(FileError, match="/dev/full 不能写入：磁盘已满"):
        write_whole(Path("/dev/full"), b"x")
