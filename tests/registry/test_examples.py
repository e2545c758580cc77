"""The registers that come with Govwatch."""

from pathlib import Path

from registry.database import Database
from registry.models import Office
from registry.register import import_register
from registry.sheets.register_file import read_file
from scripts.make_example import workbook
from tests.registry.books import NOW, entries_of, office_id

EXAMPLES = Path(__file__).parents[2] / "examples"


async def test_the_workbook_of_yichun_adds_the_accounts_to_the_list_of_sites(
    database: Database, office: Office
) -> None:
    await import_register(database, office_id(office), (EXAMPLES / "yichun.csv").read_bytes(), now=NOW)
    data = (EXAMPLES / "yichun.xlsx").read_bytes()
    plan = await import_register(database, office_id(office), data, now=NOW)
    assert (len(plan.additions), plan.unchanged, plan.updates, plan.warnings) == (12, 61, (), ())
    sites = [entry for entry in await entries_of(database, office) if entry.target.kind.is_site]
    assert (len(sites), len({entry.origin.id for entry in sites})) == (61, 54)


def test_the_workbook_is_what_its_script_makes() -> None:
    assert read_file((EXAMPLES / "yichun.xlsx").read_bytes()) == read_file(workbook())
