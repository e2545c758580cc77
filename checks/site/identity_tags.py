"""Page tags (网页标签, annex of 国办发〔2017〕47号): those of the site, of a column, of an article.

The tags of the site are asked of its home page, those of a column of its list, those of an article of the article. A
tag that stands there without a value is missing. An article that shows no date at all is site.undated's business.
What the tags of an article say is compared with what its visitors see: ArticleTitle with the heading, PubDate with the
day behind a label like 发布时间.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from checks.check import check
from checks.evidence import Case, DateSource, Page, PageLevel
from checks.finding import Fault, Place
from checks.reading.datetext import one_day
from checks.reading.tags import COLUMN_TAGS, CONTENT_TAGS, SITE_TAGS
from checks.reading.urls import host_of

_TAGS: Mapping[PageLevel, tuple[str, ...]] = {
    PageLevel.HOME: SITE_TAGS,
    PageLevel.COLUMN: COLUMN_TAGS,
    PageLevel.ARTICLE: CONTENT_TAGS,
    PageLevel.OTHER: (),
}
_NO_WORD = re.compile(r"\W+|_")
_LONGEST = 80
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}")


@check("site.identity-tags")
def identity_tags(page: Page, case: Case) -> Iterator[Fault]:
    """A tag that is missing on a page of its level, or a site tag with a wrong value. One finding a level and tag."""
    for tag in _TAGS[page.level]:
        value = page.tags.get(tag, "").strip()
        if value:
            yield from _wrong(page, tag, value, case)
            yield from _other_than_shown(page, tag, value)
        elif not page.scripted and not (tag == "PubDate" and page.published is None):
            yield _fault(page, tag, {"case": page.level.value, "tag": tag})


def _wrong(page: Page, tag: str, value: str, case: Case) -> Iterator[Fault]:
    if tag == "SiteDomain":
        hosts = [host for host in (case.subject.host, host_of(page.url)) if host]
        if _domain(value) not in {known for host in hosts for known in (host, _domain(host + case.subject.prefix))}:
            yield _fault(page, tag, {"case": "domain", "tag": tag, "value": value, "expected": hosts[0]})
    elif tag == "SiteIDCode":
        code = case.subject.site_code.lower()
        if value.lower() != code if code else not _SITE_CODE.fullmatch(value.lower()):
            words = "code" if code else "no-code"
            yield _fault(page, tag, {"case": words, "tag": tag, "value": value, "expected": code})


def _other_than_shown(page: Page, tag: str, value: str) -> Iterator[Fault]:
    """A tag of an article that says another thing than the article itself. One finding for each way of being wrong."""
    if tag == "ArticleTitle" and page.heading and not _is_same_title(value, page.heading):
        yield _differing(page, tag, "title", value, page.heading)
    elif tag == "PubDate":
        stated, shown = one_day(value), page.published
        if stated is None:
            yield _differing(page, tag, "no-day", value, "")
        elif shown is not None and shown.source is DateSource.LABEL and shown.day != stated.day:
            yield _differing(page, tag, "day", value, shown.day.isoformat())


def _is_same_title(stated: str, shown: str) -> bool:
    """Whether two titles are one: as they are, or one with a subtitle or cut short."""
    first, second = (_NO_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold() for text in (stated, shown))
    return not first or not second or first in second or second in first


def _differing(page: Page, tag: str, words: str, value: str, expected: str) -> Fault:
    data = {"case": words, "tag": tag, "value": value[:_LONGEST], "expected": expected[:_LONGEST]}
    return Fault(Place(page.url, 0, page.title), about=f"{page.level} {tag} {words}", data=data)


def _domain(value: str) -> str:
    return value.lower().removesuffix("/")


def _fault(page: Page, tag: str, data: Mapping[str, str]) -> Fault:
    return Fault(Place(page.url, 0, page.title), about=f"{page.level} {tag}", data=data)
