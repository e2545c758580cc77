"""The parts of a page that a check may have to point to, as the browser shows them."""

import zxingcpp
from aiohttp import web

from checks.evidence import Part, PartKind, PictureKind, Rendered
from monitor.look.browser.visit import Visit
from tests.monitor.look.browser.helpers import Say, needs_browser, served, visited

pytestmark = needs_browser

HOST = "site.example.test"
HEAD = "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>页面</title><body>"
FOOT = "<div>主办单位：云溪市　网站标识码：9901000001</div>"
LONG = "<p>早上从北门入城，先看城墙和瓮城，城墙上可以望见云溪河和对岸的老码头，下午再去博物馆看陶器。</p>"
VOTE = "<li><b>{0}</b><p>票数：{1}票</p><a class=btn>投TA一票</a></li>"
ACCOUNT = "https://mp.weixin.test/a"


def code(_request: web.BaseRequest) -> web.StreamResponse:
    drawn = zxingcpp.write_barcode_to_svg(zxingcpp.create_barcode(ACCOUNT, zxingcpp.BarcodeFormat.QRCode), scale=4)
    return web.Response(text=drawn, content_type="image/svg+xml")


PAGES: dict[str, str | Say] = {
    "/qr.svg": code,
    "/code": f"{HEAD}<h1>办事指南</h1><div id=c><p>扫码关注后方可下载</p><img src=/qr.svg width=120></div>{FOOT}"
    + LONG * 6,
    "/board": f"{HEAD}<div><h2>最美古城评选</h2><p>每天可投3票</p><ul id=board>"
    + "".join(VOTE.format(name, 90 - number) for number, name in enumerate(("甲城", "乙城", "丙城")))
    + f"</ul></div>{FOOT}",
    "/table": f"{HEAD}<h2>学习打卡</h2><table id=t><tr><th>名次<th>科室<th>打卡次数<tr><td>1<td>甲科<td>9<tr><td>2"
    f"<td>乙科<td>8<tr><td>3<td>丙科<td>7</table>{FOOT}",
    "/list": f"{HEAD}<h2>打卡榜</h2><div id=l><div>1 <b>甲科</b> 90分</div><div>2 乙科 80分</div><div>3 丙科 70分</div>"
    f"</div>{FOOT}",
    "/cut": f"{HEAD}<div><div id=text style='max-height:90px;overflow:hidden'>{LONG * 6}</div>"
    f"<div id=more>关注公众号，阅读全文</div></div>{FOOT}",
    "/opened": f"{HEAD}<div><div style='max-height:90px;overflow:hidden'>{LONG * 6}</div>"
    f"<div>关注公众号，阅读全文</div><a>展开全文</a></div>{FOOT}",
    "/ticker": f"{HEAD}<div><ul style='height:90px;overflow:hidden'>{LONG * 6}</ul></div>{FOOT}{LONG * 6}",
    "/wall": f"{HEAD}<div id=w><h1>请在微信客户端打开链接</h1></div>",
    "/plain": f"{HEAD}<h1>公告</h1>{LONG * 6}<table><tr><th>序号<th>项目<th>金额<tr><td>1<td>桥<td>9</table>"
    f"<ul><li>1 甲</li><li>2 乙</li><li>3 丙</li></ul><a>为群众点赞</a>{FOOT}",
}


async def shown(visit: Visit, path: str, *, phone: bool = False) -> Rendered:
    return await visit.render(f"http://{HOST}{path}", thorough=True, phone=phone)


def only(seen: Rendered, kind: PartKind) -> Part:
    (part,) = seen.parts
    assert part.kind is kind
    assert part.picture
    return part


async def test_parts_are_seen_with_their_places_and_pictures() -> None:
    async with served(PAGES) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}") as visit:
        for phone in (False, True):
            board = only(await shown(visit, "/board", phone=phone), PartKind.BOARD)
            assert (board.title, board.total, board.buttons, board.path) == ("最美古城评选", 3, ("投TA一票",), "#board")
            assert board.rows[0] == ("甲城", "甲城 票数：90票 投TA一票")
            assert "每天可投3票" in board.text
            assert "网站标识码" not in board.text
            ((picture, _),) = visit.pictures.of([board.picture])
            assert picture.kind is PictureKind.PLACE
            assert picture.box is not None
            assert (picture.width, picture.box.width) == (390.0 if phone else 1366.0, board.box.width)
            assert picture.caption == f"{'手机' if phone else '电脑'}页面：投票栏"
        table = only(await shown(visit, "/table"), PartKind.RANKING)
        assert (table.rows[0], table.rows[1]) == (("名次", "科室", "打卡次数"), ("1", "甲科", "9"))
        listed = only(await shown(visit, "/list"), PartKind.RANKING)
        assert (listed.rows[0], listed.rows[1], listed.title) == ((), ("1", "甲科 90分"), "打卡榜")
        cut = only(await shown(visit, "/cut"), PartKind.CUT)
        assert (cut.text, cut.path, cut.buttons) == ("关注公众号，阅读全文", "#more", ())
        assert cut.hidden > 100
        assert only(await shown(visit, "/opened"), PartKind.CUT).buttons == ("展开全文",)
        scan = only(await shown(visit, "/code"), PartKind.CODE)
        assert (scan.codes, scan.path) == ((ACCOUNT,), "#c")
        assert "扫码关注后方可下载" in scan.text
        assert only(await shown(visit, "/wall"), PartKind.SOLE).text == "请在微信客户端打开链接"
        for path in ("/ticker", "/plain"):
            assert (await shown(visit, path)).parts == (), path


async def test_a_page_shown_in_passing_has_no_parts() -> None:
    async with served(PAGES) as site, visited(f"{HOST}:80=127.0.0.1:{site.port}") as visit:
        assert (await visit.render(f"http://{HOST}/board")).parts == ()
