"""What an import would do, case by case: a register, a file, and the plan."""

from collections.abc import Sequence
from dataclasses import asdict

import pytest

from registry.models import Origin, Target, TargetState, Unit
from registry.sheets.planning import Addition, ImportPlan, Known, Said, Update, mint, plan_import
from registry.sheets.register_file import read_file
from registry.sheets.units import fill_unit
from registry.targets import Entry
from tests.registry.books import NOW

HEAD = "单位,类型,名称,网址\n"


def said_in(text: str) -> Said:
    read = read_file(text.encode())
    assert read.problems == ()
    return read.said


def register_of(text: str) -> list[Entry]:
    """The register as it is after ``text`` was imported into an empty one."""
    return applied([], plan([], text))


def applied(register: Sequence[Entry], plan: ImportPlan) -> list[Entry]:
    assert (plan.problems, plan.refusal) == ((), "")
    units = {entry.unit.name: entry.unit for entry in register}
    for unit in plan.units:
        fill_unit(units.setdefault(unit.name, Unit(office_id=1, name=unit.name)), unit.changes)
    ids = {entry.target.id: entry.target.position for entry in register}
    after = {entry.target.id: entry for entry in register}
    written: list[Addition | Update] = [*plan.additions, *plan.updates]
    for one in written:
        position = ids.get(one.id) or getattr(one, "position", 0)
        columns = asdict(one.fields) | {
            "id": one.id,
            "office_id": 1,
            "unit_id": 1,
            "origin_id": 1,
            "position": position,
        }
        columns.pop("unit")
        origin = Origin(office_id=1, kind=one.fields.origin_kind, key=one.fields.origin_key)
        after[one.id] = Entry(Target(created=NOW, **columns), units[one.fields.unit], origin)
    for target_id in plan.deregistered:
        after[target_id].target.state = TargetState.DEREGISTERED
    return list(after.values())


def plan(register: Sequence[Entry], text: str, *, full: bool = False, allow_shrink: bool = False) -> ImportPlan:
    known = Known(register, {entry.unit.name: entry.unit for entry in register})
    return plan_import(known, said_in(text), office_code="YC", full=full, allow_shrink=allow_shrink)


def changed(made: ImportPlan) -> list[tuple[str, str, str]]:
    return [(change.field, change.old, change.new) for update in made.updates for change in update.changes]


@pytest.mark.parametrize("full", [False, True])
def test_the_same_file_again_changes_nothing(full: bool) -> None:
    text = HEAD + "市民政局,部门网站,民政局,mz.x.test\n市公安局,微信公众号,平安,gh_1\n"
    again = plan(register_of(text), text, full=full)
    assert again.changes_nothing
    assert again.unchanged == 2


def test_two_new_registers_agree_about_ids() -> None:
    text = HEAD + "市民政局,部门网站,民政局,mz.x.test\n市公安局,部门网站,公安局,mz.x.test\n市公安局,微博,平安,123\n"
    ids = [entry.target.id for entry in register_of(text)]
    assert ids == [entry.target.id for entry in register_of(text)]
    assert len(set(ids)) == 3


def test_an_id_says_nothing_and_is_never_taken_twice() -> None:
    first = mint("YC", "mz.x.test/", set())
    assert len(first) == 11
    assert first != mint("YC", "mz.x.test/", {first}) != mint("NC", "mz.x.test/", set())


def test_merging_leaves_what_the_file_does_not_name() -> None:
    register = register_of(HEAD + "市民政局,部门网站,民政局,mz.x.test\n")
    made = plan(register, HEAD + "市公安局,部门网站,公安局,ga.x.test\n")
    assert (len(made.additions), made.deregistered, made.updates) == (1, (), ())


