"""What people are told of the browser, and where the pictures go that findings rest on."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from checks.finding import Judgement
from monitor.look.browser.found import HOW_TO_GET, find_browsers
from monitor.look.browser.pictures import Pictures
from monitor.look.policy import Browsing
from reports.files import write_whole


def browser_line(browsing: Browsing) -> str:
    """Which browser a scan would use, or that there is none, in one sentence."""
    if not browsing.use:
        return "浏览器：配置为不使用；只有浏览器能看到的内容记为“无法查看”。"
    found = find_browsers(browsing.path)
    if found:
        return f"浏览器：{found[0]}，需要时启动。"
    missing = f"配置的 {browsing.path} 不能运行" if browsing.path else "没有找到"
    return f"浏览器：{missing}；只有浏览器能看到的内容记为“无法查看”。{HOW_TO_GET}"


def keep_pictures(folder: Path | None, pictures: Pictures, judgements: Mapping[str, Judgement]) -> None:
    """Write the pictures that findings rest on, and no others, named by their content; before the findings are entered.

    Raises :class:`~reports.errors.FileError`.
    """
    if folder is None:
        return
    for address, content in pictures.of(_named(judgements.values())).items():
        file = folder / address[:2] / address
        if not file.exists():
            write_whole(file, content)


def _named(judgements: Iterable[Judgement]) -> list[str]:
    return [address for one in judgements for finding in one.findings for address in finding.evidence]
