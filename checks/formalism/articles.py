"""Formalism in the articles of a site and in its template (关于防治“指尖上的形式主义”的若干意见)."""

from collections.abc import Iterator

from checks.check import check
from checks.evidence import Case, Prose
from checks.finding import Fault, Figure, Place
from checks.formalism.audit import audit_gravest
from checks.formalism.figures import figures, mark_of
from checks.formalism.rules import load_rules


@check("site.formalism")
def articles(prose: Prose, case: Case) -> Iterator[Fault]:
    """An article that orders or solicits what the rules forbid. In many columns it is one finding.

    It is told apart by its title and the quoted words, for counters and lists around an article change by themselves.
    What the template says is one finding for the whole site, whatever articles it stands beside: known as such, the
    same words are not told anew where a look at a few pages cannot see that they are repeated.
    """
    rules, kind = load_rules(office=case.words), case.subject.kind
    text = prose.text if prose.is_template else f"{prose.title}\n{prose.text}"
    for hit in audit_gravest(text, rules, prose.day, kind):
        everywhere = f"{mark_of('', hit.quotation)} {hit.rule.code}"
        if prose.is_template or everywhere in case.open:
            about, told = everywhere, {**figures(hit, "", rules, kind, prose.day)}
            told["case"] = f"template-{told['case']}" if "case" in told else "template"
        else:
            about = f"{mark_of(prose.title, hit.quotation)} {hit.rule.code}"
            told = dict[str, Figure](figures(hit, prose.title, rules, kind, prose.day))
        yield Fault(Place(prose.url, 0, hit.quotation), about, told)
