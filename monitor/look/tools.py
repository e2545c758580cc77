"""What all looks of one scan share."""

from dataclasses import dataclass

from monitor.look.client import Client
from monitor.look.clock import Clock
from monitor.look.links import LinkChecker
from monitor.look.policy import Policy
from monitor.look.robots import Robots
from monitor.look.soft404 import SoftNotFound


@dataclass(frozen=True, slots=True)
class Tools:
    """One client with its manners, and the memories of robots rules, soft 404s and links."""

    policy: Policy
    clock: Clock
    client: Client
    robots: Robots
    soft: SoftNotFound
    links: LinkChecker

    @classmethod
    def made(cls, policy: Policy, clock: Clock, client: Client) -> "Tools":
        """Everything that stands on the client."""
        agent = policy.network.user_agent.partition("/")[0]  # the product token of RFC 9309
        robots = Robots(client, agent, obey=policy.manners.obey_robots)
        soft = SoftNotFound(client, robots)
        links = LinkChecker(client, robots, soft, clock, policy.manners.confirm_after)
        return cls(policy, clock, client, robots, soft, links)
