"""Wrong use of the command line, in one Chinese sentence: what is wrong, and where it is written how it is done."""

import re
from collections.abc import Callable, Mapping

from typer.exceptions import TyperException

_SAID: Mapping[str, Callable[[re.Match[str]], str]] = {
    r"No such option: (\S+?)\.?(?: .*?(--[\w-]+).*)?": lambda found: f"没有选项 {found[1]}{_meant(found[2])}",
    r"No such command '(.*?)'\.(?: Did you mean '(.*?)'.*)?": lambda found: f"没有命令“{found[1]}”{_meant(found[2])}",
    r"Missing (?:argument|parameter) '(.*?)'\.?.*": lambda found: f"缺少参数 {found[1]}",
    r"Missing option '(.*?)'\.?.*": lambda found: f"缺少选项 {found[1]}",
    r"Got unexpected extra arguments? ?\(?s?\)? ?\((.*)\)": lambda found: f"多写了参数 {found[1]}",
    r"Option '?(--?[\w-]+)'? requires .*": lambda found: f"选项 {found[1]} 后面没有写内容",
    r"Option '?(--?[\w-]+)'? does not take a value\.?": lambda found: f"选项 {found[1]} 后面不用写内容",
    r"Invalid value for '(.*?)': (?:Value error, )?'(.*?)' is not one of (.*?)\.?": lambda found: (
        f"{found[1]} 的内容“{found[2]}”不对，可用 {_listed(found[3])}"
    ),
    r"Invalid value for '(.*?)': .*valid integer.*": lambda found: f"{found[1]} 应写成整数",
    r"Invalid value for '(.*?)': (.*)": lambda found: f"{found[1]} 的内容不对：{found[2]}",
    r"Invalid value: (.*)": lambda found: found[1],
}
"""What the library of the command line says, and how we say it."""


def _listed(choices: str) -> str:
    return choices.replace("'", "").replace(", ", "、")


def _meant(near: str | None) -> str:
    return f"（是否指 {near}？）" if near else ""


def sentence_of(error: TyperException) -> str:
    """The sentence, with the command whose help tells more. What we said ourselves stands as it is."""
    said = " ".join(error.format_message().split())
    for pattern, words in _SAID.items():
        if found := re.fullmatch(pattern, said):
            said = words(found).rstrip("。")
            break
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "govwatch"
    return f"{said}。写法见 {command} --help。"


def is_help(error: TyperException) -> bool:
    """Whether it is no error: a command was typed alone, and what it carries is its help."""
    return type(error).__name__ == "NoArgsIsHelpError"
