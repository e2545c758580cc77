"""Shapes of text that would cost most if anything in the engine grew faster than the text. All words are made up."""

from checks.formalism.rules import load_rules
from checks.formalism.sentences import MAX_SENTENCE

_CUES = sorted(load_rules().meanings)
_SPELT = [cue.replace("…", "的").replace("#", "9").replace("<", "").replace(">", "").rstrip("|") for cue in _CUES]

SHAPES = {
    "an act": "投票",
    "an act asked for": "请投票",
    "a beginning": "请",
    "beginnings and a gap": "请为给来的的的的",
    "a beginning and the longest gap": "关注" + "的" * 24,
    "an order": "全体干部职工必须关注“云溪发布”微信公众号，关注率纳入考核。",
    "an order without end": "全体干部职工必须关注公众号，关注率纳入考核，",
    "people called up": "请组织全体干部职工积极关注",
    "units": "要求各单位干部",
    "a prohibition": "严禁投票，",
    "prohibitions that turn": "严禁投票，各单位要投票",
    "all cues": "，".join(_SPELT),
    "all cues without a sign": "".join(_SPELT),
    "open quotation marks": "“投票",
    "open brackets of titles": "《投票",
    "quoted names": "“关注”",
    "titles": "《投票》",
    "numbers": "投1",
    "a number": "9" * 60,
    "spaces": " ",
    "lines": "\n",
    "stops": "。",
    "acts between stops": f"投票{'！' * 40}",
    "acts between blank lines": f"投票{chr(10)} " * 2 + "\n \n \n",
    "acts and a long blank": "必须投票" + " " * MAX_SENTENCE,
    "acts and endless stops": "必须投票" + "。\n" * 5000,
    "traditional characters": "關註",
    "lone surrogates": "\ud800投票",
    "characters beyond two bytes": "\U0001f600投票",
    "zeros": "\0",
}


def text_of(shape: str, size: int) -> str:
    """A shape, repeated up to so many characters."""
    part = SHAPES[shape]
    return (part * (size // len(part) + 1))[:size]
