import re
from dataclasses import replace
from datetime import datetime

import pytest
from bs4 import BeautifulSoup, Comment

from checks.finding import Finding, Place
from checks.vocabulary import LinkOutcome, Reason, Severity, TargetKind
from registry.outbox import claim, mark_failed, mark_uncertain_left_sending, queue_mail
from reports.figures import weekly_figures
from reports.render import Letter
from reports.sections.telling import ROWS
from reports.week import Week
from reports.weekly import weekly_letter
from tests.reports.books import (
    CATALOGUE,
    Books,
    Judgements,
    blind,
    dead_link,
    found,
    ok,
    shanghai,
    stale_account,
    stale_home,
)
from tests.reports.city import site_ok

WEEK = Week.parse("2026-W47")
AS_OF = shanghai(11, 23, 7, 40)
OFFICE = "云溪市人民政府办公室"


async def letter_of(books: Books, *, as_of: datetime = AS_OF, office: str = OFFICE) -> Letter:
    async with books.database.read() as session:
        figures = await weekly_figures(session, books.office_id, WEEK, as_of)
    return weekly_letter(figures, CATALOGUE, office)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def strings(html: str) -> list[str]:
    """Every piece of text that a reader sees."""
    soup = BeautifulSoup(html, "lxml")
    for hidden in soup.find_all(["style", "title"]):
        hidden.decompose()
    return [squeezed(str(one)) for one in soup.find_all(string=True) if not isinstance(one, Comment) and one.strip()]


def links(html: str) -> list[str]:
    return [str(one["href"]) for one in BeautifulSoup(html, "lxml").find_all("a")]


def section(text: str, heading: str) -> str:
    """The part of the plain text under a heading."""
    return next(part for part in text.split("■ ") if heading in part.split("\n", 1)[0])


async def test_the_subject_tells_the_week(lived: Books) -> None:
    assert (await letter_of(lived)).subject == (
        "【网站监测周报】第47期：网站15家，可查12家，未见否决项11家（91.7%）；"
        "新媒体15个，可查10个，未见否决项9个（90.0%）；否决问题2件；疑似否决1件待核查；待确认8件"
    )


