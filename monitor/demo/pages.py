"""Turns the plan of a site into its pages: every reply its host can give, made once."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from monitor.demo.plan import PAGES, Article, CityError, ColumnPlan, ExtraPage, SitePlan, is_there
from monitor.demo.replies import MEDIA_TYPES, Reply

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEARCH = "search.html"
"""The template of a page that searches the site."""

_WEEKDAYS = "一二三四五六日"
_STAMPS = ("16:20", "10:05", "09:30", "15:48")
"""Times of day at which articles appear, in turn."""


@dataclass(frozen=True, slots=True)
class Published:
    """An article on the day of the look: where it is, and when it was published (Shanghai)."""

    plan: Article
    column: ColumnPlan
    path: str
    day: date
    time: str

    @property
    def title(self) -> str:
        """Its title."""
        return self.plan.title

    @property
    def paragraphs(self) -> list[str]:
        """Its text, a paragraph each."""
        lines = self.plan.text.replace("{year}", str(self.day.year)).split("\n")
        return [line.strip() for line in lines if line.strip()]


@cache
def templates_of(folder: Path) -> Environment:
    """The templates of a site: its own, and behind them those that all share."""
    return Environment(
        loader=FileSystemLoader([folder, PAGES / "common"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class SitePages:
    """The pages of one site as they are on the day of ``as_of``, with the ``repaired`` faults repaired."""

    def __init__(self, plan: SitePlan, as_of: datetime, repaired: Set[str]) -> None:
        self.plan = plan
        self.today = as_of.astimezone(SHANGHAI).date()
        self._repaired = repaired
        self._templates = templates_of(plan.folder)

    @cached_property
    def articles(self) -> list[Published]:
        """What is published, newest first."""
        columns = {column.path: column for column in self.plan.columns}
        shown = [plan for plan in self.plan.articles if is_there(plan, self._repaired)]
        return sorted((self._publish(plan, columns) for plan in shown), key=lambda one: one.day, reverse=True)

    def _publish(self, plan: Article, columns: dict[str, ColumnPlan]) -> Published:
        if plan.column not in columns:
            raise CityError(f"{self.plan.folder.name}/site.toml: {plan.id} is in no column of the site: {plan.column}")
        path = f"{self.plan.prefix}{plan.column}{plan.folder}{plan.id}.html"
        day = self.today - timedelta(days=plan.days)
        return Published(plan, columns[plan.column], path, day, _STAMPS[plan.days % len(_STAMPS)])

    def replies(self) -> dict[str, Reply]:
        """Every reply by path, with what the standing faults withhold replaced by the error."""
        replies = dict(self._all())
        for withheld in self.plan.withheld:
            path = self.plan.prefix + withheld.path
            if path not in replies:
                raise CityError(f"{self.plan.folder.name}/site.toml: {path} is withheld but was never there")
            if withheld.fault not in self._repaired:
                replies[path] = replace(self.missing(), status=withheld.status)
        return replies

    def missing(self) -> Reply:
        """What is said to a path that is not there."""
        return self._page("missing.html", "页面不存在", status=200 if self.plan.soft_missing else 404)

    def _all(self) -> Iterator[tuple[str, Reply]]:
        prefix = self.plan.prefix
        home = replace(self._page("home.html", self.plan.name), seconds=self.plan.home_seconds)
        yield from ((prefix, home), (f"{prefix}index.html", home))
        yield f"{prefix}wznb.html", self._page("report.html", "政府网站工作年度报表")
        for column in self.plan.columns:
            yield from self._list_pages(column)
        for article in self.articles:
            yield article.path, self._page("article.html", article.title, article=article, column=article.column)
        for page in self.plan.pages:
            tagged = _as_column(page) if page.kind else None
            yield prefix + page.path, self._page(page.template, page.title, column=tagged, page=page)
            if page.template == SEARCH:
                yield from self._answers(page)
        for redirect in self.plan.redirects:
            yield prefix + redirect.path, Reply(b"", status=301, location=redirect.to)
        for folder in (PAGES / "common", self.plan.folder):  # a file of the site's own goes before the one all share
            for file in sorted(folder.glob("files/**/*.*")):
                yield prefix + file.relative_to(folder).as_posix(), file_reply(file)

    def _answers(self, page: ExtraPage) -> Iterator[tuple[str, Reply]]:
        """What the search of the site answers when it is asked for the title of an article."""
        for article in self.articles:
            address = f"{self.plan.prefix}{page.path}?q={quote(article.title, safe='')}"
            yield address, self._page(page.template, page.title, page=page, found=article)

    def _list_pages(self, column: ColumnPlan) -> Iterator[tuple[str, Reply]]:
        rows = [article for article in self.articles if article.column is column]
        pages = [rows[start : start + self.plan.rows] for start in range(0, len(rows) or 1, self.plan.rows)]
        base = self.plan.prefix + column.path
        addresses = [base, *(f"{base}index_{number}.html" for number in range(2, len(pages) + 1))]
        for number, (address, page) in enumerate(zip(addresses, pages, strict=True)):
            yield (
                address,
                self._page("column.html", column.name, column=column, rows=page, addresses=addresses, number=number),
            )

    def _page(self, template: str, title: str, *, status: int = 200, **names: Any) -> Reply:
        names = {"article": None, "column": None, "page": None, "found": None} | names
        text = self._templates.get_template(template).render(site=self, plan=self.plan, title=title, **names)
        declared = "; charset=utf-8" if self.plan.charset == "utf-8" else ""
        return Reply(text.encode(self.plan.charset), f"text/html{declared}", status)

    # -- what the templates ask ------------------------------------------------------------------------------------

    def url(self, path: str = "") -> str:
        """A path of this site, from the root of its host."""
        return self.plan.prefix + path

    def newest(self, column_path: str, count: int) -> list[Published]:
        """The newest articles of a column."""
        return [article for article in self.articles if article.plan.column == column_path][:count]

    def stands(self, fault: str) -> bool:
        """Whether a fault is not repaired."""
        return bool(fault) and fault not in self._repaired

    def lacks(self, item: str) -> bool:
        """Whether an item is missing at the bottom of the pages."""
        return self.stands(self.plan.footer_lacks.get(item, ""))

    def tag(self, name: str, right: str) -> str:
        """What a page tag says, an empty string when it is missing."""
        planned = self.plan.tags.get(name)
        return planned.value if planned is not None and self.stands(planned.fault) else right

    @property
    def today_in_words(self) -> str:
        """The day of the look, as a page's head says it."""
        return f"{self.today.year}年{self.today.month}月{self.today.day}日 星期{_WEEKDAYS[self.today.weekday()]}"


def _as_column(page: ExtraPage) -> ColumnPlan:
    return ColumnPlan(path=page.path, name=page.title, kind=page.kind, description=page.description)


def file_reply(file: Path) -> Reply:
    """A file of the city as it is. Raises :class:`CityError` for a kind of file that has no content type."""
    try:
        return Reply(file.read_bytes(), MEDIA_TYPES[file.suffix])
    except KeyError:
        raise CityError(f"{file.name}: files of the made-up city end with {', '.join(MEDIA_TYPES)}") from None
