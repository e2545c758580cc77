"""What a person names on the command line to be read: a file, or an address that is fetched politely and guarded."""

from pathlib import Path

from checks.evidence import Response
from checks.vocabulary import LinkOutcome
from monitor import clock
from monitor.commands.options import run
from monitor.files import InputError, read_file
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.settings import Settings, load_settings
from reports.terms import LINK_OUTCOMES

_KINDS = {".html": "text/html", ".htm": "text/html", ".xml": "application/xml", ".json": "application/json"}


def answer_of(source: str, config: Path, *, url: str = "", kind: str = "text/html") -> Response:
    """The answer of an address, or a file as if it were one. Raises :class:`InputError` when it cannot be had.

    ``url`` is where a file was saved from; ``kind`` is the content type of a file whose ending tells none.
    """
    response = _fetched(source, config) if source.startswith(("http://", "https://")) else _of_file(source, url, kind)
    if not response.outcome.is_good:
        raise InputError(f"{source} 打不开：{LINK_OUTCOMES[response.outcome][0]}。{response.detail}")
    return response


def _fetched(url: str, config: Path) -> Response:
    policy = (load_settings(config) if config.exists() else Settings()).policy

    async def fetch() -> Response:
        async with Looking(policy, Clock(clock.now)) as looking:
            return await looking.fetch(url, verify=False)

    return run(fetch())


def _of_file(source: str, url: str, kind: str) -> Response:
    if not source.strip():
        raise InputError("没有说明要读什么：请给出文件或网址。")
    if "://" in source:
        raise InputError(f"{source} 不能读取：网址应以 http:// 或 https:// 开头。")
    path = Path(source)
    address = url or path.absolute().as_uri()
    headers = (("content-type", _KINDS.get(path.suffix.lower(), kind)),)
    return Response(address, address, LinkOutcome.OK, 200, headers, read_file(path), at=clock.now())
