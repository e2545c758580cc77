import pytest

from tests.checks.reading.pages import page_of

WORDS = "关于印发通知的公告" * 80


@pytest.mark.parametrize(
    "html",
    [
        "<div id=app></div><script src=/js/app.js></script>",
        "<p>正在加载，请稍候……</p><div id=root></div><script src=/static/main.js></script>",
        "<p>正在加载，请稍候……</p><script>$.ajax({url: '/api/list', success: show})</script>",
        "<p>通知公告公告栏目首页</p><script>document.write(list())</script>",
        f"<p>政策法规解读栏目首页</p><script>var list = ['{WORDS}', '*/*']; // 列表\nshow(list)</script>",
        "<script>location.reload()</script>",
    ],
)
def test_pages_that_scripts_write(html: str) -> None:
    assert page_of(html).scripted


@pytest.mark.parametrize(
    "html",
    [
        "<h1>404 Not Found</h1><hr>nginx",
        "<img src=404.png>",
        "<p>您访问的页面不存在，5秒后跳转</p><script>el.innerHTML = 5; location.href = '/'</script>",
        f"<p>{WORDS}</p><div id=app></div><script src=/js/app.js></script>",
        "".join(f"<a href={i}>栏</a>" for i in range(10)) + "<script>$.ajax('/hits')</script>",
        f"<p>您访问的页面已经不存在了</p><script>/* {WORDS} */</script>",
    ],
)
def test_pages_that_say_what_they_have_to_say(html: str) -> None:
    assert not page_of(html).scripted
