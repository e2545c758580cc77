import pytest

from checks.vocabulary import TargetKind
from registry.models import TargetState
from registry.sheets.terms import kind_of, kind_word, platform_of, platform_word, state_of


@pytest.mark.parametrize(
    ("word", "kind", "platform"),
    [
        ("门户网站", TargetKind.PORTAL, ""),
        ("政府门户", TargetKind.PORTAL, ""),
        ("县区门户", TargetKind.COUNTY_PORTAL, ""),
        ("部门网站", TargetKind.DEPARTMENT_SITE, ""),
        ("网站", TargetKind.DEPARTMENT_SITE, ""),
        ("路径站", TargetKind.DEPARTMENT_SITE, ""),
        ("频道", TargetKind.CHANNEL, ""),
        ("新媒体", TargetKind.ACCOUNT, ""),
        ("微信公众号", TargetKind.ACCOUNT, "wechat"),
        ("微博", TargetKind.ACCOUNT, "weibo"),
        ("抖音", TargetKind.ACCOUNT, "douyin"),
        (" ａｐｐ ", TargetKind.APP, ""),
        ("小程序", TargetKind.MINI_PROGRAM, ""),
        ("工作群", TargetKind.WORK_GROUP, ""),
        ("County Portal", TargetKind.COUNTY_PORTAL, ""),
    ],
)
def test_words_for_kinds(word: str, kind: TargetKind, platform: str) -> None:
    assert kind_of(word) == (kind, platform)


@pytest.mark.parametrize("kind", list(TargetKind))
def test_every_kind_is_read_by_its_english_name_and_by_the_word_we_write(kind: TargetKind) -> None:
    assert kind_of(kind) == kind_of(kind_word(kind)) == (kind, "")


@pytest.mark.parametrize("state", list(TargetState))
def test_every_state_is_read_by_its_own_word(state: TargetState) -> None:
    assert state_of(state) is state


def test_words_that_mean_nothing() -> None:
    assert kind_of("别的") is None
    assert state_of("别的") is None


@pytest.mark.parametrize("platform", ["wechat", "weibo", "wechat-channels", "西瓜视频"])
def test_a_platform_comes_back_from_the_word_we_write(platform: str) -> None:
    assert platform_of(platform_word(platform)) == platform
