"""Take the pictures of docs/pictures anew from the demo: the weekly report and an order, on a screen and on a phone.

``python scripts/make_pictures.py`` runs the demo in a folder of its own and needs a browser.
"""

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from monitor.commands.demo import demo
from monitor.commands.demo_papers import take_pictures

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
DAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""The day of the demo in the pictures, so that they change only with what they show."""

TALLEST = 2_200
"""Height in CSS pixels: the beginning of each."""

COLOURS = 128
"""Enough for text on paper, at a third of the size."""

ORDER = "教育局"
"""Whose order is shown: it has items of many kinds."""


def main() -> None:
    """Run the demo, and take its pictures."""
    with tempfile.TemporaryDirectory(prefix="govwatch-pictures-") as folder:
        out = Path(folder, "demo")
        demo(out, DAY.isoformat())
        order = next((out / "orders").glob(f"*{ORDER}*.html"))
        report = next((out / "report").glob("*.html"))
        for file in asyncio.run(take_pictures({"weekly": report, "order": order}, PICTURES, TALLEST)):
            Image.open(file).quantize(COLOURS).save(file, optimize=True)
            print(file)


if __name__ == "__main__":
    main()