class TestMatching:
    """By id, then 标识码, then account, then unit and address."""

    register = register_of(
        "单位,类型,名称,网址,标识码,平台,账号ID\n"
        "市民政局,部门网站,民政局,mz.x.test,3609000001,,\n"
        "市公安局,新媒体,平安,,,微信公众号,gh_1\n"
    )
    site, account = register

    def test_by_id_everything_else_may_change(self) -> None:
        made = plan(
            self.register,
            f"编号,单位,类型,名称,网址\n{self.site.target.id},市民政和社会局,部门网站,民政和社会,http://ms.y.test/\n",
        )
        assert changed(made) == [
            ("单位", "市民政局", "市民政和社会局"),
            ("名称", "民政局", "民政和社会"),
            ("网址", "http://mz.x.test/", "http://ms.y.test/"),
        ]
        assert made.updates[0].id == self.site.target.id

    def test_by_site_code_with_the_same_name(self) -> None:
        made = plan(self.register, "单位,类型,名称,网址,标识码\n市民政社会局,网站,民政局,new.test,3609000001\n")
        assert [update.id for update in made.updates] == [self.site.target.id]

    def test_an_inherited_site_code_is_not_the_site(self) -> None:
        text = "单位,类型,名称,网址,标识码\n市民政局,部门网站,社会组织,mz.x.test/shzz/,3609000001\n"
        made = plan(self.register, text)
        assert (len(made.additions), made.updates) == (1, ())
        assert "按另一个对象处理；如是同一个，请填写编号" in made.warnings[0]
        assert plan(self.register, text.replace("部门网站", "频道")).warnings == ()

    def test_by_account_whatever_the_unit(self) -> None:
        made = plan(self.register, HEAD + "市公安分局,微信公众号,平安云溪,gh_1\n")
        assert [update.id for update in made.updates] == [self.account.target.id]

    def test_by_unit_and_address_whatever_scheme_and_name(self) -> None:
        made = plan(self.register, HEAD + "市民政局,部门网站,民政之窗,https://MZ.x.test/index.html\n")
        assert [update.id for update in made.updates] == [self.site.target.id]
        assert ("名称", "民政局", "民政之窗") in changed(made)

    def test_another_unit_at_the_same_address_is_another_target_and_is_told(self) -> None:
        made = plan(self.register, HEAD + "市养老院,部门网站,养老院,mz.x.test\n")
        assert len(made.additions) == 1
        assert "2个对象的网址同为 mz.x.test/" in made.warnings[0]

    def test_a_row_like_two_targets_is_a_problem(self) -> None:
        register = applied(self.register, plan(self.register, HEAD + "市民政局,部门网站,民政网,new.test\n"))
        (problem,) = plan(register, "单位,类型,名称,网址,标识码\n市民政局,网站,民政局,new.test,3609000001\n").problems
        assert problem.column == "编号"
        assert self.site.target.id in problem.why

    def test_an_id_that_disagrees_with_the_rest_is_a_problem(self) -> None:
        text = f"编号,单位,类型,名称,网址\n{self.account.target.id},市民政局,网站,民政局,mz.x.test\n"
        (problem,) = plan(self.register, text).problems
        assert self.site.target.id in problem.right

    def test_an_unknown_id_is_taken_over(self) -> None:
        made = plan(self.register, "编号,单位,类型,名称,网址\ntaaaaaaaaaa,市水利局,网站,水利,sl.x.test\n")
        assert [addition.id for addition in made.additions] == ["taaaaaaaaaa"]

    def test_an_unknown_id_of_a_known_target_is_a_problem(self) -> None:
        text = "编号,单位,类型,名称,网址\ntaaaaaaaaaa,市民政局,网站,民政局,mz.x.test\n"
        assert [problem.value for problem in plan(self.register, text).problems] == ["taaaaaaaaaa"]


@pytest.mark.parametrize(
    "line",
    [
        "市民政局,部门网站,民政局,https://mz.x.test/index.html",
        "市公安局,微信公众号,另一个名字,gh_1",
        "别的单位,微信公众号,平安,gh_1",
    ],
)
def test_the_same_target_twice_in_a_file_is_a_problem(line: str) -> None:
    text = HEAD + "市民政局,部门网站,民政局,mz.x.test\n市公安局,微信公众号,平安,gh_1\n" + line + "\n"
    (problem,) = plan([], text).problems
    assert problem.row == 4
    assert problem.why in {"与第2行是同一对象", "与第3行是同一对象"}


def test_path_sites_of_one_unit_and_address_are_told_apart_by_prefix() -> None:
    text = "单位,类型,名称,网址,路径前缀\n市府办,门户网站,云溪,www.x.test,/\n市府办,网站,府办,www.x.test,/fb/\n"
    register = register_of(text)
    assert [entry.target.prefix for entry in register] == ["/", "/fb/"]
    assert plan(register, text).changes_nothing
    moved = plan(register, text.replace("/fb/", "/zfb/"))
    assert len(moved.additions) == 1  # which of the two it was nobody can tell: a new one


