"""From a finding to an order to a proven repair, on the made-up city: what a clerk types and what a unit gets."""

import asyncio
import json
from collections.abc import Collection
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from monitor.commands.options import opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.dispatch import InProcess
from monitor.look.looking import Looking
from monitor.service import Service
from registry.targets import list_targets
from reports.mail import letter_of
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import Ran, deployed, govwatch, pointed_at

HOUR = timedelta(hours=1)
SITES = ("云溪市人民政府门户网站", "云溪市人民政府办公室网站", "云溪市教育局网站", "云溪市水利局网站", "云溪教育")
LINKS = "云溪市人民政府办公室/site.links"
HALF = {"www-policy-error", "www-attachment-missing"}
REST = {"www-image-missing", "www-external-gone", "www-link-malformed"}


class Office:
    """A clerk at work: every command an hour after the one before."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.now = AS_OF

    async def types(self, *arguments: str, code: int = 0, timed: bool = True) -> Ran:
        timed = timed and arguments[:2] != ("tickets", "rules")
        when = ["--as-of", self.now.isoformat()] if timed else []
        ran = await govwatch(self.config, *arguments, *when)
        assert ran.code == code, ran.out + ran.err
        self.now += HOUR
        return ran

    async def scans(self) -> None:
        await self.types("scan", *SITES)

    async def tickets(self, *more: str) -> list[dict[str, Any]]:
        document = json.loads((await self.types("tickets", "--state", "all", "--json", *more)).out)
        assert document["schema"] == "govwatch/tickets/1"
        tickets: list[dict[str, Any]] = document["tickets"]
        return tickets

    async def ticket(self, number: str) -> dict[str, Any]:
        return next(ticket for ticket in await self.tickets() if ticket["number"] == number)

    async def number_of(self, finding: str) -> str:
        """What a finding is called by, from something its ``about`` holds."""
        waiting = json.loads((await self.types("tickets", "pending", "--json")).out)
        return str(next(one["number"] for one in waiting if finding in one["about"]))

    def mails(self) -> list[EmailMessage]:
        files = sorted((self.config.parent / "outbox").glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files]

    def orders(self) -> list[EmailMessage]:
        return [mail for mail in self.mails() if mail["Subject"].startswith("【问题交办】")]


@pytest.fixture
async def office(city: City, tmp_path: Path) -> Office:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    assert (await govwatch(config, "registry", "import", str(config.parent / "register.csv"))).code == 0
    return Office(config)


def repaired(office: Office, faults: Collection[str]) -> City:
    """The city without these faults; the office's settings lead there once it is open."""

    class Led(City):
        async def __aenter__(self) -> "Led":
            await super().__aenter__()
            pointed_at(office.config.parent, self)
            return self

    return Led(office.now, repaired=faults)


