"""From what looking measured of its manners to what the books keep of it."""

from dataclasses import asdict

from monitor.look.looking import Looking
from monitor.look.pace import Cost
from registry.seen.manners import Kept


def manners_lines(kept: Kept) -> list[str]:
    """What a clerk wants to know of how politely was looked, from what was measured request by request."""
    lines = []
    if kept.requests:
        slowed = f"，其中办公时间减速的{kept.slowed}次" if kept.slowed else ""
        lines.append(
            f"访问节制：对{kept.hosts}个域名共请求{kept.requests}次{slowed}；实测对同一域名一秒内最多{kept.busiest}次、"
            f"同时最多{kept.at_once}个；为控制频率合计等候{kept.paced:.0f}秒，因对方要求暂停合计等候{kept.rested:.0f}秒。"
        )
    for address, hosts in kept.shielded.items():
        lines.append(
            f"疑似被防护设备拦截：地址{address}上的{len(hosts)}个域名同时拒绝访问（{'、'.join(hosts[:3])}等），"
            "相关项目按“无法判定”处理，不计为问题；请联系该平台运维单位放行监测地址。"
        )
    return lines


def kept_of(looking: Looking, host: str) -> Kept:
    """How manners were kept towards a host; of an account whose feed was read, nothing was measured."""
    shielded = {address: sorted(hosts) for address, hosts in looking.shielded.items()}
    cost = looking.costs.get(host)
    return Kept(**asdict(cost or Cost()), hosts=int(cost is not None), shielded=shielded)
