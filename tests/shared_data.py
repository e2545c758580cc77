"""Where the real pages, posts and registers lie that tests read but the project does not hold."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
REALDATA = SHARED / "realdata"

needs_shared = pytest.mark.skipif(not REALDATA.is_dir(), reason="no shared folder of real data beside this checkout")
