"""Workbooks for tests: made as an office makes them, or broken by hand."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter


@dataclass(frozen=True)
class Formula:
    """A formula, with the result that was kept beside it."""

    text: str
    result: str | int = ""


Cell = str | int | float | bool | date | datetime | Formula | None
Rows = Sequence[Sequence[Cell]]

OFFICE: Mapping[str, Rows] = {
    "单位": [
        ["编码", "全称", "简称", "单位性质", "层级", "排序号", "主管单位", "分管领导", "经办人A角/B角", "电话", "邮箱", "即时通讯账号", "通报口径"],
        ["YX01", "市政府办公室", "府办", "党政机关", "市级", 1, "", "张市长", "李明/王芳", "0795-1", "bgs@yunxi.gov.cn", "yx-bgs", "纳入"],
        ["YX02", "市图书馆", "图书馆", "事业单位", "市级", 2, "市文广局", "", "赵六", "", "lib@yunxi.gov.cn", "", "仅监测"],
        ["YX03", "市水投公司", "水投", "国企", "市级", 3, "", "", "", "", "", "", "不监测"],
    ],
    "网站": [
        [
            *("标识码", "名称", "形态", "门户/部门", "主域名", "路径前缀", "其他域名", "主办单位", "承办运维", "集约化平台"),
            *("ICP备案号", "公安备案号", "党政标识及有效期", "等保级别/测评日", "IPv6", "HTTPS/国密", "是否对外办事"),
            *("监测授权函号", "白名单IP/UA", "改版暂停起止", "迁移日期", "状态及批复文号", "密级"),
        ],
        [
            *("3609000001", "云溪市人民政府", "独立站", "门户", "www.yunxi.test", "/", "yunxi.test、云溪.政务", "市政府办公室", "某公司", "市平台"),
            *("赣ICP备1号", "赣公网安备2号", "有 2027-03-01", "三级/2026年5月1日", "支持", "支持/否", "是"),
            *("云府办函〔2026〕3号", "10.0.0.1", "2026-01-02至2026-02-03", date(2026, 2, 4), "正常", "内部"),
        ],
        ["3609000001", "政务公开专栏", "频道", "部门", "www.yunxi.test/zwgk/", *[""] * 2, "市政府办公室", *[""] * 15],
        ["3609000002", "市图书馆", "独立站", "部门网站", "lib.yunxi.test", *[""] * 2, "市图书馆", *[""] * 13, "暂停（云府办字〔2026〕1号）", ""],
        ["", "市水投公司", "独立站", "部门", "st.yunxi.test", *[""] * 2, "市水投公司", *[""] * 15],
    ],
    "栏目": [
        [
            *("网站标识码", "名称", "网址", "级别 (一级/二级)", "类型", "更新期限", "期限依据", "责任单位", "经办人", "是否应更新"),
            *("归档 (日期、理由)", "核定人/核定日期"),
        ],
        ["3609000001", "云溪要闻", "http://www.yunxi.test/xw/", "一级", "动态要闻", "两周", "国办秘函〔2019〕19号", "", "李明", "是", "", "王主任 2026-11-01"],
        ["3609000001", "财政公开", "www.yunxi.test/zwgk/cz/", 2, "政策文件", "6个月", "", "市图书馆", "", "", "2026-06-01 年度已结束", ""],
    ],
    "新媒体": [
        [
            *("平台", "子类 (订阅号/服务号)", "名称", "ID/biz", "主办单位", "认证主体", "开设日期", "报送系统登记状态", "更新期限", "互动方式"),
            *("数据源", "最近所见更新", "来源", "状态"),
        ],
        [
            *("微信公众号", "订阅号", "云溪发布", "gh_yunxi", "市政府办公室", "市政府办公室", 43831, "已登记", 14, "留言"),
            *("http://feeds.test/1", datetime(2026, 11, 20, 9, 30), "系统", "正常"),
        ],
        ["微博", "", "云溪图书馆", "12345678", "市图书馆", "", "2020年1月1日", "", "", "", "", "", "人工", ""],
    ],
    "应用与群": [
        ["类型 (APP/小程序/工作群)", "名称", "备案编号", "备案状态", "使用对象 (内部/公众)", "主办单位", "用户数", "30天活跃", "处置意见", "单位意见", "期限"],
        ["小程序", "云溪办事", "赣APP1号", "已备案", "公众", "市政府办公室", "12,000", 3000, "保留", "同意", "2026-12-31"],
        ["工作群", "云溪政务群", "", "", "内部", "市图书馆", 50, 40, "", "", ""],
    ],
}  # fmt: skip
"""The register of an office, with the headings and the writing that offices use."""


def workbook(
    sheets: Mapping[str, Rows], *, merged: Mapping[str, Sequence[str]] | None = None, top: int = 0, left: int = 0
) -> bytes:
    """A workbook of these sheets, whose tables begin ``top`` rows and ``left`` columns in."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy/m/d"})
    moment = book.add_format({"num_format": "yyyy/m/d hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows, start=top):
            for place, cell in enumerate(row, start=left):
                if isinstance(cell, Formula):
                    sheet.write_formula(number, place, cell.text, None, cell.result)
                elif isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell, moment)
                elif isinstance(cell, str):
                    sheet.write_string(number, place, cell) if cell else None
                elif cell is not None:
                    sheet.write(number, place, cell)
        for cells in (merged or {}).get(name, ()):
            sheet.merge_range(cells, "")
    book.close()
    return file.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The workbook with its parts changed; None leaves a part out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return file.getvalue()


def with_cells(data: bytes, cells: str, sheet: int = 1) -> bytes:
    """The workbook with more rows of raw XML at the end of a sheet."""

    def change(name: str, content: bytes) -> bytes:
        if name != f"xl/worksheets/sheet{sheet}.xml":
            return content
        return content.replace(b"</sheetData>", f"{cells}</sheetData>".encode())

    return rewritten(data, change)
