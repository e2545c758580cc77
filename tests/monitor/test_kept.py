"""What a scan says of how politely it looked, from what each visit measured."""

from pathlib import Path

from sqlmodel import select

from monitor.commands.options import opened
from monitor.demo.city import City
from monitor.kept import manners_lines
from registry.models import Scan, Visit, stored
from registry.seen.manners import Kept, manners_of
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch


def test_both_together_add_up_and_keep_the_largest() -> None:
    one = Kept(10, 2, 1.5, 0.0, 3, 2, 1, {"192.0.2.1": ["a", "b"]})
    other = Kept(5, 0, 0.5, 9.0, 4, 1, 1, {"192.0.2.1": ["b", "c"]})
    both = one.with_other(other)
    assert both == Kept(15, 2, 2.0, 9.0, 4, 2, 2, {"192.0.2.1": ["a", "b", "c"]})
    first, second = manners_lines(both)
    assert first == (
        "访问节制：对2个域名共请求15次，其中办公时间减速的2次；实测对同一域名一秒内最多4次、同时最多2个；"
        "为控制频率合计等候2秒，因对方要求暂停合计等候9秒。"
    )
    assert "疑似被防护设备拦截：地址192.0.2.1上的3个域名" in second
    assert manners_lines(Kept(hosts=0)) == []


async def test_a_scan_ends_with_what_politeness_cost(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    await govwatch(config, "registry", "import", str(config.parent / "register.csv"))
    ran = await govwatch(config, "scan", "--only", "sites", "--as-of", AS_OF.isoformat())
    assert ran.code == 0, ran.err
    async with opened(config) as desk, desk.database.read() as session:
        (scan,) = (await session.exec(select(Scan))).all()
        visits = (await session.exec(select(Visit))).all()
        kept = await manners_of(session, stored(scan.id))
    (line,) = manners_lines(kept)
    assert line in ran.out
    assert kept.hosts == len(visits) > 1
    assert kept.requests == sum(visit.manners["requests"] for visit in visits) > 0
    assert kept.at_once <= desk.settings.politeness.concurrency
    assert kept.busiest <= desk.settings.politeness.rate
