"""What people are told of the browser."""

from monitor.look.browser.found import HOW_TO_GET, find_browsers
from monitor.look.policy import Browsing


def browser_line(browsing: Browsing) -> str:
    """Which browser a scan would use, or that there is none, in one sentence."""
    if not browsing.use:
        return "浏览器：配置为不使用；只有浏览器能看到的内容记为“无法查看”。"
    found = find_browsers(browsing.path)
    if found:
        return f"浏览器：{found[0]}，需要时启动。"
    missing = f"配置的 {browsing.path} 不能运行" if browsing.path else "没有找到"
    return f"浏览器：{missing}；只有浏览器能看到的内容记为“无法查看”。{HOW_TO_GET}"
