"""What buttons, labels and fields of a page say."""

from hypothesis import given
from hypothesis import strategies as st

from checks.reading.controls import MAX_CONTROLS, controls
from checks.reading.tree import parse


def said(html: str) -> tuple[str, ...]:
    return controls(parse(f"<!doctype html><body>{html}"))


def test_buttons_labels_and_hints_are_read_in_their_order_each_once() -> None:
    html = (
        "<form><label for=n> 姓 名 </label><input id=n placeholder='请输入姓名' value='张三'>"
        "<input type=SUBMIT value='立即投票'><button><b>点赞</b></button><button title='转发'>点赞</button>"
        "<input type=hidden value=秘密><legend>每日打卡</legend><textarea placeholder='留言'></textarea>"
        "<select><option>甲</option></select></form>"
    )
    assert said(html) == ("姓 名", "请输入姓名", "立即投票", "点赞", "转发", "每日打卡", "留言")


def test_what_is_not_shown_by_the_page_is_not_read() -> None:
    assert said("<template><button>投票</button></template><!-- <button>投票</button> --><p>投票") == ()


def test_a_page_of_buttons_is_cut() -> None:
    many = "".join(f"<button>按钮{number}</button>" for number in range(2 * MAX_CONTROLS))
    assert len(said(many)) == MAX_CONTROLS


@given(st.text(alphabet=st.sampled_from("<>/'\"= buttonlabeinput投票\n"), max_size=400))
def test_any_markup_is_read(html: str) -> None:
    words = said(html)
    assert len(words) <= MAX_CONTROLS
    assert all(one and one == one.strip() for one in words)
