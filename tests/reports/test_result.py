import json
from datetime import datetime

import pytest

from checks.catalogue import load_catalogue
from checks.finding import Finding, Place
from checks.vocabulary import LinkOutcome, Outcome, Reason, Severity, TargetKind, Verdict
from registry.errors import BooksError
from reports.result import ScanResult, compose_result, schema_json
from tests.reports import city
from tests.reports.books import CATALOGUE, TOOL, Books, blind, dead_link, found, ok, shanghai, stale_home

AS_OF = shanghai(11, 17)


async def result_of(books: Books, scan_id: int) -> ScanResult:
    async with books.database.read() as session:
        return await compose_result(session, scan_id)


async def one_site(books: Books) -> int:
    await books.site("s1", "市第1局", "第1局网站")
    await books.site("s2", "市第2局", "第2局网站")
    page = Place("https://s1.yunxi.test/", 12, "附件")
    links = [dead_link("s1", f"http://a.test/{name}", places=[page]) for name in "cab"]
    veto = stale_home("s1", "https://s1.yunxi.test/", newest="2026-11-01", as_of="2026-11-17", days=16)
    seen = {
        "s1": {"site.links": found(*links), "site.home-stale": found(veto), "site.links-home": blind(Reason.BLOCKED)}
    }
    return await books.scan(AS_OF, seen, failed={"s2"}, counts=(10, 40, 3))


async def test_a_result_is_composed_from_the_books(books: Books) -> None:
    result = await result_of(books, await one_site(books))
    assert (result.tool, result.catalogue, result.as_of) == (TOOL, CATALOGUE.version, AS_OF)
    assert result.finished is not None
    first, second = result.targets
    assert (first.id, first.unit, first.url) == ("s1", "市第1局", "https://s1.yunxi.test/")
    assert (first.grade.verdict, first.grade.vetoes, first.grade.score) == (
        Verdict.UNQUALIFIED,
        ["site.home-stale"],
        None,
    )
    assert first.grade.coverage == round(1 / len(load_catalogue().vetoes_of(TargetKind.PORTAL)), 4)
    assert (first.counts.pages, first.counts.links, first.counts.broken) == (10, 40, 3)
    assert [(one.indicator, one.outcome, one.reason) for one in first.results] == [
        ("site.home-stale", Outcome.FINDING, None),
        ("site.links", Outcome.FINDING, None),
        ("site.links-home", Outcome.UNKNOWN, Reason.BLOCKED),
    ]
    assert [one.about for one in first.findings[1:]] == ["http://a.test/a", "http://a.test/b", "http://a.test/c"]
    link = first.findings[1]
    assert (link.severity, link.link_outcome, link.confirmed) == (Severity.DEDUCT, LinkOutcome.NOT_FOUND, True)
    assert link.places[0].model_dump() == {
        "url": "https://s1.yunxi.test/", "line": 12, "text": "附件", "title": "",
    }  # fmt: skip
    assert link.fingerprint == dead_link("s1", "http://a.test/a").fingerprint
    assert (second.id, second.grade.verdict, second.results, second.findings) == ("s2", Verdict.UNDETERMINED, [], [])


async def test_the_document_reads_back_and_its_instants_are_utc(books: Books) -> None:
    result = await result_of(books, await one_site(books))
    text = result.to_json()
    document = json.loads(text)
    assert document["schema"] == "govwatch/scan-result/1"
    assert list(document) == ["schema", "tool", "catalogue", "as_of", "started", "finished", "targets"]
    assert document["as_of"] == "2026-11-17T01:00:00Z"
    names = "indicator severity about url link_outcome places places_total on_home confirmed data fingerprint"
    assert " ".join(document["targets"][0]["findings"][0]) == names
    assert ScanResult.model_validate_json(text) == result


async def test_only_what_this_scan_saw_and_what_stands_is_listed(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    links = [dead_link("s1", f"http://a.test/{number}") for number in range(3)]
    await books.scan(AS_OF, {"s1": {"site.links": found(*links)}})
    second = await books.scan(shanghai(11, 18), {"s1": {"site.links": found(links[0])}})
    third = await books.scan(shanghai(11, 19), {"s1": {"site.links": ok(links[0].about)}})
    assert [one.about for one in (await result_of(books, second)).targets[0].findings] == []
    assert (await result_of(books, third)).targets[0].findings == []
    fourth = await books.scan(shanghai(11, 20), {"s1": {"site.links": found(links[1])}})
    assert [one.about for one in (await result_of(books, fourth)).targets[0].findings] == ["http://a.test/1"]


async def test_targets_stand_in_the_order_of_the_register(lived: Books) -> None:
    scan = await lived.scan(city.AS_OF, {name: {} for name in ("a03", "s05", "s01", "a01")})
    assert [one.id for one in (await result_of(lived, scan)).targets] == ["s01", "s05", "a01", "a03"]


async def test_the_same_books_give_the_same_bytes(lived: Books) -> None:
    async with lived.database.read() as session:
        once = (await compose_result(session, 6)).to_json()
    assert (await result_of(lived, 6)).to_json() == once
    assert len(json.loads(once)["targets"]) == 30


async def test_text_that_no_json_can_hold_does_not_break_the_document(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    odd = Finding(
        "site.links",
        "s1",
        "http://a.test/x",
        Severity.DEDUCT,
        "http://a.test/x",
        places=(Place("http://a.test/", 1, "坏\ud800字\x00"),),
        places_total=1,
        data={"pages": float("nan"), "title": "\udfff"},
    )
    result = await result_of(books, await books.scan(AS_OF, {"s1": {"site.links": found(odd)}}))
    document = json.loads(result.to_json())
    assert document["targets"][0]["findings"][0]["places_total"] == 1
    json.dumps(document, allow_nan=False)
    result.to_json().decode()


async def test_an_unfinished_scan_says_so(books: Books) -> None:
    await books.site("s1", "市第1局", "第1局网站")
    result = await result_of(books, await books.scan(AS_OF, {"s1": {"site.links": ok()}}, finish=False))
    assert result.finished is None
    assert isinstance(result.started, datetime)


async def test_a_scan_that_is_not_there_is_one_sentence(books: Books) -> None:
    with pytest.raises(BooksError, match="没有编号为7的扫描"):
        await result_of(books, 7)


def test_the_schema_names_every_field_and_allows_no_other() -> None:
    schema = json.loads(schema_json())
    assert schema["properties"]["schema"]["const"] == "govwatch/scan-result/1"
    assert "schema_" not in schema["properties"]
    assert schema["additionalProperties"] is False
    assert set(schema["$defs"]["Verdict"]["enum"]) == {"qualified", "unqualified", "undetermined"}
    assert schema_json() == schema_json()
