"""Why a setting is wrong, in words: the library's own messages are not those of our readers."""

from collections.abc import Callable, Mapping
from typing import Any

_WORDS: Mapping[str, str | Callable[[Mapping[str, Any]], str]] = {
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为文字，请加引号",
    "path_type": "应为文件或目录名，请加引号",
    "list_type": '应为列表，如 ["甲", "乙"]',
    "tuple_type": '应为列表，如 ["甲", "乙"]',
    "dict_type": "应为一组设置",
    "missing": "没有填写",
    "greater_than": lambda limits: f"应大于{limits['gt']:g}",
    "greater_than_equal": lambda limits: f"不能小于{limits['ge']:g}",
    "less_than": lambda limits: f"应小于{limits['lt']:g}",
    "less_than_equal": lambda limits: f"不能大于{limits['le']:g}",
    "literal_error": lambda limits: f"可用 {limits['expected'].replace(chr(39), '').replace(' or ', '、')}",
    "enum": lambda limits: f"可用 {limits['expected'].replace(chr(39), '').replace(' or ', '、')}",
    "string_too_short": lambda limits: f"至少{limits['min_length']}个字",
    "string_too_long": lambda limits: f"最多{limits['max_length']}个字",
}


def why(error: Mapping[str, Any]) -> str:
    """One error of pydantic in a sentence, with the value that stands there. What we said ourselves stands as it is."""
    if error["type"] == "extra_forbidden":
        return "没有这个设置项，请检查拼写。"
    words = _WORDS.get(error["type"])
    said = words if isinstance(words, str) else words(error.get("ctx", {})) if words else error["msg"]
    return f"{said.removeprefix('Value error, ')}（现为 {error['input']!r}）。"
