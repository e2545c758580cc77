from collections.abc import Mapping
from typing import Any

import pytest

from checks.evidence import Subject
from checks.vocabulary import TargetKind
from registry.database import Database
from registry.errors import TargetError
from registry.models import Office, Target, TargetState
from registry.targets import (
    list_targets,
    owner_of_origin,
    owner_of_path,
    owner_of_url,
    resolve_target,
    resolve_targets,
    subject_of,
)
from tests.registry.books import NOW, entries_of, import_text, office_id, target_named

POSITIONED = """单位,类型,名称,网址,排序号,状态
丙局,网站,丙,c.test,,
乙局,网站,乙,b.test,20,注销
甲局,网站,甲,a.test,3,
"""


def site(target_id: str, prefix: str, kind: TargetKind = TargetKind.DEPARTMENT_SITE, position: int = 0) -> Target:
    return Target(
        id=target_id,
        office_id=1,
        unit_id=1,
        origin_id=1,
        kind=kind,
        name=target_id,
        host="www.x.test",
        prefix=prefix,
        position=position,
        created=NOW,
    )


PORTAL = site("portal", "/rmzf/", TargetKind.PORTAL)
CITY_HALL = [site("office", "/zfbgs/"), PORTAL, site("news", "/zfbgs/xw/"), site("stats", "/tj/")]


@pytest.mark.parametrize(
    ("path", "owner"),
    [
        ("/", "portal"),
        ("/index.html", "portal"),
        ("/rmzf/a.html", "portal"),
        ("/zfbgs/", "office"),
        ("/zfbgs", "office"),
        ("/zfbgsx/a.html", "portal"),
        ("/zfbgs/a.html", "office"),
        ("/zfbgs/xw/a.html", "news"),
        ("/zfbgs/xw", "news"),
        ("/TJ/", "portal"),
    ],
)
def test_a_page_belongs_to_the_longest_prefix_else_to_the_host(path: str, owner: str) -> None:
    for targets in (CITY_HALL, CITY_HALL[::-1]):
        found = owner_of_path(targets, path)
        assert found is not None
        assert found.id == owner
        assert owner_of_url(targets, f"http://www.x.test{path}?a=/tj/") is found


def test_an_address_that_cannot_be_read_belongs_to_the_host() -> None:
    assert owner_of_url(CITY_HALL, "http://[") is PORTAL


@pytest.mark.parametrize(
    ("targets", "owner"),
    [
        ([site("a", "/"), PORTAL], "portal"),
        ([site("a", "/bb/"), site("b", "/c/")], "b"),
        ([site("a", "/b/", position=2), site("b", "/c/", position=1)], "b"),
        ([site("b", "/"), site("a", "/")], "a"),
    ],
)
def test_the_owner_of_a_host(targets: list[Target], owner: str) -> None:
    found = owner_of_origin(targets)
    assert found is not None
    assert found.id == owner


def test_nobody_owns_what_has_no_targets() -> None:
    assert owner_of_origin([]) is None
    assert owner_of_path([], "/") is None


async def test_targets_are_listed_in_the_order_of_papers(database: Database, office: Office) -> None:
    await import_text(database, office, POSITIONED)
    async with database.read() as session:
        every = await list_targets(session, office_id(office))
        active = await list_targets(session, office_id(office), states=[TargetState.ACTIVE])
    assert [entry.target.name for entry in every] == ["甲", "乙", "丙"]
    assert [entry.target.name for entry in active] == ["甲", "丙"]
    assert [(entry.unit.name, entry.origin.key) for entry in active] == [("甲局", "a.test"), ("丙局", "c.test")]


@pytest.mark.parametrize(
    ("argument", "name"),
    [
        ("gaj.yunxi.test", "云溪市公安局"),
        ("https://GAJ.yunxi.test/", "云溪市公安局"),
        ("www.yunxi.test/mzj/", "云溪市民政局"),
        ("云溪市人民政府", "云溪市人民政府"),
        (" 平安云溪 ", "平安云溪"),
        ("gh_pingan", "平安云溪"),
    ],
)
async def test_an_argument_names_one_target(database: Database, office: Office, argument: str, name: str) -> None:
    await import_text(database, office)
    async with database.read() as session:
        entry = await resolve_target(session, office_id(office), argument)
        by_id = await resolve_target(session, office_id(office), entry.target.id)
    assert entry.target.name == by_id.target.name == name


@pytest.mark.parametrize(
    ("argument", "sentence"),
    [
        ("www.yunxi.test", "对应2个对象：请用编号指明其中一个：.*云溪市人民政府.*；.*云溪市民政局"),
        ("民政", "是否指t.*云溪市民政局"),
        ("没有的", "请用 govwatch registry list 查看台账"),
        ("www.yunxi.test/nothing/", "没有编号、域名或名称为“www"),
        ("", "没有编号、域名或名称为“”的对象"),
    ],
)
async def test_an_argument_that_names_none_or_several(
    database: Database, office: Office, argument: str, sentence: str
) -> None:
    await import_text(database, office)
    async with database.read() as session:
        with pytest.raises(TargetError, match=sentence):
            await resolve_target(session, office_id(office), argument)


async def test_what_is_deregistered_does_not_stand_in_the_way(database: Database, office: Office) -> None:
    await import_text(database, office, "单位,类型,名称,网址,状态\n甲,网站,旧,x.test,注销\n乙,网站,新,x.test,正常\n")
    async with database.read() as session:
        assert (await resolve_target(session, office_id(office), "x.test")).target.name == "新"
        assert (await resolve_target(session, office_id(office), "旧")).target.name == "旧"


async def test_arguments_name_each_target_once(database: Database, office: Office) -> None:
    await import_text(database, office)
    async with database.read() as session:
        found = await resolve_targets(session, office_id(office), ["平安云溪", "gaj.yunxi.test", "gh_pingan"])
    assert [entry.target.name for entry in found] == ["平安云溪", "云溪市公安局"]


async def test_what_checks_are_told(database: Database, office: Office) -> None:
    await import_text(database, office)
    target = await target_named(database, office, "平安云溪")
    unit = next(entry.unit for entry in await entries_of(database, office) if entry.target.id == target.id)
    expected: Mapping[str, Any] = {
        "kind": TargetKind.ACCOUNT,
        "name": "平安云溪",
        "unit": "市公安局",
        "platform": "wechat",
        "account": "gh_pingan",
        "feed": "http://feeds.test/pingan.xml",
    }
    assert subject_of(target, unit) == Subject(id=target.id, **expected)
