"""An office whose register holds the made-up site and nothing else, with the product's own commands."""

import subprocess
import sys
from pathlib import Path

from benchmarks.site.plan import PORT, SITE

HOST = "www.bench.test"
PROGRAM = (sys.executable, "-m", "monitor")

_SETTINGS = f"""
[office]
code = "GW"
name = "测量办公室"

[database]
url = "sqlite:///govwatch.db"

[network]
connect_to = ["{HOST}:80={SITE}:{PORT}"]
allow_private = ["127.0.0.0/8"]

[politeness]
rate = 1000000.0        # no limit to speak of
concurrency = 50
confirm_after = 0.5

[browser]
use = false

[limits]
pages = 6000
depth = 8
links = 50000
"""
_REGISTER = f"单位,类型,名称,网址\n示例市人民政府,政府门户网站,示例市人民政府,http://{HOST}/\n"


def set_up(folder: Path) -> Path:
    """A folder with settings, books and register. Returns the settings file."""
    folder.mkdir(parents=True)
    config, register = folder / "govwatch.toml", folder / "register.csv"
    config.write_text(_SETTINGS)
    register.write_text(_REGISTER)
    for command in (["init"], ["registry", "import", str(register)]):
        subprocess.run([*PROGRAM, *command, "--config", str(config)], check=True, stdout=subprocess.DEVNULL)
    return config
