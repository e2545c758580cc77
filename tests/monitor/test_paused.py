"""改版暂停: a site that the register pauses is left alone by everything, and stands in no rate."""

import json
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from monitor.articles import articles_waiting
from monitor.commands.options import opened
from monitor.commands.serving import serving_of
from monitor.demo.city import City
from monitor.errands import probes_due
from monitor.probing import origins_to_probe
from registry.models import Target, TargetState, Visit
from reports.figures import weekly_figures
from reports.week import Week
from tests.city import AS_OF, HOSTS, city  # noqa: F401  a fixture
from tests.monitor.deployment import deployed, govwatch, scanned

HOST = "jyj.yunxi.test"
NAME = "云溪市教育局网站"


async def test_a_paused_site_is_left_alone_by_everything(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    register = config.parent / "register.csv"
    assert (await govwatch(config, "registry", "import", str(register))).code == 0
    await scanned(config, AS_OF, HOST)
    header, *rows = register.read_text("utf-8").splitlines()
    paused = [f"{row},{'改版' if NAME in row else ''}" for row in rows]
    register.write_text("\n".join([f"{header},状态", *paused]) + "\n", "utf-8")
    assert (await govwatch(config, "registry", "import", str(register))).code == 0

    later = AS_OF + timedelta(days=1)
    document = await scanned(config, later, "--only", "sites")
    assert NAME not in {one["name"] for one in document["targets"]}
    evening = later.replace(hour=21)
    async with opened(config) as desk:
        async with desk.database.read() as session:
            (target,) = await session.exec(select(Target).where(Target.host == HOST))
            visits = [one for one in await session.exec(select(Visit)) if target.id in one.target_ids]
            figures = await weekly_figures(session, desk.office_id, Week.parse("2026-W48"), evening)
        assert target.state is TargetState.PAUSED
        assert len(visits) == 1  # that of before
        assert {one.host for one in await origins_to_probe(desk.database, desk.office_id)} == HOSTS - {HOST}
        assert HOST not in {one.host for one in await probes_due(serving_of(desk), evening)}
        assert HOST not in {one.origin.key for one in await articles_waiting(desk.database, desk.office_id, evening)}
    assert figures.paused == 1
    assert NAME not in {row.target.name for row in figures.due}
    shown = json.loads((await govwatch(config, "registry", "list", "--json")).out)
    assert NAME in json.dumps(shown, ensure_ascii=False)
