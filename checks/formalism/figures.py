"""What a finding of formalism rests on, as figures for the sentences of the catalogue."""

from checks.finding import Figure
from checks.formalism.audit import Hit
from checks.formalism.rules import Level

MAX_TITLE = 80


def figures(hit: Hit, title: str) -> dict[str, Figure]:
    """The rule, the words and where they stand. What is doubtful is a case of its own, for the office alone."""
    told: dict[str, Figure] = {
        "rule": hit.rule.code,
        "behaviour": hit.rule.behaviour.zh,
        "behaviour_en": hit.rule.behaviour.en,
        "quotation": hit.quotation,
        "title": title[:MAX_TITLE],
    }
    return told | {"case": "doubtful"} if hit.level is Level.REMINDER else told
