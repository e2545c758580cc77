"""What the site consists of and what is wrong with it: numbers, addresses and the 121 faults, but no markup."""

from dataclasses import dataclass, field

COLUMNS = 24
ARTICLES = 4_600
LISTS = 10  # list pages of a column
ROWS = 20  # entries of a list page
TOPICS = 158
GB_COLUMNS = (22, 23)  # written as GB18030, declared gb2312
FILES = 300  # attachments of either kind
FRIENDS = 40  # external links in the footer

SITE = "127.0.0.11"
ELSEWHERE = "127.0.0.12"
PORT = 18_180
NO_PORT = 18_199  # nothing listens there

_EVERY = 200  # a fault of each kind for every so many articles: 23 of each
_SHIFTS = {
    "missing_page": 11,
    "missing_pdf": 37,
    "missing_image": 61,
    "server_error": 83,
    "broken_external": 107,
    "good_redirect": 131,
    "good_external": 157,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Addresses of the site. ``elsewhere`` is the origin that plays all other hosts."""

    elsewhere: str = f"http://{ELSEWHERE}:{PORT}"
    refused: tuple[str, ...] = (f"http://{ELSEWHERE}:{NO_PORT}/a.html", f"http://{ELSEWHERE}:{NO_PORT}/b.html")
    refused_tls: str = f"https://{ELSEWHERE}:{NO_PORT}/login"
    loops: tuple[str, ...] = ("/loop/1", "/loop/2", "/loop/3")
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def made(cls) -> "Plan":
        """The plan with its faults: kinds by the address that is broken, as a path for those of the site itself."""
        plan = cls()
        for article in range(ARTICLES):
            for kind in kinds_of(article):
                if not kind.startswith("good"):
                    plan.faults[plan.address(kind, article)] = kind
        plan.faults.update(dict.fromkeys(plan.loops, "loop"))
        plan.faults.update(dict.fromkeys((*plan.refused, plan.refused_tls), "refused"))
        return plan

    def address(self, kind: str, article: int) -> str:
        """What the special link of an article leads to; for an address of the site its path."""
        folder = path_of(article).rpartition("/")[0]
        return {
            "missing_page": f"{folder}/missing_{article}.html",
            "missing_pdf": f"/files/missing_{article}.pdf",
            "missing_image": f"{folder}/images/missing_{article}.jpg",
            "server_error": f"/error/sys{article}.jsp",
            "broken_external": f"{self.elsewhere}/gone/{article}.html",
            "good_redirect": f"/moved/{article}.html",
            "good_external": f"{self.elsewhere}/site/good{article}/",
        }[kind]


def kinds_of(article: int) -> list[str]:
    """The kinds of special links that an article holds."""
    return [kind for kind, shift in _SHIFTS.items() if article % _EVERY == shift]


def column_of(article: int) -> int:
    """The column an article stands in."""
    return article % COLUMNS


def day_of(article: int) -> tuple[int, int, int]:
    """The day an article was published: newer ones have lower numbers."""
    month = 11 - article // 400
    return (2026, month, 1 + article % 24) if month > 0 else (2025, month + 12, 1 + article % 24)


def path_of(article: int) -> str:
    """The address of an article, as the usual systems name them."""
    year, month, day = day_of(article)
    return f"/col{column_of(article)}/{year}/{month:02}/t{year}{month:02}{day:02}_{1_000_000 + article}.html"


def list_path(column: int, number: int) -> str:
    """The address of a page of a column's list."""
    return f"/col{column}/" + (f"index_{number}.html" if number else "")


def articles_of(column: int, number: int) -> range:
    """The articles on a page of a column's list."""
    every = range(column, ARTICLES, COLUMNS)
    return every[number * ROWS : (number + 1) * ROWS]
