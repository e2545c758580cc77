from checks.reading.tags import MAX_METAS, MAX_VALUE, official_tags, read_metas
from checks.reading.tree import parse

HTML = """<META NAME=sitename CONTENT=" 宜春市人民政府 "><meta content='3609000004' name="SiteIDCode">
<meta name=ColumnType content=""><meta name=pubdate content="2024-03-05 09:07"><meta property="og:title" content=标题>
<meta name=ContentSource content=""><meta name=ContentSource content="市政府  办公室">
<meta name=viewport content=x><meta charset=utf-8><meta http-equiv=refresh content=5>
<template><meta name=Author content=x></template>"""


def test_metas_by_lower_case_name() -> None:
    assert read_metas(parse(HTML)) == {
        "sitename": "宜春市人民政府",
        "siteidcode": "3609000004",
        "columntype": "",
        "pubdate": "2024-03-05 09:07",
        "og:title": "标题",
        "contentsource": "市政府  办公室",
        "viewport": "x",
    }


def test_official_tags_by_their_official_names() -> None:
    assert official_tags(read_metas(parse(HTML))) == {
        "SiteName": "宜春市人民政府",
        "SiteIDCode": "3609000004",
        "ColumnType": "",
        "PubDate": "2024-03-05 09:07",
        "ContentSource": "市政府  办公室",
    }


def test_metas_are_bounded() -> None:
    metas = read_metas(parse("".join(f"<meta name=n{i} content={'x' * 3000}>" for i in range(MAX_METAS + 50))))
    assert len(metas) == MAX_METAS
    assert {len(value) for value in metas.values()} == {MAX_VALUE}
