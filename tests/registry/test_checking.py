import pytest

from registry.database import Database
from registry.models import Office, Target
from registry.sheets.checking import RegisterWarning, check
from tests.registry.books import entries_of, import_text, office_id, target_named

MAIL = "a@x.test"


async def checked(database: Database, office: Office, text: str) -> tuple[RegisterWarning, ...]:
    await import_text(database, office, text)
    return check(await entries_of(database, office))


@pytest.mark.parametrize(
    ("nature", "address", "told"),
    [
        ("党政机关", "www.yunxi.gov.cn", ""),
        ("党政机关", "www.yunxi.gov.cn:8080", ""),
        ("党政机关", "云溪.政务", ""),
        ("党政机关", "www.yunxi.com", "党政机关网站应使用 .gov.cn 或 .政务 域名"),
        ("党政机关", "yunxigov.cn", "党政机关网站应使用 .gov.cn 或 .政务 域名"),
        ("事业单位", "lib.yunxi.cn", ""),
        ("事业单位", "lib.yunxi.gov.cn", ""),
        ("事业单位", "云溪图书馆.公益", ""),
        ("事业单位", "lib.yunxi.com", "事业单位网站应使用 .cn 或 .公益 域名"),
        ("国有企业", "st.yunxi.com", ""),
        ("国有企业", "st.yunxi.gov.cn", "非党政机关不得使用 .gov.cn 域名"),
        ("人民团体", "fl.yunxi.gov.cn", "非党政机关不得使用 .gov.cn 域名"),
        ("", "www.yunxi.com", ""),
    ],
)
async def test_domain_names_by_what_the_unit_is(
    database: Database, office: Office, nature: str, address: str, told: str
) -> None:
    text = f"单位,类型,名称,网址,单位性质,邮箱\n甲局,网站,甲网,{address},{nature},{MAIL}\n"
    found = await checked(database, office, text)
    assert [warning.text.split("：")[1] for warning in found] == [told] * bool(told)
    assert all("甲网的域名" in warning.text and nature in warning.text for warning in found)


@pytest.mark.parametrize(
    ("kinds", "told", "is_advice"),
    [
        (("订阅号", "服务号"), "甲局在微信公众号同时有订阅号和服务号（号0、号1）：如功能重复，建议整合", True),
        (("订阅号", "订阅号"), "甲局在微信公众号有2个账号（号0、号1）：一个单位在同一平台一般只开设一个", False),
        (
            ("订阅号", "服务号", "服务号"),
            "甲局在微信公众号有3个账号（号0、号1、号2）：一个单位在同一平台一般只开设一个",
            False,
        ),
        (
            ("微信公众号", "微信公众号"),
            "甲局在微信公众号有2个账号（号0、号1）：一个单位在同一平台一般只开设一个",
            False,
        ),
        (("微信公众号", "微博"), "", False),
    ],
)
async def test_two_accounts_of_a_unit_on_one_platform(
    database: Database, office: Office, kinds: tuple[str, ...], told: str, is_advice: bool
) -> None:
    lines = [f"甲局,{kind},号{n},gh_{n},http://f.test/{n},{MAIL}" for n, kind in enumerate(kinds)]
    found = await checked(database, office, "\n".join(["单位,类型,名称,账号ID,数据源,邮箱", *lines]))
    assert [(warning.text, warning.is_advice) for warning in found] == [(told, is_advice)] * bool(told)


async def test_a_site_code_that_came_into_the_books_otherwise(database: Database, office: Office) -> None:
    await import_text(database, office, f"单位,类型,名称,网址,邮箱\n甲局,网站,甲网,a.test,{MAIL}\n")
    target = await target_named(database, office, "甲网")
    async with database.write() as session:
        stored = await session.get(Target, target.id)
        assert stored is not None
        stored.site_code = "36090001"
    (warning,) = check(await entries_of(database, office))
    assert warning.text == "甲网的标识码“36090001”有误：应为10位数字，或bm加8位数字"
    assert warning.target_ids == (target.id,)


async def test_what_is_not_watched_is_not_checked(database: Database, office: Office) -> None:
    text = "单位,类型,名称,网址,通报口径,状态\n甲局,网站,甲网,a.test,不监测,\n乙局,网站,乙网,a.test,,注销\n"
    assert await checked(database, office, text) == ()
    assert office_id(office)
