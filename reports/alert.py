"""What the office is told when the monitor itself does not see, or falls behind: a short letter, once a day each."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from checks.time import SHANGHAI
from reports.render import Letter


def blind_letter(office: str, at: datetime) -> Letter:
    """Every visit of the last hour failed on our own line."""
    return _letter(
        f"{office}：监测系统看不见任何网站",
        at,
        "最近一小时的访问全部因本系统自身网络不通而失败。这些访问不计入任何单位，也不会据此认定网站打不开。",
        "请检查监测服务器的网络、DNS和防火墙；恢复后无需其他操作，监测会自动继续。",
    )


def behind_letter(office: str, at: datetime, hosts: int, seen: int) -> Letter:
    """Hosts were not visited when they should have been."""
    return _letter(
        f"{office}：监测进度落后",
        at,
        f"应访问的{hosts}个域名中，有{hosts - seen}个没有按时访问。",
        "请确认 govwatch serve 和各 worker 在运行、数据库可用；任务长期积压时请增加 worker。"
        "积压的访问不补做，已完成的监测结果不受影响。",
    )


def shield_letter(office: str, at: datetime, address: str, hosts: Sequence[str]) -> Letter:
    """Hosts behind one address refused us together."""
    named = "、".join(hosts[:10]) + ("等" if len(hosts) > 10 else "")
    return _letter(
        f"{office}：疑似被防护设备拦截",
        at,
        f"地址{address}上的多个域名同时拒绝监测访问，最近涉及{len(hosts)}个：{named}。"
        "同一平台的网站一起拒绝访问，通常是防护设备拦截，不说明网站打不开，因此不计为任何单位的问题。",
        "请联系该平台的运维单位，把监测服务器的出口地址加入白名单；如网站确实无法访问，请以人工核实为准。",
    )


def _letter(subject: str, at: datetime, *paragraphs: str) -> Letter:
    told = [*paragraphs, f"（{at.astimezone(SHANGHAI):%Y年%-m月%-d日%H:%M}，由监测系统自动发送）"]
    body = "".join(f"<p>{escape(one)}</p>" for one in told)
    html = f'<!doctype html><html lang="zh"><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return Letter(subject, "\n\n".join(told) + "\n", html)
