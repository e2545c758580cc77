"""Formalism in the posts of an account (关于防治“指尖上的形式主义”的若干意见; 国办秘函〔2019〕19号)."""

from collections import defaultdict
from datetime import date

from checks.check import check
from checks.evidence import AccountFacts, Case, Post
from checks.finding import MAX_PLACES, Finding, Judgement, Place, fingerprint, unknown
from checks.formalism.audit import Hit, audit_gravest
from checks.formalism.figures import figures, mark_of
from checks.formalism.rules import Rules, load_rules
from checks.time import shanghai_day
from checks.vocabulary import Outcome


@check("account.formalism")
def posts(account: AccountFacts, case: Case) -> Judgement:
    """Posts that order or solicit what the rules forbid: one finding for each text and rule, however often posted.

    Posts that are there and are right now clear what was found in them. One that is no longer in the feed clears
    nothing: it may have been taken down, or only have been pushed out by newer ones.
    """
    if account.reason is not None:
        return unknown(account.reason)
    rules, kind = load_rules(office=case.words), case.subject.kind
    found: defaultdict[str, list[tuple[Post, Hit]]] = defaultdict(list)
    for post in account.posts:
        for hit in audit_gravest(_text(post), rules, _day(post), kind):
            found[f"{mark_of(post.title, hit.quotation)} {hit.rule.code}"].append((post, hit))
    shown = {_url(post, case) for post in account.posts}
    return Judgement(
        Outcome.FINDING if found else Outcome.OK,
        tuple(_finding(about, there, rules, case) for about, there in found.items()),
        checked=len(account.posts),
        cleared=frozenset(about for about in case.open - found.keys() if _all_shown(about, shown, case)),
    )


def _all_shown(about: str, shown: set[str], case: Case) -> bool:
    """Whether every post that a finding stood in was looked at again."""
    places = case.history.places.get(fingerprint(case.indicator, case.subject.id, about), ())
    return bool(places) and shown.issuperset(places)


def _text(post: Post) -> str:
    return post.text if post.text.startswith(post.title) else f"{post.title}\n{post.text}"


def _day(post: Post) -> date | None:
    return shanghai_day(post.published) if post.published else None


def _url(post: Post, case: Case) -> str:
    """Where a post stands; one without an address of its own is told apart by its id."""
    return post.url or f"{case.subject.url}#{post.id}"


def _finding(about: str, there: list[tuple[Post, Hit]], rules: Rules, case: Case) -> Finding:
    post, hit = there[0]
    places = [Place(_url(one, case), 0, told.quotation) for one, told in there]
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=about,
        severity=case.severity,
        url=_url(post, case),
        places=tuple(places[:MAX_PLACES]),
        places_total=len(places),
        data=figures(hit, post.title, rules, case.subject.kind, _day(post)),
    )
