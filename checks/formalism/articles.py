"""Formalism in the articles of a site (关于防治“指尖上的形式主义”的若干意见)."""

from collections.abc import Iterator

from checks.check import check
from checks.evidence import Case, Page
from checks.finding import Fault, Place
from checks.formalism.audit import audit, gravest
from checks.formalism.figures import figures, mark_of
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
    rules, kind = load_rules(office=case.words), case.subject.kind
    for hit in gravest(audit(f"{article.title}\n{article.text}", rules, article.day, kind)):
        told = figures(hit, article.title, rules, kind, article.day)
        about = f"{mark_of(article.title, hit.quotation)} {hit.rule.code}"
        yield Fault(Place(page.url, 0, hit.quotation), about, told)
