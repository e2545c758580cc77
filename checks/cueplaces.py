"""By which of its words each cue is looked for, so that as little as possible is found that is none.

A cue without signs is looked for as it is. A longer one is looked for at its beginning. Where that is a single
character, which stands in every text, an everyday word of offices, or any of a class of words, it is looked for at a
later piece instead, and from there backwards.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from checks.cuesigns import (
    DIGITS,
    Classes,
    beginnings,
    first_piece,
    head_class,
    is_prefix_free,
    later_pieces,
    may_pass_stops,
    pattern_of,
    spelt_out,
)

_EVERYDAY = """
    一个 一次 一条 不得 不能 主动 以上 企业 使用 信息 做好 公布 公示 关于 内容 分别 办理 加强 单位 参加 及时 发展
    发布 发放 同一 同意 坚持 学习 学生 完成 居民 工作 工作人员 平台 应当 建立 建设 开展 开通 情况 指导 按照 推进
    提交 提出 提高 支持 教育 数据 服务 机关 村民 每人 每月 河长 活动 登记 积极 管理 系统 纳入 组织 结果 统一 群众
    职工 考核 落实 要求 规范 认真 调查 资料 资格 达到 进行 连续 通知 通过 部门 问题 青年
"""

EVERYDAY = frozenset(_EVERYDAY.split())
"""Words that most texts of offices hold, by a count over pages of many sites. They only decide how fast cues are
found, never which."""

Pieces = tuple[tuple[str, ...], int]
"""Words of which one must stand in a cue, and at most how far behind its beginning."""


@dataclass(slots=True, eq=False)
class Tail:
    """A cue that is longer than the word where it is looked for. ``written`` is it with a word for the class at its
    head; the pattern is made when it is tried first.
    """

    cue: str
    written: str
    classes: Classes
    _pattern: re.Pattern[str] | None = None

    def end(self, text: str, start: int) -> int:
        """Where the cue ends that begins at a place, -1 when it does not stand there."""
        if self._pattern is None:
            self._pattern = re.compile(pattern_of(self.written, self.classes))
        found = self._pattern.match(text, start)
        return found.end() if found else -1


class Place(NamedTuple):
    """One way to look for a cue: at any of some ``words``.

    Without ``tail`` the word is the cue. With ``heads`` it begins with any of these, before the word, which stands at
    most ``far`` characters behind the beginning; ``group`` are all that are looked for together. Otherwise it begins
    with the word, and ``needs`` stands at most ``far`` behind that.
    """

    words: tuple[str, ...]
    tail: Tail | None = None
    heads: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    needs: str = ""
    far: int = 0
    passes: bool = False


class Places:
    """The places of cues, each found once, however many scanners look for it."""

    def __init__(self, classes: Classes) -> None:
        self._classes = classes
        self._known: dict[str, tuple[Place, ...]] = {}

    def of(self, cue: str) -> tuple[Place, ...]:
        """The places of a cue. Raises :class:`ValueError` for one that is not written as a cue."""
        found = self._known.get(cue)
        if found is None:
            pattern_of(cue, self._classes)
            found = self._known[cue] = tuple(self._found(cue))
        return found

    def _found(self, cue: str) -> Iterator[Place]:
        heads, rest = self._heads(cue)
        pieces = [one for one in self._rare(cue) if len(one[0]) == 1] if heads else []
        if not pieces:
            for written in spelt_out(cue, self._classes):
                yield self._of_written(cue, written)
            return
        best = max(pieces, key=_least)
        if cue[0] == "<" and is_prefix_free(heads):
            yield self._behind(best, Tail(cue, cue, self._classes), heads, heads)
            return
        for head in heads:
            yield self._behind(best, Tail(cue, head + rest, self._classes), (head,), heads)

    def _heads(self, cue: str) -> tuple[tuple[str, ...], str]:
        """The words of the class or number that a cue begins with, and the rest of it; none where it begins itself."""
        if cue[0] == "#":
            return DIGITS, cue[1:]
        name = head_class(cue)
        return (self._classes[name], cue[len(name) + 2 :]) if name else ((), "")

    def _of_written(self, cue: str, written: str) -> Place:
        first = first_piece(written)
        if first == written:
            return Place((first,))
        tail = Tail(cue, written, self._classes)
        if (len(first) == 1 or first in EVERYDAY) and (rare := self._rare(written)):
            return self._behind(max(rare, key=_least), tail, (first,))
        single = [(words[0], far) for words, far in later_pieces(written, self._classes) if len(words) == 1]
        needs, far = max(single, key=lambda one: len(one[0]), default=("", 0))
        return Place(beginnings(written, self._classes), tail, needs=needs, far=far)

    def _rare(self, written: str) -> list[Pieces]:
        """The pieces behind the beginning of a cue that do not stand in every text."""
        later = later_pieces(written, self._classes)
        return [(words, far) for words, far in later if min(map(len, words)) > 1 and EVERYDAY.isdisjoint(words)]

    def _behind(self, pieces: Pieces, tail: Tail, heads: tuple[str, ...], group: tuple[str, ...] = ()) -> Place:
        words, far = pieces
        return Place(words, tail, heads, group, far=far, passes=may_pass_stops(tail.written, self._classes))


def _least(pieces: Pieces) -> int:
    return min(map(len, pieces[0]))
