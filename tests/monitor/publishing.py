"""New articles on a site of the made-up city, put there while it is served."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from monitor.demo.city import City
from monitor.demo.replies import Reply

HOST = "qx.yunxi.test"
LIST = "/xzdt/"
VOTE = "请全体干部职工务必为我县茶园投票。"
_MODEL = "/qxyw/content/post_6001.html"


class Asked(dict[str, Reply]):
    """The replies of a host, and which paths were asked for."""

    def __init__(self, replies: Any) -> None:
        super().__init__(replies)
        self.paths: list[str] = []

    def get(self, path: str, other: Any = None) -> Any:
        self.paths.append(path)
        return super().get(path, other)


def publish(city: City, number: int, text: str, *, dated: bool = True) -> Asked:
    """Put an article into a list of the site; the replies of its host from now on."""
    host = city.hosts[HOST]
    replies = Asked(host.replies)
    page = replies[_MODEL].body.decode().replace("冬季茶园", f"第{number}号茶园")
    for old, new in _changes(text, dated=dated):
        page = page.replace(old, new)
    path = f"{LIST}content/post_{number}.html"
    replies[path] = replace(replies[_MODEL], body=page.encode())
    rows = replies[LIST].body.decode()
    row = f'<li><a href="{path}">第{number}号茶园管护</a><span>2026-11-24</span></li>'
    replies[LIST] = replace(replies[LIST], body=rows.replace('<ul class="list">', f'<ul class="list">{row}').encode())
    city.hosts[HOST] = replace(host, replies=replies)
    return replies


def _changes(text: str, *, dated: bool) -> Iterable[tuple[str, str]]:
    yield "县农技站组织技术员到6个乡镇讲解茶园防冻和修剪，现场答复茶农提问。", text
    if not dated:
        yield '<meta name="PubDate" content="2026-11-23 10:05">', ""
