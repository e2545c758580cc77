"""Ctrl-C in the middle of a scan: the books are whole, and the next run goes on."""

import asyncio
import json
import signal
import sys
from pathlib import Path

from monitor.commands.options import run
from monitor.demo.city import City
from monitor.demo.truth import compare
from tests.city import AS_OF, ORIGINS, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned


async def test_ctrl_c_loses_nothing_that_was_entered(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city, more="[limits]\norigins = 1\n")
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    arguments = ["scan", "--as-of", AS_OF.isoformat(), "--config", str(config)]
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "monitor", *arguments, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert running.stderr is not None
    first = (await running.stderr.readline()).decode()
    assert first.startswith(f"[1/{ORIGINS}]")
    running.send_signal(signal.SIGINT)
    _, said = await running.communicate()
    assert running.returncode == 1
    assert "已中断" in said.decode()
    assert "Traceback" not in said.decode()

    file = tmp_path / "result.json"
    ran = await govwatch(config, "scan", "--as-of", AS_OF.isoformat(), "--json", str(file))
    assert "接着完成了上次中断的扫描" in ran.out
    assert "[1/" in ran.err
    assert f"[{ORIGINS}/{ORIGINS}]" not in ran.err
    assert compare(json.loads(file.read_text("utf-8"))) == []
    assert compare(await scanned(config, AS_OF)) == []


def test_what_the_work_came_to_is_not_spelled_out_when_ctrl_c_is_let_go_of() -> None:
    class Result:
        def __repr__(self) -> str:
            raise AssertionError("a scan of a large site has megabytes of it")

    async def work() -> Result:
        return Result()

    assert isinstance(run(work()), Result)
