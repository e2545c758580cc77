"""What a clerk reads who typed a command wrong: one Chinese sentence, and exit code 2."""

import pytest

from tests.monitor.deployment import command


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tickets recheck --foo", "没有选项 --foo。写法见 govwatch tickets recheck --help。"),
        ("tickets foo", "没有命令“foo”。写法见 govwatch tickets --help。"),
        ("tickets approve", "缺少参数 N。写法见 govwatch tickets approve --help。"),
        ("tickets answer YX1", "缺少选项 --text。写法见 govwatch tickets answer --help。"),
        ("tickets sign a b", "多写了参数 b。写法见 govwatch tickets sign --help。"),
        ("tickets answer YX1 --text", "选项 --text 后面没有写内容。写法见 govwatch --help。"),
        ("scan --only x", "--only 的内容“x”不对，可用 sites、accounts。写法见 govwatch scan --help。"),
        ("findings repaired x", "N 应写成整数。写法见 govwatch findings repaired --help。"),
        (
            "tickets postpone 1 --until x",
            "日期“x”看不懂：请写成 2026-12-01。写法见 govwatch tickets postpone --help。",
        ),
    ],
)
def test_one_sentence_says_what_is_wrong_and_where_to_read_on(typed: str, said: str) -> None:
    ran = command(*typed.split())
    assert (ran.code, ran.err.strip()) == (2, f"govwatch: {said}")
    assert ran.out == ""


def test_a_command_typed_alone_shows_its_help() -> None:
    ran = command("registry")
    assert ran.code == 2
    assert "备案台账" in ran.out + ran.err
    assert "govwatch:" not in ran.err


def test_help_is_no_error() -> None:
    ran = command("tickets", "--help")
    assert ran.code == 0
    assert "交办与整改" in ran.out