async def test_the_whole_way_from_a_finding_to_a_relapse(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.scans()
    await office.types("report", "weekly", "--out", str(office.config.parent / "report"), "--send")
    assert [str(mail["To"]) for mail in office.mails()] == ["bgs@yunxi.test"]  # before a person confirmed anything
    pending = await office.types("tickets", "pending")
    assert f"govwatch tickets approve {LINKS}" in pending.out
    approved = await office.types("tickets", "approve", LINKS, "--by", "张三", "--send")
    number = "YX2026-48-001"
    assert f"已交办：{number}　云溪市人民政府办公室　其他页面链接打不开，请于12月1日（周二）前处理" in approved.out
    (order,) = office.orders()
    assert order["Subject"] == (
        f"【问题交办】云溪市人民政府办公室网站5个问题（{number}），请于12月1日（周二）前处理 · 问题交办单（提醒）"
    )
    assert "核实人：张三" in letter_of(order.as_bytes()).text

    async def never(*_: object, **__: object) -> None:
        raise AssertionError("links are asked for singly, not by a look at the whole site")

    async with repaired(office, HALF):
        await office.types("tickets", "answer", number, "--text", "已更正")
        with monkeypatch.context() as patched:
            patched.setattr(Looking, "origin", never)
            returned = await office.types("tickets", "recheck", number)
    assert "已改2项，未改3项（第1、2、4项）。现为“退回”" in returned.out
    async with repaired(office, HALF | REST):
        with monkeypatch.context() as patched:
            patched.setattr(Looking, "origin", never)
            closed = await office.types("tickets", "recheck", number)
    assert f"{number}：已改5项。现为“销号”" in closed.out
    async with repaired(office, HALF):
        await office.scans()
        ticket = await office.ticket(number)
        assert (ticket["state"], ticket["reopened"]) == ("反复", 1)
        assert [item["state"] for item in ticket["items"]] == ["未改", "未改", "已改", "未改", "已改"]
        assert len(office.orders()) == 1  # a person is asked first
        assert f"{number}销号后反复" in (await office.types("tickets", "pending")).out
        again = await office.types("tickets", "approve", LINKS, "--send")
    assert "（第1次反复，重新交办）" in again.out
    _, second = sorted(office.orders(), key=lambda mail: str(mail["Date"]))
    assert "网站3个问题" in second["Subject"]
    assert "此前已整改销号，复查发现再次出现（第1次反复）。" in letter_of(second.as_bytes()).text
    steps = [step["step"] for step in (await office.ticket(number))["steps"]]
    assert steps == [
        "交办", "反馈", "已改", "复核", "退回", "已改", "复核", "销号", "反复", "重新交办",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ticket", "fault"),
    [
        ("云溪市教育局/security.certificate", "jyj-certificate-expired"),  # seen in a handshake
        ("云溪市水利局/site.unreachable", "slj-down"),  # seen by a scan of the site
        ("云溪市教育局/account.stale", "jiaoyu-stale"),
        ("云溪市人民政府办公室/site.links-home", "office-guide-missing"),
    ],
)
async def test_every_kind_of_item_is_closed_by_what_is_seen(office: Office, ticket: str, fault: str) -> None:
    await office.scans()
    await office.types("tickets", "approve", ticket)
    (number,) = [one["number"] for one in await office.tickets()]
    still = await office.types("tickets", "recheck", number)
    assert "现为“已交办”" in still.out
    assert "未改" in still.out
    async with repaired(office, {fault, "www-notice-deleted"}):
        await office.types("tickets", "answer", number, "--text", "已整改")
        assert "现为“销号”" in (await office.types("tickets", "recheck", number)).out


async def test_what_could_not_be_seen_stays_answered_and_says_why(office: Office, city: City) -> None:  # noqa: F811
    await office.scans()
    await office.types("tickets", "approve", LINKS)
    (number,) = [one["number"] for one in await office.tickets()]
    await office.types("tickets", "answer", number, "--text", "已更正")
    closed = next(rule.rpartition(":")[2] for rule in city.connect_to if rule.startswith("slj.yunxi.test:80="))
    settings = office.config.read_text("utf-8")
    office.config.write_text(settings.replace("connect_to = [", f'connect_to = ["*:443=127.0.0.1:{closed}", '), "utf-8")
    ran = await office.types("tickets", "recheck", number)
    assert "看不到5项（第1项服务器拒绝连接；" in ran.out
    assert "现为“已反馈”" in ran.out
    office.config.write_text(settings, "utf-8")
    await office.types("tickets", "recheck", number)
    assert (await office.ticket(number))["state"] == "退回"


async def test_a_link_taken_off_its_pages_is_repaired_though_it_leads_nowhere(
    office: Office,
    city: City,  # noqa: F811
) -> None:
    await office.scans()
    await office.types("tickets", "approve", await office.number_of("yunxi-tour"))
    (number,) = [one["number"] for one in await office.tickets()]
    host = city.hosts["www.yunxi.test"]
    replies = dict(host.replies)
    for path, reply in replies.items():
        if b"www.yunxi-tour.test" in reply.body:
            body = reply.body.replace(b"http://www.yunxi-tour.test/", b"https://www.yunxi.test/")
            replies[path] = type(reply)(body, reply.content_type, reply.status, reply.location)
    assert replies != host.replies
    city.hosts["www.yunxi.test"] = type(host)(
        **{name: getattr(host, name) for name in host.__dataclass_fields__} | {"replies": replies}
    )
    assert "现为“销号”" in (await office.types("tickets", "recheck", number)).out


async def test_every_unit_gets_its_own_and_nothing_else(office: Office) -> None:
    await office.types("scan")
    await office.types("tickets", "approve", "all", "--send")
    async with opened(office.config) as desk, desk.database.read() as session:
        entries = await list_targets(session, desk.office_id)
    await office.types("report", "weekly", "--out", str(office.config.parent / "report"), "--send")
    orders = office.orders()
    asked = {ticket["unit"] for ticket in await office.tickets()}
    assert len(asked) == len({str(order["To"]) for order in orders}) >= 3  # every unit that was asked, and no other
    (report,) = [mail for mail in office.mails() if not mail["Subject"].startswith("【问题交办】")]
    assert str(report["To"]) == "bgs@yunxi.test"
    for order in orders:
        to = str(order["To"])
        assert "," not in to
        assert order["Cc"] is order["Bcc"] is None
        own = [entry for entry in entries if entry.unit.mailbox == to]
        (unit,) = {entry.unit.name for entry in own}
        assert unit in order["Subject"]
        letter = letter_of(order.as_bytes())
        body = letter.subject + letter.text + letter.html
        others = [entry for entry in entries if entry.unit.mailbox != to]
        hosts = {entry.target.host for entry in others} - {entry.target.host for entry in own} - {""}
        names = {entry.unit.name for entry in others} | {one.target.name for one in others if one.target.kind.is_site}
        accounts = {entry.target.url for entry in others if not entry.target.kind.is_site} - {""}
        unsigned = body.replace(desk.office.name, "")  # every order says whose it is
        assert [word for word in names - {desk.office.name} | hosts | accounts if word in unsigned] == []
        assert not [word for word in ("健康等级", "评分", "得分") if word in body]


async def test_decisions_and_what_cannot_be_decided(office: Office) -> None:
    await office.scans()
    tour, pdf = await office.number_of("yunxi-tour"), await office.number_of("1013.pdf")
    await office.types("tickets", "dismiss", tour, "--reason", "已约定保留", "--by", "张三")
    assert f"第{tour}号" in (await office.types("tickets", "dismiss", tour, "--reason", "x", code=1)).err
    await office.types("tickets", "postpone", pdf, "--until", "2026-12-20", "--reason", "正在改版")
    aside = (await office.types("tickets", "pending", "--aside")).out
    assert "误报（张三，11月24日" in aside
    assert "暂缓至12月20日" in aside
    await office.types("tickets", "approve", "site.links")
    (ticket, _) = await office.tickets()
    assert {item["finding"] for item in ticket["items"]}.isdisjoint({int(tour), int(pdf)})
    await office.types("tickets", "restore", tour)
    assert await office.number_of("yunxi-tour") == tour
    other = str(ticket["items"][0]["finding"])
    refused = await office.types("tickets", "approve", tour, other, "--by", "李四", code=1)
    assert f"第{other}号问题已由云溪市人民政府办公室于11月24日" in refused.err
    assert ticket["number"] in refused.err
    assert len(await office.tickets()) == 2
    for words, why in (("没有的局", "没有叫“没有的局”的单位"), ("9999", "没有第9999号问题")):
        assert why in (await office.types("tickets", "approve", words, code=1)).err
    assert "没有编号为" in (await office.types("tickets", "recheck", "YX1", code=1)).err
    assert "没有“x”这种状态" in (await office.types("tickets", "--state", "x", code=2)).err
    await office.types("tickets", "approve", "site.links")
    assert "没有新的交办" in (await office.types("tickets", "approve", "site.links")).out
    assert len(await office.tickets()) == 3


async def test_mechanical_findings_are_issued_by_themselves_where_the_office_wants_it(office: Office) -> None:
    refused = await office.types("tickets", "rules", "--auto", "site.home-stale", code=2)
    assert "须由人工判断，不能自动交办" in refused.err
    await office.types("tickets", "rules", "--auto", "site.links-home", "--deadline", "扣分=7")
    await office.scans()
    (ticket,) = await office.tickets()
    assert (ticket["indicator"], ticket["automatic"], ticket["due"]) == ("site.links-home", True, "2026-12-03")
    await office.types("report", "weekly", "--out", str(office.config.parent / "report"), "--send")
    (order,) = office.orders()
    text = letter_of(order.as_bytes()).text
    assert "自动交办" in text
    assert "人工核实" not in text
    await office.types("tickets", "rules", "--no-auto", "site.links-home")


async def test_a_unit_without_a_mailbox_is_told_when_it_has_one(office: Office) -> None:
    register = office.config.parent / "register.csv"
    whole = register.read_text("utf-8")
    register.write_text(whole.replace("slj@yunxi.test", ""), "utf-8")
    await govwatch(office.config, "registry", "import", str(register), "--full")
    await office.scans()
    ran = await office.types("tickets", "approve", "云溪市水利局", "--send")
    assert "云溪市水利局没有登记邮箱，交办单没有发出" in ran.out
    assert office.mails() == []
    report = ["report", "weekly", "--out", str(office.config.parent / "report"), "--week", "2026-W48"]
    await office.types(*report)
    written = (office.config.parent / "report" / "weekly-2026-W48.txt").read_text("utf-8")
    assert "责任单位没有登记邮箱：云溪市水利局" in written
    register.write_text(whole, "utf-8")
    await govwatch(office.config, "registry", "import", str(register))
    await office.types(*report, "--send")
    assert sorted(str(mail["To"]) for mail in office.mails()) == ["bgs@yunxi.test", "slj@yunxi.test"]


async def test_the_service_checks_again_what_is_asked_for(office: Office) -> None:
    await office.scans()
    await office.types("tickets", "approve", LINKS)
    (number,) = [one["number"] for one in await office.tickets()]
    async with repaired(office, HALF | REST):
        await office.types("tickets", "answer", number, "--text", "已更正")
        async with opened(office.config) as desk:
            dispatcher = InProcess(2)
            await Service(serving_of(desk), dispatcher, lambda: office.now).tick()
            await dispatcher.idle()
    assert (await office.ticket(number))["state"] == "销号"
    assert "没有待复查的交办单" in (await office.types("tickets", "recheck")).out


async def test_two_re_checks_at_once_do_not_look_twice(office: Office) -> None:
    await office.scans()
    await office.types("tickets", "approve", LINKS)
    (number,) = [one["number"] for one in await office.tickets()]
    await office.types("tickets", "answer", number, "--text", "已更正")
    at = ["--as-of", office.now.isoformat()]
    ran = await asyncio.gather(*(govwatch(office.config, "tickets", "recheck", number, *at) for _ in range(2)))
    assert {one.code for one in ran} <= {0, 1}
    steps = [step["step"] for step in (await office.ticket(number))["steps"]]
    assert steps.count("退回") == 1
