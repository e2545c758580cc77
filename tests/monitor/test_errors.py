"""What a person does wrong, or a machine refuses: one clear sentence, the right exit code, nothing half-written."""

import resource
import sqlite3
from pathlib import Path

import pytest

from monitor.demo.city import City
from tests.city import AS_OF, city  # noqa: F401  a fixture
from tests.monitor.deployment import Ran, command, deployed, govwatch, program


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with empty books, in the folder where commands run."""
    monkeypatch.chdir(tmp_path)
    assert command("init").code == 0
    return tmp_path


def assert_refused(ran: Ran, *words: str, code: int = 1) -> None:
    assert ran.code == code, ran.out + ran.err
    lines = [line for line in ran.err.splitlines() if line.startswith("govwatch:")]
    assert len(lines) == 1, ran.err
    assert "Traceback" not in ran.err
    for word in words:
        assert word in lines[0]


def rows_in(office: Path, table: str) -> int:
    with sqlite3.connect(office / "govwatch.db") as books:
        return int(books.execute(f"select count(*) from {table}").fetchone()[0])  # noqa: S608  a name of ours


def test_a_bad_register_names_every_bad_cell_and_nothing_is_entered(office: Path) -> None:
    bad = office / "bad.csv"
    bad.write_text(
        "单位,类型,名称,网址,标识码\n教育局,网站,教育局,http://a.test/,36\n水利局,飞船,水利局,http://b.test/,\n",
        "utf-8",
    )
    ran = command("registry", "import", str(bad))
    assert ran.code == 1
    for word in ("标识码", "36", "类型", "飞船"):
        assert word in ran.err
    assert rows_in(office, "target") == 0


def test_a_register_that_is_not_there(office: Path) -> None:
    assert_refused(command("registry", "import", "nowhere.csv"), "nowhere.csv")


def test_a_full_import_that_drops_too_much_is_refused(office: Path) -> None:
    rows = [f"单位{n},网站,网站{n},http://s{n}.test/" for n in range(10)]
    (office / "all.csv").write_text("\n".join(["单位,类型,名称,网址", *rows]), "utf-8")
    (office / "few.csv").write_text("\n".join(["单位,类型,名称,网址", *rows[:5]]), "utf-8")
    assert command("registry", "import", "all.csv").code == 0
    assert_refused(command("registry", "import", "--full", "few.csv"), "--allow-shrink")
    assert command("registry", "import", "--full", "--allow-shrink", "few.csv").code == 0


@pytest.mark.parametrize(
    ("text", "word"), [("[limits]\npages = 0", "limits.pages"), ("[limit]\n", "limit"), ("x =", "TOML")]
)
def test_a_bad_setting(office: Path, text: str, word: str) -> None:
    (office / "govwatch.toml").write_text(text, "utf-8")
    assert_refused(command("scan"), word, "govwatch.toml")


def test_no_settings_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(command("scan"), "govwatch init")
    assert list(tmp_path.iterdir()) == []


def test_init_does_not_write_over_anything(office: Path) -> None:
    before = (office / "govwatch.toml").read_bytes()
    ran = command("init", "--name", "另一个办公室")
    assert "未作改动" in ran.out
    assert (office / "govwatch.toml").read_bytes() == before


def test_init_that_fails_leaves_no_settings_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(command("init", "--code", "宜春"), "office.code")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan", "--depth", "3"],
        ["scan", "--only", "ships"],
        ["scan", "x", "--all"],
        ["nothing"],
        ["findings", "--indicator", "site.nowhere"],
        ["registry", "import"],
    ],
)
def test_wrong_use_is_exit_code_two(office: Path, arguments: list[str]) -> None:
    assert command(*arguments).code == 2


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["scan", "--as-of", "gestern"], "gestern"),
        (["report", "weekly", "--week", "2026-W60"], "2026-W60"),
        (["report", "weekly", "--week", "47"], "47"),
    ],
)
def test_a_time_that_is_none(office: Path, arguments: list[str], word: str) -> None:
    (office / "r.csv").write_text("单位,类型,名称,网址\n甲,网站,甲,http://a.test/", "utf-8")
    command("registry", "import", "r.csv")
    assert_refused(command(*arguments), word)


def test_an_empty_register_is_said(office: Path) -> None:
    assert_refused(command("scan"), "registry import")


def test_an_unknown_target_is_said(office: Path) -> None:
    (office / "r.csv").write_text("单位,类型,名称,网址\n甲,网站,甲,http://a.test/", "utf-8")
    command("registry", "import", "r.csv")
    assert_refused(command("scan", "nowhere.test"), "nowhere.test")


def test_a_file_that_is_no_database(office: Path) -> None:
    (office / "govwatch.db").write_bytes(b"not a database at all" * 100)
    assert_refused(command("registry", "list"), "govwatch.db")


def test_a_database_that_is_gone(office: Path) -> None:
    (office / "govwatch.db").unlink()
    assert_refused(command("registry", "list"), "govwatch.db", "govwatch init")
    assert not (office / "govwatch.db").exists()


def test_a_full_disk_under_the_report(office: Path) -> None:
    assert_refused(command("report", "weekly", "--out", "/dev/full"), "/dev/full")


def test_a_full_disk_under_the_export(office: Path) -> None:
    assert_refused(command("registry", "export", "/dev/full"), "/dev/full")


async def test_a_full_disk_under_the_books(city: City, tmp_path: Path) -> None:  # noqa: F811
    """No file of this process may grow: what the books cannot take is not half-entered."""
    config = await deployed(tmp_path / "office", city)
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536,) * 2)"
    limit += "; import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)"
    limit += f"; from monitor.cli import main; main(['registry', 'import', {str(config.parent / 'register.csv')!r}"
    limit += f", '--config', {str(config)!r}])"
    script = tmp_path / "limited.py"
    script.write_text(limit, "utf-8")
    code, said = await program("tests.monitor.script", str(script))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
    assert code == 1, said
    assert "磁盘" in said
    assert "Traceback" not in said
    assert rows_in(config.parent, "target") == 0


async def test_a_mail_server_that_refuses(city: City, tmp_path: Path) -> None:  # noqa: F811
    closed = next(rule.rpartition(":")[2] for rule in city.connect_to if rule.startswith("slj.yunxi.test:80="))
    mail = f'transport = "smtp"\nhost = "127.0.0.1"\nport = {closed}\nsecurity = "none"'
    config = await deployed(tmp_path / "office", city, more=mail)
    ran = await govwatch(
        config, "report", "weekly", "--as-of", AS_OF.isoformat(), "--out", str(tmp_path / "out"), "--send"
    )
    assert_refused(ran, "127.0.0.1")
    assert rows_in(config.parent, "outbox where state = 'queued'") == 1


async def test_a_host_that_does_not_exist_is_a_finding_not_an_error(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    register = tmp_path / "gone.csv"
    register.write_text("单位,类型,名称,网址\n甲,网站,甲,http://gone.yunxi.test/\n", "utf-8")
    assert (await govwatch(config, "registry", "import", str(register))).code == 0
    ran = await govwatch(config, "scan", "--as-of", AS_OF.isoformat())
    assert ran.code == 0
    shown = await govwatch(config, "findings", "--json")
    assert '"link_outcome": "dns"' in shown.out


async def test_inspecting_a_host_that_does_not_exist(city: City, tmp_path: Path) -> None:  # noqa: F811
    config = await deployed(tmp_path / "office", city)
    assert_refused(await govwatch(config, "inspect", "http://gone.yunxi.test/"), "gone.yunxi.test")
