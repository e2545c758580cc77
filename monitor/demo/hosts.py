"""Builds every host of the made-up city from the plans."""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime

from monitor.demo.feeds import feed_host
from monitor.demo.pages import SitePages, templates_of
from monitor.demo.plan import PAGES, CityError, NeighbourPlan, SitePlan, read_accounts, read_neighbours, read_sites
from monitor.demo.replies import MEDIA_TYPES, Host, Reply


def build_hosts(as_of: datetime, repaired: Set[str]) -> dict[str, Host]:
    """Every host by name, as on the day of ``as_of``. A host whose name is gone is left out."""
    sites = read_sites()
    hosts = {plan.host: _owner(plan, as_of, repaired) for plan in sites if plan.prefix == "/"}
    for plan in sites:
        if plan.prefix != "/":
            _add_path_site(hosts, plan, SitePages(plan, as_of, repaired))
    feeds = feed_host(read_accounts(), as_of, repaired)
    neighbours = [_neighbour(plan) for plan in read_neighbours() if not plan.gone_fault or plan.gone_fault in repaired]
    return hosts | {host.name: host for host in (feeds, *neighbours)}


def _owner(plan: SitePlan, as_of: datetime, repaired: Set[str]) -> Host:
    if plan.serving is None:
        raise CityError(f"{plan.folder.name}/site.toml: the site at / says under [serving] how its host answers")
    pages = SitePages(plan, as_of, repaired)
    serving = plan.serving
    robots = Reply(b"User-agent: *\nDisallow: /admin/\n", MEDIA_TYPES[".txt"])
    return Host(
        plan.host,
        {} if serving.walled else {**pages.replies(), "/robots.txt": robots},
        _wall() if serving.walled else pages.missing(),
        plain=serving.plain == "serve" or pages.stands(serving.plain_fault),
        expired=pages.stands(serving.certificate_fault),
        down=pages.stands(serving.down_fault),
        headers={
            name: value for name, value in serving.headers.items() if not pages.stands(serving.left_out.get(name, ""))
        },
    )


def _wall() -> Reply:
    """What a protection device says to whoever has not run its script."""
    return Reply((PAGES / "common" / "wall.html").read_bytes(), "text/html; charset=utf-8", 412)


def _add_path_site(hosts: dict[str, Host], plan: SitePlan, pages: SitePages) -> None:
    if plan.host not in hosts:
        raise CityError(f"{plan.folder.name}/site.toml: no site at / owns the host {plan.host}")
    owner = hosts[plan.host]
    hosts[plan.host] = replace(owner, replies={**owner.replies, **pages.replies()})


def _neighbour(plan: NeighbourPlan) -> Host:
    template = templates_of(PAGES / "common").get_template("neighbour.html")
    page = Reply(template.render(host=plan).encode(), "text/html; charset=utf-8")
    script = Reply(b"", MEDIA_TYPES[".js"])
    # Pages that pin a script of another host may load it only where that host lets them read it.
    readable = {"Access-Control-Allow-Origin": "*"}
    return Host(plan.name, {"/exposure/jiucuo.js": script}, missing=page, plain=True, headers=readable)
