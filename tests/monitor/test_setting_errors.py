"""A wrong setting is told in Chinese, whatever the library says of it."""

from pathlib import Path

import pytest

from monitor.settings import SettingsError, load_settings


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('[politeness]\nconcurrency = "many"', "politeness.concurrency 不对：应为整数（现为 'many'）。"),
        ('[politeness]\nrate = "fast"', "politeness.rate 不对：应为数字（现为 'fast'）。"),
        ("[politeness]\nrate = -1", "politeness.rate 不对：应大于0（现为 -1）。"),
        ('[browser]\nuse = "perhaps"', "browser.use 不对：应为 true 或 false（现为 'perhaps'）。"),
        ('[mail]\ntransport = "pigeon"', "mail.transport 不对：可用 "),
        ('[mail]\nhosst = "a"', "mail.hosst 不对：没有这个设置项，请检查拼写。"),
        ("[office]\nname = 5", "office.name 不对：应为文字，请加引号（现为 5）。"),
    ],
)
def test_every_kind_of_mistake_reads_in_chinese(tmp_path: Path, table: str, said: str) -> None:
    file = tmp_path / "govwatch.toml"
    file.write_text(table, "utf-8")
    with pytest.raises(SettingsError) as refused:
        load_settings(file)
    assert said in str(refused.value)
    assert "Input should" not in str(refused.value)
