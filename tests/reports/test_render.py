from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError

from reports.render import render


def test_a_template_that_asks_for_what_is_not_there_fails_instead_of_leaving_a_gap() -> None:
    with pytest.raises(UndefinedError):
        render("weekly", {"report": SimpleNamespace(number=47)})
