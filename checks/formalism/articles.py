"""Formalism in the articles of a site (关于防治“指尖上的形式主义”的若干意见)."""

import hashlib
from collections.abc import Iterator

from checks.check import check
from checks.evidence import Case, Page
from checks.finding import Fault, Place
from checks.formalism.audit import audit, gravest
from checks.formalism.figures import figures
from checks.formalism.rules import load_rules
from checks.reading.article import read_article


@check("site.formalism")
def articles(page: Page, case: Case) -> Iterator[Fault]:
    """An article that orders or solicits what the rules forbid. In many columns it is one finding.

    It is told apart by its title and the quoted words, for counters and lists around an article change by themselves.
    """
    article = read_article(page)
    if article is None:
        return
    for hit in gravest(audit(f"{article.title}\n{article.text}", load_rules(), article.day)):
        mark = hashlib.sha256(f"{article.title}\0{hit.quotation}".encode("utf-8", "replace")).hexdigest()[:16]
        yield Fault(Place(page.url, 0, hit.quotation), f"{mark} {hit.rule.code}", figures(hit, article.title))
