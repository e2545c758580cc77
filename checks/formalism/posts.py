"""Formalism in the posts of an account (关于防治“指尖上的形式主义”的若干意见; 国办秘函〔2019〕19号)."""

from datetime import date

from checks.check import check
from checks.evidence import AccountFacts, Case, Post
from checks.finding import Finding, Judgement, Place, unknown
from checks.formalism.audit import Hit, audit, gravest
from checks.formalism.figures import figures
from checks.formalism.rules import load_rules
from checks.time import shanghai_day
from checks.vocabulary import Outcome


@check("account.formalism")
def posts(account: AccountFacts, case: Case) -> Judgement:
    """Posts that order or solicit what the rules forbid, one finding for each post and rule.

    A post that is there and is right now clears what was found in it. One that is no longer in the feed clears
    nothing: it may have been taken down, or only have been pushed out by newer ones.
    """
    if account.reason is not None:
        return unknown(account.reason)
    findings: dict[str, Finding] = {}
    for post in account.posts:
        for hit in gravest(audit(_text(post), load_rules(), _day(post))):
            findings.setdefault(_about(post, hit.rule.code), _finding(post, hit, case))
    shown = {_about(post, rule.code) for post in account.posts for rule in load_rules().rules}
    return Judgement(
        Outcome.FINDING if findings else Outcome.OK,
        tuple(findings.values()),
        checked=len(account.posts),
        cleared=case.open & (shown - findings.keys()),
    )


def _text(post: Post) -> str:
    return post.text if post.text.startswith(post.title) else f"{post.title}\n{post.text}"


def _day(post: Post) -> date | None:
    return shanghai_day(post.published) if post.published else None


def _about(post: Post, code: str) -> str:
    return f"{post.url or post.id} {code}"


def _finding(post: Post, hit: Hit, case: Case) -> Finding:
    url = post.url or case.subject.url
    return Finding(
        indicator=case.indicator,
        target=case.subject.id,
        about=_about(post, hit.rule.code),
        severity=case.severity,
        url=url,
        places=(Place(url, 0, hit.quotation),),
        places_total=1,
        data=figures(hit, post.title),
    )
