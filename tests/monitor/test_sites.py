"""A site of which only a shell for scripts came: nothing was seen, so nothing is right and nothing is cleared."""

from aiohttp import web

from checks.catalogue import load_catalogue
from checks.check import load_checks
from checks.evidence import History, Subject
from checks.judging import Judge
from checks.vocabulary import Outcome, Reason, TargetKind
from monitor.look.clock import Clock
from monitor.look.looking import Looking
from monitor.look.policy import Manners, Network, Policy
from monitor.progress import Silent
from monitor.sites import SiteJudging, look_at_host
from tests.city import AS_OF

SHELL = "<!doctype html><title>住建局</title><div id=app></div><script src=/app.js></script>"
OLD = "http://zjj.yunxi.test/old.html"


async def test_a_shell_for_scripts_is_unknown_and_clears_nothing() -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/app.js":
            return web.Response(text="fill()", content_type="text/javascript")
        if request.path == "/":
            return web.Response(text=SHELL, content_type="text/html")
        return web.Response(status=404)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    rules = (f"*:80=127.0.0.1:{port}", "*:443=127.0.0.1:1")
    policy = Policy(manners=Manners(rate=500, confirm_after=0), network=Network(connect_to=rules))
    subject = Subject("t1", TargetKind.DEPARTMENT_SITE, "住建局", "住建局", "http://zjj.yunxi.test/", "zjj.yunxi.test")
    history = History(open={"site.links": frozenset({OLD}), "site.title-missing": frozenset({"title"})})
    judge = Judge(load_checks(), load_catalogue())
    judging = SiteJudging(judge, AS_OF, {"t1": history}, "t1")
    async with Looking(policy, Clock.starting(AS_OF)) as looking:
        (result,) = await look_at_host("zjj.yunxi.test", [subject], judging, looking, Silent())
    await runner.cleanup()
    for indicator in (
        "site.links",
        "site.links-home",
        "site.title-missing",
        "site.formalism",
        "site.undated",
        "site.home-stale",
    ):
        judgement = result.judgements[indicator]
        assert (judgement.outcome, judgement.reason) == (Outcome.UNKNOWN, Reason.NO_BROWSER), indicator
        assert judgement.cleared == frozenset(), indicator
    assert result.judgements["site.unreachable"].outcome is Outcome.OK
