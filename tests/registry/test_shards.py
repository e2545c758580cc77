"""An origin keeps its shard for ever: the numbers are part of the books."""

from collections import Counter

from sqlmodel import select

from registry.database import Database
from registry.models import Office, Origin
from registry.sharing.shards import SHARDS, shard_of
from tests.registry.books import import_text


def test_the_numbers_never_change_and_are_spread() -> None:
    assert [shard_of(key) for key in ("www.yichun.gov.cn", "weixin:gh_1")] == [370, 970]
    spread = Counter(shard_of(f"www.county{number}.gov.cn") for number in range(20 * SHARDS))
    assert len(spread) == SHARDS
    assert max(spread.values()) < 60


async def test_every_origin_that_is_imported_has_its_shard(database: Database, office: Office) -> None:
    await import_text(database, office, "单位,类型,名称,网址\n某局,部门网站,某局,http://www.a.gov.cn/\n")
    async with database.read() as session:
        (origin,) = (await session.exec(select(Origin))).all()
    assert origin.shard == shard_of("www.a.gov.cn")