async def test_the_subject_of_a_whole_look_needs_no_count_of_what_was_seen(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    await books.scan(shanghai(11, 17), {"s1": {"site.home-stale": ok()}})
    assert (await letter_of(books)).subject == "【网站监测周报】第47期：网站1家，未见否决项1家（100.0%）"


async def test_text_and_html_say_the_same(lived: Books) -> None:
    letter = await letter_of(lived)
    text = squeezed(letter.text)
    told = strings(letter.html)
    assert len(told) > 200
    missing = [one for one in told if re.search(r"\d", one) and one not in text]
    assert missing == []
    names = [one for one in told if one.endswith(("局", "网站", "发布", "县", "区", "委员会", "打不开", "不更新"))]
    assert len(names) > 30
    assert [one for one in names if one not in text] == []
    assert [one for one in links(letter.html) if one not in letter.text] == []


async def test_every_open_veto_and_every_new_finding_is_in_both_parts(lived: Books) -> None:
    letter = await letter_of(lived)
    told = "".join(strings(letter.html))
    for sentence in (
        "首页最近一条信息发布于11月2日，至11月21日已19天，超过14天。",
        "首页最近一条信息发布于11月6日，至11月21日已15天，超过14天。",
        "最近一条发布于10月29日，至11月21日已23天，超过14天。",
        "s06.yunxi.test的HTTPS证书将于11月30日到期，还有9天。",
        "首页链接http://old1.yunxi.test/art/2024/0001.html打不开：连接超时。",
    ):
        assert sentence in letter.text
        assert squeezed(sentence) in told


async def test_sections_stand_in_the_office_order(lived: Books) -> None:
    letter = await letter_of(lived)
    order = [
        "请您处理",
        "一、总体情况",
        "二、否决预警",
        "三、新增问题",
        "四、已修复",
        "五、未修复问题",
        "六、各网站和新媒体情况",
        "七、监测自身情况",
    ]
    assert [line[2:] for line in letter.text.splitlines() if line.startswith("■ ")] == order
    soup = BeautifulSoup(letter.html, "lxml")
    assert [heading.get_text() for heading in soup.find_all("h2")] == order


async def test_rates_show_numerator_and_denominator_and_what_is_in_neither(lived: Books) -> None:
    part = section((await letter_of(lived)).text, "总体情况")
    assert "未见否决项：11/12 = 91.7%（监测口径）" in part
    assert "检查比例 13/15 = 86.7%" in part
    assert "较上期↓1.7个百分点" in part
    assert "网站在册15家，2家无法查看（没有可靠的日期1、疑似被防护设备拦截1），不计入比例。" in part
    assert "新媒体在册15个，5个无法查看（未登记数据源4、数据源读取失败1），不计入比例。" in part
    assert "第43期　网站 80.0%（12/15）；新媒体 100.0%（15/15）" in part


async def test_the_office_is_told_what_no_machine_judged_and_never_that_all_is_qualified(lived: Books) -> None:
    letter = await letter_of(lived)
    assert "网站本周自动可查" in letter.text
    assert re.search(r"本周自动可查\d/6项否决指标，其余由人工读网确认", letter.text)
    assert "未见否决项" in letter.text
    assert "合格" not in letter.subject + letter.text + letter.html


async def test_an_unconfirmed_veto_is_called_suspected_and_counted_nowhere(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    stale = stale_home(
        "s1", "https://s1.yunxi.test/", newest="2026-11-01", as_of="2026-11-17", days=16, confirmed=False
    )
    await books.scan(shanghai(11, 17), {"s1": {"site.home-stale": found(stale)}})
    letter = await letter_of(books)
    assert letter.subject == "【网站监测周报】第47期：网站1家，均无法判定；疑似否决1件待核查"
    assert "[疑似 1] 疑似单项否决1件，尚未经第二次核查，不作为否决统计" in letter.text
    assert "疑似：首页不更新" in section(letter.text, "否决预警")
    assert "尚未第二次核查" in letter.text
    assert "有否决项：0家" in letter.text
    assert "[否决" not in letter.text
    assert "市第1局：单项否决0 扣分0 提醒0 建议0 疑似1" in letter.text


async def test_vetoes_show_figure_limit_and_both_looks(lived: Books) -> None:
    part = section((await letter_of(lived)).text, "否决预警")
    assert "2. 青峰县　青峰县人民政府网站　3609000013" in part
    assert "首页不更新　现值/限值：19天 / 14天" in part
    assert "两次核查：11月18日 09:14；11月21日 15:40" in part


async def test_new_findings_stand_worst_first_and_within_a_severity_by_the_register(lived: Books) -> None:
    part = section((await letter_of(lived)).text, "新增问题")
    places = [part.index(word) for word in ("单项否决 3件", "扣分 5件", "提醒 1件", "建议 2件")]
    assert places == sorted(places)
    assert part.index("市公安局") < part.index("市自然资源局") < part.index("青峰县")
    assert part.index("市财政局") < part.index("市生态环境局")


async def test_a_calm_week_is_short_and_still_says_what_it_rests_on(books: Books) -> None:
    for number in (1, 2, 3):
        await books.site(f"s{number}", f"市第{number}局", f"第{number}局网站")
    await books.scan(shanghai(11, 17), {f"s{number}": {"site.home-stale": ok()} for number in (1, 2, 3)})
    letter = await letter_of(books)
    assert "本周未见否决项，没有新增问题，没有需要您处理的事项。" in letter.text
    assert [line[2:] for line in letter.text.splitlines() if line.startswith("■ ")] == [
        "请您处理",
        "一、总体情况",
        "二、各网站和新媒体情况",
        "三、监测自身情况",
    ]
    assert "无上期可比" in letter.text
    assert "本周自动可查" in letter.text
    assert CATALOGUE.version in letter.text
    assert len(letter.text.splitlines()) < 40


async def test_a_week_without_a_finished_look_does_not_pass_for_a_calm_one(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    await books.scan(shanghai(11, 3), {"s1": {"site.home-stale": ok()}})
    letter = await letter_of(books)
    assert "本周没有完成的检查，以下数字沿用此前的结果" in letter.text
    assert "沿用此前最近一次检查的结果：第1局网站" in letter.text
    assert "没有需要您处理的事项" not in letter.text


async def test_an_empty_register_is_said_to_be_empty(books: Books) -> None:
    letter = await letter_of(books)
    assert letter.subject == "【网站监测周报】第47期：台账中尚无网站和新媒体"
    assert "govwatch registry import" in letter.text
    assert "govwatch registry import" in letter.html


@pytest.mark.parametrize(
    ("reason", "action"),
    [
        (Reason.BLOCKED, "将监测地址加入白名单"),
        (Reason.NO_BROWSER, "安装浏览器"),
        (Reason.NO_DATES, "请人工查看"),
        (Reason.UNREACHABLE, "请责任单位核实"),
    ],
)
async def test_what_could_not_be_seen_says_what_to_do_and_stands_under_the_monitor_itself(
    books: Books, reason: Reason, action: str
) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    await books.scan(shanghai(11, 17), {"s1": {"site.home-stale": blind(reason)}})
    letter = await letter_of(books)
    assert action in section(letter.text, "请您处理")
    assert "第1局网站" in section(letter.text, "监测自身情况")


async def test_the_office_learns_of_mails_that_may_not_have_arrived(books: Books) -> None:
    now = shanghai(11, 16)
    async with books.database.write() as session:
        first = await queue_mail(session, books.office_id, "k1", "<1@b>", ["x@y.test"], "第45期周报", b"x", now)
        await claim(session, first.id or 0)
        await mark_uncertain_left_sending(session, books.office_id)
        second = await queue_mail(session, books.office_id, "k2", "<2@b>", ["x@y.test"], "第46期周报", b"x", now)
        await claim(session, second.id or 0)
        await mark_failed(session, second.id or 0, "550 no such user", retry=False)
    part = section((await letter_of(books)).text, "请您处理")
    assert "不能确定是否送达，系统不会自动重发：“第45期周报”" in part
    assert "邮件服务器拒收：“第46期周报”" in part


async def test_figures_not_verified_against_the_official_text_are_named(lived: Books) -> None:
    part = section((await letter_of(lived)).text, "监测自身情况")
    assert re.search(r"尚未与官方原文核对.*首页链接打不开", part)
    assert re.search(r"不是官方指标：.*HTTPS证书不正常", part)
    assert "可以查看但部分指标没能判断的对象" in part
    assert "市住房和城乡建设局网站 1项：达到本系统的检查上限，没能判断“其他页面链接打不开”" in part


HOSTILE = (
    "<script>alert(1)</script>\u202e\u2066\x00\r\n■ 六、伪造的一节\"'><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}"
)


async def hostile(books: Books) -> Letter:
    await books.site("s1", HOSTILE, f"名{HOSTILE}", code=HOSTILE)
    bad = f"http://evil.test/{HOSTILE}"
    places = [Place("javascript:alert(3)", 1, HOSTILE), Place('https://s1.yunxi.test/"><b>x', 2, HOSTILE)]
    link = dead_link("s1", bad, places=places)
    veto = stale_home("s1", HOSTILE, newest=HOSTILE, as_of="2026-11-17", days=16)
    await books.scan(shanghai(11, 17), {"s1": {"site.links": found(link), "site.home-stale": found(veto)}})
    return await letter_of(books, office=HOSTILE)


async def test_text_from_pages_and_registers_is_only_ever_text(books: Books) -> None:
    letter = await hostile(books)
    soup = BeautifulSoup(letter.html, "lxml")
    assert not soup.find_all(["script", "img", "iframe", "object", "form", "input"])
    assert not [one for tag in soup.find_all(True) for one in tag.attrs if one.startswith("on")]
    assert all(one.startswith(("https://", "http://")) for one in links(letter.html))
    assert "{{ 7*7 }}" in letter.text
    whole = letter.subject + letter.text + letter.html
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\x00]", whole)
    headings = [line for line in letter.text.splitlines() if line.startswith("■ ")]
    assert not [line for line in headings if "伪造" in line]
    assert "\n" not in letter.subject


async def test_the_html_needs_nothing_from_outside_and_no_script(lived: Books) -> None:
    soup = BeautifulSoup((await letter_of(lived)).html, "lxml")
    assert not soup.find_all(["script", "img", "link", "iframe", "svg"])
    assert not [tag for tag in soup.find_all(True) if tag.get("src") or tag.get("background")]
    assert not re.search(r"url\(|@import", str(soup))
    unstyled = [tag for tag in soup.find_all(["td", "th", "p", "h1", "h2", "a"]) if not tag.get("style")]
    assert unstyled == [soup.find("td")]  # the one that only centres


async def many(books: Books, targets: int, findings: int) -> Letter:
    seen: dict[str, Judgements] = {}
    for number in range(targets):
        target = await books.site(f"s{number:02}", f"市第{number:02}局", f"第{number:02}局网站")
        dead = [dead_link(target, f"http://a.test/{number:02}/{one}/" + "长路径" * 200) for one in range(findings)]
        url = f"https://{target}.yunxi.test/"
        veto = stale_home(target, url, newest="2026-11-01", as_of="2026-11-17", days=16)
        seen[target] = {"site.links": found(*dead), "site.home-stale": found(veto)}
    await books.scan(shanghai(11, 17), seen)
    return await letter_of(books)


async def test_long_lists_are_bounded_and_say_so(books: Books) -> None:
    letter = await many(books, targets=40, findings=8)
    assert f"另有{40 - ROWS}件未列出，可用 govwatch findings 查看全部。" in section(letter.text, "否决预警")
    assert f"另有{80 - ROWS}项未列出" in section(letter.text, "新增问题")
    assert f"另有{40 - ROWS}个单位未列出" in section(letter.text, "未修复问题")
    assert "360件" in section(letter.text, "新增问题")
    assert max(map(len, letter.text.splitlines())) < 500
    assert len(letter.html) < 250_000


async def test_findings_of_one_kind_are_one_row_with_their_number(books: Books) -> None:
    part = section((await many(books, targets=1, findings=8)).text, "新增问题")
    assert "第00局网站　其他页面链接打不开　8件" in part
    assert part.count("http://a.test/00/") == 2
    assert "等8件" in part


async def test_a_finding_of_an_indicator_the_catalogue_does_not_know_is_told_plainly(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    odd = Finding(
        "site.other", "s1", "something", CATALOGUE["site.links"].severity, "https://s1.yunxi.test/", confirmed=True
    )
    await books.scan(shanghai(11, 17), {"s1": {"site.other": found(odd), "site.home-stale": ok()}})
    assert "site.other：something" in (await letter_of(books)).text


async def test_accounts_alone_make_a_report_without_sites(books: Books) -> None:
    await books.account("a1", "市第1局", "第1局发布")
    await books.account("a2", "市第1局", "第1局小程序", kind=TargetKind.MINI_PROGRAM)
    stale = stale_account("a1", "weixin:gh_a1", newest="2026-11-01", as_of="2026-11-17", days=16)
    await books.scan(shanghai(11, 17), {"a1": {"account.stale": found(stale)}})
    letter = await letter_of(books)
    assert letter.subject == "【网站监测周报】第47期：新媒体1个，未见否决项0个（0.0%）；否决问题1件；待确认1件"
    assert "网站在册" not in letter.text
    assert "小程序1" in letter.text


async def test_every_reason_a_link_does_not_open_reads_in_chinese(books: Books) -> None:
    broken = [outcome for outcome in LinkOutcome if outcome.is_broken]
    await books.site("s1", "市第1局", "第1局网站")
    for number, outcome in enumerate(broken):
        target = await books.site(f"t{number:02}", "市第2局", f"网站{number}")
        link = dead_link(target, f"http://a.test/{number}", outcome=outcome)
        await books.scan(shanghai(11, 17), {target: {"site.links": found(link), "site.home-stale": ok()}})
    text = (await letter_of(books)).text
    for number, outcome in enumerate(broken):
        assert f"http://a.test/{number}打不开：" in text, outcome
        assert outcome.value not in text


async def test_health_is_told_to_the_office_worst_first_and_explained(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    await books.site("s2", "市第2局", "第2局网站")
    await books.site("s3", "市第3局", "第3局网站")
    home = stale_home("s2", "https://s2.yunxi.test/", newest="2026-10-01", as_of="2026-11-17", days=47)
    await books.scan(
        shanghai(11, 17),
        {"s1": site_ok(), "s2": {**site_ok(), "site.home-stale": found(home)}, "s3": {"site.links": ok()}},
    )
    letter = await letter_of(books)
    assert "不是官方评价，不用于通报" in letter.text
    rows = [line.strip() for line in letter.text.splitlines() if "健康等级（参考） " in line]
    assert rows[0].startswith("第2局网站")
    assert any(row.startswith("第1局网站") and "健康等级（参考） A" in row for row in rows)
    assert any(row.startswith("第3局网站") and "健康等级（参考） —" in row for row in rows)


async def test_a_reminder_of_a_vetos_indicator_is_no_suspected_veto(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    home = stale_home("s1", "https://s1.yunxi.test/", newest="2026-11-01", as_of="2026-11-17", days=16, confirmed=False)
    reminder = replace(home, severity=Severity.REMINDER)
    await books.scan(shanghai(11, 17), {"s1": {"site.home-stale": found(reminder)}})
    assert "疑似否决" not in (await letter_of(books)).subject
