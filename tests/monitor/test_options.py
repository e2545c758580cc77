"""What commands share."""

import asyncio
from importlib.util import find_spec

import pytest

from monitor.commands import options


async def _kind_of_loop() -> str:
    return type(asyncio.get_running_loop()).__module__


@pytest.mark.parametrize("installed", [True, False])
def test_the_quicker_loop_runs_where_its_extra_is_installed(installed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if installed and find_spec("uvloop") is None:
        pytest.skip("the extra fast is not installed")
    if not installed:
        monkeypatch.setattr(options, "find_spec", lambda _: None)
    assert options.run(_kind_of_loop()).startswith("uvloop" if installed else "asyncio")
