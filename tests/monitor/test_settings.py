"""Settings: read once, wrong ones named in one sentence."""

from pathlib import Path

import pytest

from monitor.settings import Settings, SettingsError, load_settings


def written(folder: Path, text: str) -> Path:
    file = folder / "govwatch.toml"
    file.write_text(text, "utf-8")
    return file


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, ""))
    assert settings.politeness.rate == 5.0
    assert settings.policy.limits.total == 15.0
    assert settings.mail.transport == "folder"


def test_relative_paths_start_at_the_file(tmp_path: Path) -> None:
    text = '[network]\nca_file = "ca.pem"\n[mail]\nfolder = "out"\n[database]\nurl = "sqlite:///books/b.db"'
    settings = load_settings(written(tmp_path, text))
    assert settings.policy.network.ca_file == tmp_path / "ca.pem"
    assert settings.mail.folder == tmp_path / "out"
    assert settings.database.url == f"sqlite:///{tmp_path}/books/b.db"


def test_the_environment_wins_and_the_password_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVWATCH_MAIL__PASSWORD", "geheim")
    monkeypatch.setenv("GOVWATCH_POLITENESS__RATE", "2")
    settings = load_settings(written(tmp_path, '[politeness]\nrate = 7\n[mail]\nhost = "mail.test"'))
    assert settings.politeness.rate == 2
    assert settings.mail.host == "mail.test"
    assert settings.mail.password.get_secret_value() == "geheim"
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("[politeness]\nrate = 0", "politeness.rate"),
        ("[politeness]\nspeed = 3", "politeness.speed"),
        ("[nowhere]\na = 1", "nowhere"),
        ('[network]\nconnect_to = ["a:b"]', "network.connect_to"),
        ('[network]\nallow_private = ["10.0.0.0/99"]', "network.allow_private"),
        ('[mail]\ntransport = "pigeon"', "mail.transport"),
        ('[mail]\nsender = "nobody"', "mail.sender"),
        ('[office]\ncode = "宜春"', "office.code"),
        ("[limits]\npages = many", "TOML"),
        ('[limits]\npages = "many"', "limits.pages"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load_settings(written(tmp_path, text))
    message = str(raised.value)
    assert name in message
    assert "govwatch.toml" in message
    assert "\n" not in message


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="govwatch init"):
        load_settings(tmp_path / "nowhere.toml")


def test_every_setting_is_described() -> None:
    for section in Settings.model_fields.values():
        fields = section.annotation.model_fields  # type: ignore[union-attr]
        assert all(field.description for field in fields.values())
