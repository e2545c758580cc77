"""``govwatch doctor`` says whether failed visits have a witness, and a wrong address of one is refused."""

from pathlib import Path

import pytest

from monitor.commands.init import create_books
from tests.monitor.deployment import govwatch


@pytest.mark.parametrize(
    ("witnesses", "told"),
    [
        ("", "[可选] 见证地址：没有设置（network.witnesses）"),
        ('"https://www.example.cn/"', "[正常] 见证地址：https://www.example.cn/"),
    ],
)
async def test_it_names_the_witness(tmp_path: Path, witnesses: str, told: str) -> None:
    config = tmp_path / "govwatch.toml"
    config.write_text(f"[browser]\nuse = false\n[network]\nwitnesses = [{witnesses}]\n", "utf-8")
    await create_books(config)
    assert told in (await govwatch(config, "doctor")).out


async def test_what_is_no_web_address_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "govwatch.toml"
    config.write_text('[network]\nwitnesses = ["www.example.cn"]\n', "utf-8")
    ran = await govwatch(config, "waivers", "list")
    assert ran.code == 1
    assert "network.witnesses 不对" in ran.err