class TestEmptyCells:
    """Merging, an empty cell leaves what is known; in a full register it empties."""

    text = (
        "单位,类型,名称,网址,路径前缀,标识码,备注,排序号,邮箱,电话,经办人\n"
        "市民政局,部门网站,民政局,www.x.test,/mz/,3609000001,旧,3,a@x.test,1,李\n"
    )
    emptied = text.split("\n", maxsplit=1)[0] + "\n市民政局,部门网站,民政局,www.x.test,,,,,,,\n"
    register = register_of(text)

    def test_merging_leaves(self) -> None:
        assert plan(self.register, self.emptied).changes_nothing
        assert plan(self.register, HEAD + "市民政局,部门网站,民政局,www.x.test\n").changes_nothing

    def test_the_full_register_empties(self) -> None:
        made = plan(self.register, self.emptied, full=True)
        assert changed(made) == [("路径前缀", "/mz/", "/"), ("标识码", "3609000001", ""), ("备注", "旧", "")]
        (unit,) = made.units
        assert {(change.field, change.new) for change in unit.changes} == {
            ("排序号", ""),
            ("经办人", ""),
            ("电话", ""),
            ("邮箱", ""),
        }

    def test_a_column_that_is_not_there_empties_nothing(self) -> None:
        assert plan(self.register, HEAD + "市民政局,部门网站,民政局,www.x.test\n", full=True).changes_nothing


class TestUnits:
    """Units are known by name; what rows say of them is brought together."""

    def test_the_first_row_that_says_something_counts_and_others_are_told(self) -> None:
        text = "单位,类型,名称,网址,电话\n局,网站,甲,a.test,\n局,网站,乙,b.test,11\n局,网站,丙,c.test,22\n"
        made = plan([], text)
        assert [(change.field, change.new) for change in made.units[0].changes] == [("电话", "11")]
        assert made.warnings == ("局的“电话”不一致：第4行为“22”，第3行为“11”，以第3行为准",)

    def test_a_change_of_a_unit_alone_is_a_change(self) -> None:
        register = register_of(HEAD + "局,网站,甲,a.test\n")
        made = plan(register, "单位,类型,名称,网址,邮箱\n局,网站,甲,a.test,new@x.test\n")
        assert not made.changes_nothing
        assert (made.updates, made.unchanged) == ((), 1)


class TestFull:
    """The file is the whole register."""

    lines = tuple(f"局{n},网站,站{n},h{n}.test\n" for n in range(10))
    register = register_of(HEAD + "".join(lines))

    def test_what_is_missing_is_deregistered(self) -> None:
        made = plan(self.register, HEAD + "".join(self.lines[2:]), full=True)
        assert made.refusal == ""
        assert made.deregistered == (self.register[0].target.id, self.register[1].target.id)

    def test_more_than_a_fifth_is_refused(self) -> None:
        made = plan(self.register, HEAD + "".join(self.lines[3:]), full=True)
        assert made.refusal.startswith("全量导入将使10个对象中的3个（站0、站1、站2）转为注销")
        assert "--allow-shrink" in made.refusal
        assert plan(self.register, HEAD + "".join(self.lines[3:]), full=True, allow_shrink=True).refusal == ""

    def test_what_comes_back_is_watched_again(self) -> None:
        register = applied(
            register_of(HEAD + "".join(self.lines)), plan(self.register, HEAD + "".join(self.lines[1:]), full=True)
        )
        back = plan(register, HEAD + "".join(self.lines), full=True)
        assert changed(back) == [("状态", "注销", "正常")]

    def test_merging_does_not_bring_back_but_says_so(self) -> None:
        register = applied(
            register_of(HEAD + "".join(self.lines)), plan(self.register, HEAD + "".join(self.lines[1:]), full=True)
        )
        made = plan(register, HEAD + self.lines[0])
        assert made.changes_nothing
        assert "要恢复监测请在“状态”列填写正常" in made.warnings[0]
        assert changed(plan(register, "单位,类型,名称,网址,状态\n局0,网站,站0,h0.test,正常\n")) == [
            ("状态", "注销", "正常")
        ]

    def test_what_is_paused_stays_paused(self) -> None:
        register = register_of("单位,类型,名称,网址,状态\n局,网站,站,h.test,暂停\n局1,网站,站1,h1.test,\n")
        made = plan(register, HEAD + "局1,网站,站1,h1.test\n", full=True)
        assert made.deregistered == ()


def test_an_address_that_was_given_up_may_be_used_again() -> None:
    register = register_of("单位,类型,名称,网址,状态\n局,网站,旧站,h.test,注销\n")
    text = (
        "编号,单位,类型,名称,网址,状态\n"
        f"{register[0].target.id},局,网站,旧站,h.test,注销\n"
        "taaaaaaaaaa,局,网站,新站,h.test,正常\n"
    )
    made = plan(register, text)
    assert made.problems == ()
    assert [addition.id for addition in made.additions] == ["taaaaaaaaaa"]
    after = applied(register, made)
    assert plan(after, text).changes_nothing
    assert plan(after, HEAD + "局,网站,新站,h.test\n").changes_nothing
