"""Deployment settings: one TOML file and the environment, read and validated once at start.

An environment variable wins over the file: ``GOVWATCH_MAIL__PASSWORD`` sets ``password`` in ``[mail]``. Relative paths
are relative to the folder of the file.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from checks.catalogue import LAYERS, Catalogue, load_catalogue
from checks.errors import ToldError
from checks.evidence.office import NO_OFFICE_WORDS
from checks.formalism.rules import load_rules
from monitor.look.addresses import parse_rule
from monitor.look.guard import Guard
from monitor.look.policy import Browsing, BucketAccess, Limits, Manners, Network, Policy
from monitor.look.weburl import web_url
from monitor.setting_errors import why

DEFAULT_FILE = Path("govwatch.toml")


class SettingsError(ToldError):
    """The settings cannot be used. The message names the file, the setting and what would be right."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OfficeSettings(_Section):
    """The office that answers for the register."""

    code: str = Field(default="GW", pattern=r"^[A-Z0-9]{1,8}$", description="Short code, used in numbers of papers.")
    name: str = Field(default="市政府办公室", min_length=1, description="Full name, as it stands in papers.")
    mailbox: str = Field(default="", description="Where the weekly report goes.")


class DatabaseSettings(_Section):
    """Where the books are kept."""

    url: str = Field(default="sqlite:///govwatch.db", description="SQLAlchemy URL of the database.")


class NetworkSettings(_Section):
    """How watched hosts are reached."""

    connect_to: tuple[str, ...] = Field(default=(), description="Rules HOST:PORT=ADDRESS:PORT; the first match wins.")
    allow_private: tuple[str, ...] = Field(default=(), description="Address ranges the address guard lets through.")
    ca_file: Path | None = Field(default=None, description="Further trusted roots (PEM), beside certifi's.")
    witnesses: tuple[str, ...] = Field(
        default=(), description="Addresses that are always up, asked when a visit fails: is our own line down?"
    )
    user_agent: str = Field(default=Network().user_agent, min_length=1, description="How the monitor names itself.")

    @field_validator("connect_to")
    @classmethod
    def _rules_parse(cls, rules: tuple[str, ...]) -> tuple[str, ...]:
        for rule in rules:
            parse_rule(rule)
        return rules

    @field_validator("witnesses")
    @classmethod
    def _witnesses_parse(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [url for url in urls if web_url(url) is None]:
            raise ValueError(f"{wrong[0]!r} is not a web address; write it as https://www.example.cn/")
        return urls

    @field_validator("allow_private")
    @classmethod
    def _ranges_parse(cls, ranges: tuple[str, ...]) -> tuple[str, ...]:
        Guard(ranges)
        return ranges


class PolitenessSettings(_Section):
    """Manners towards one host."""

    rate: float = Field(default=5.0, gt=0, description="Requests a second to one host.")
    concurrency: int = Field(default=4, ge=1, le=64, description="Requests at once to one host.")
    share: int = Field(
        default=4, ge=1, le=100,
        description="How many times that a registrable domain bears, and an address behind several hosts.",
    )  # fmt: skip
    office_hours: float = Field(
        default=0.5, gt=0, le=1,
        description="Part of the rate kept from 08:00 to 18:00 on working days; 1: no slower than at night.",
    )  # fmt: skip
    confirm_after: float = Field(default=20.0, ge=0, description="Seconds before a failing address is asked again.")
    obey_robots: bool = Field(default=True, description="Whether robots.txt is obeyed.")


class LimitSettings(_Section):
    """What one look may cost."""

    pages: int = Field(default=300, ge=1, description="Pages read from one host.")
    depth: int = Field(default=4, ge=0, description="Clicks from the home page.")
    links: int = Field(default=5000, ge=1, description="Distinct links tested for one host.")
    body: int = Field(default=5_000_000, ge=1024, description="Bytes read of one answer, after decompression.")
    connect: float = Field(default=10.0, gt=0, description="Seconds to connect.")
    total: float = Field(default=15.0, gt=0, description="Seconds for a whole visit.")
    redirects: int = Field(default=10, ge=0, description="Redirects followed.")
    origin_seconds: float = Field(default=1800.0, gt=0, description="Seconds for one host.")
    documents: int = Field(default=20, ge=0, description="Documents (docx, pdf) of one site whose words are read.")
    retry_after: float = Field(default=60.0, ge=0, description="Longest wait followed that a server asks for, seconds.")
    abroad_days: float = Field(
        default=7.0, ge=0, description="Days for which a page on another host is not read again, only asked for."
    )
    reread_days: int = Field(
        default=28, ge=0, le=366,
        description="Days within which every page is read anew, changed or not; 0: in every look.",
    )  # fmt: skip
    origins: int = Field(default=8, ge=1, le=256, description="Hosts looked at side by side.")


class BrowserSettings(_Section):
    """The browser, for what only a browser shows."""

    use: bool = Field(default=True, description="Whether a browser is used where this machine has one.")
    path: Path | None = Field(default=None, description="The program; without it one is looked for.")
    pages: int = Field(default=4, ge=1, le=32, description="Pages open at once.")
    budget: int = Field(default=10, ge=0, description="Pages shown of one site, beside its home page.")
    seconds: float = Field(default=20.0, gt=0, description="Seconds for a page to load.")
    linger: float = Field(default=5.0, ge=0, description="Seconds watched after that for what covers the page.")
    memory: int = Field(default=2000, ge=200, description="MB after which the browser is started anew.")
    requests: int = Field(default=400, ge=1, description="Requests that one page may make.")
    body: int = Field(default=50_000_000, ge=1024, description="Bytes that one page may load.")
    pictures: Path = Field(default=Path("evidence"), description="The folder of pictures that findings rest on.")


class EvidenceSettings(_Section):
    """A bucket of an S3-compatible store for evidence files, instead of the folder ``browser.pictures``."""

    bucket: str = Field(default="", description="Its name; empty: the folder is used. Needs the extra s3.")
    endpoint: str = Field(default="", pattern=r"^(https?://\S+)?$", description="Address of the store; empty: AWS.")
    region: str = Field(default="us-east-1", min_length=1, description="Region.")
    prefix: str = Field(default="", description="How paths in the bucket begin.")
    access_key: str = Field(default="", description="Access key.")
    secret_key: SecretStr = Field(default=SecretStr(""), description="Secret key; better set by the environment.")

    @property
    def access(self) -> BucketAccess | None:
        """The bucket, None where the folder is used."""
        if not self.bucket:
            return None
        secret = self.secret_key.get_secret_value()
        return BucketAccess(self.bucket, self.endpoint, self.region, self.prefix.strip("/"), self.access_key, secret)


class WorkerSettings(_Section):
    """Workers on PostgreSQL: what one process of ``govwatch worker`` does at once."""

    probes: int = Field(default=20, ge=1, le=200, description="Visits for availability at once.")
    visits: int = Field(default=8, ge=1, le=100, description="Hosts and accounts looked at side by side.")
    stalled: float = Field(default=60.0, ge=5, description="Seconds without a sign of life: the worker is dead.")


class OperationSettings(_Section):
    """Running it: figures, health and logs."""

    listen: str = Field(
        default="", pattern=r"^(.*:\d+)?$", description="ADDRESS:PORT of /metrics, /healthz, /readyz; empty: none."
    )
    logs: Literal["text", "json"] = Field(default="text", description="Log lines for people, or JSON for machines.")
    spool: Path = Field(
        default=Path("spool"), description="Folder for answers of looks under way: one broken off goes on from there."
    )
    memory: Path = Field(
        default=Path("memory"), description="Folder for what is remembered of pages that may not have changed."
    )
    behind: float = Field(
        default=30.0, gt=0, description="Minutes by which visits may be late before the office is told."
    )


class CatalogueSettings(_Section):
    """The indicators by which is judged. A later layer overrides single fields of those before it."""

    layers: tuple[str, ...] = Field(
        default=LAYERS, min_length=1, description="Folders with entries, in order: 产品, 国家, 省, 市."
    )
    folder: Path | None = Field(default=None, description="Where layers of the office's own lie; none: no such layers.")

    @field_validator("layers")
    @classmethod
    def _layers_are_names(cls, layers: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [name for name in layers if not re.fullmatch(r"[\w-]+", name)]:
            raise ValueError(f"{wrong[0]!r} is not the name of a folder")
        return layers

    def load(self) -> Catalogue:
        """The catalogue. Raises :class:`~checks.catalogue.CatalogueError`."""
        catalogue = load_catalogue(layers=self.layers, own=self.folder)
        if catalogue.words != NO_OFFICE_WORDS:
            load_rules(office=catalogue.words)  # a wrong word is named now, not when a text is judged
        return catalogue


class MailSettings(_Section):
    """How mail leaves."""

    transport: Literal["folder", "smtp"] = Field(default="folder", description="A folder of .eml files, or SMTP.")
    folder: Path = Field(default=Path("outbox"), description='The folder for transport "folder".')
    sender: str = Field(default="govwatch@localhost", pattern=r"^\S+@\S+$", description="From whom mail comes.")
    host: str = Field(default="", description="SMTP host.")
    port: int = Field(default=25, ge=1, le=65535, description="SMTP port.")
    security: Literal["none", "starttls", "tls"] = Field(default="starttls", description="Encryption towards SMTP.")
    username: str = Field(default="", description="SMTP user; empty: no log-in.")
    ca_file: Path | None = Field(default=None, description="Further trusted roots (PEM) for the SMTP server.")
    password: SecretStr = Field(default=SecretStr(""), description="SMTP password; better set by the environment.")


class Settings(BaseSettings):
    """All deployment settings."""

    model_config = SettingsConfigDict(
        env_prefix="GOVWATCH_", env_nested_delimiter="__", extra="forbid", frozen=True, toml_file=None
    )

    office: OfficeSettings = OfficeSettings()
    database: DatabaseSettings = DatabaseSettings()
    network: NetworkSettings = NetworkSettings()
    politeness: PolitenessSettings = PolitenessSettings()
    limits: LimitSettings = LimitSettings()
    browser: BrowserSettings = BrowserSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    worker: WorkerSettings = WorkerSettings()
    operation: OperationSettings = OperationSettings()
    catalogue: CatalogueSettings = CatalogueSettings()
    mail: MailSettings = MailSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file; nothing else is read."""
        return env_settings, init_settings

    @property
    def policy(self) -> Policy:
        """What the lookers are handed."""
        limits = self.limits.model_dump(exclude={"origins"})
        return Policy(
            manners=Manners(**self.politeness.model_dump()),
            limits=Limits(**limits),
            network=Network(**self.network.model_dump()),
            browsing=Browsing(**self.browser.model_dump(), bucket=self.evidence.access),
            memory=self.operation.memory,
            spool=self.operation.spool,
        )


def load_settings(file: Path) -> Settings:
    """Read the settings. Raises :class:`SettingsError` in one sentence."""
    try:
        table: dict[str, Any] = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"没有找到配置文件 {file}：请先运行 govwatch init，或用 --config 指定。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"配置文件 {file} 不是正确的TOML：{error}") from None
    except OSError as error:
        raise SettingsError(f"配置文件 {file} 不能读取：{error.strerror}") from None
    try:
        return _anchored(Settings(**table), file.absolute().parent)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"配置文件 {file} 中的 {name} 不对：{why(first)}") from None


def _anchored(settings: Settings, folder: Path) -> Settings:
    """Relative paths made absolute from the folder of the file."""
    database = settings.database.url
    prefix, separator, path = database.partition(":///")
    if separator and prefix.startswith("sqlite") and path and not Path(path).is_absolute():
        database = f"{prefix}:///{folder / path}"
    ca_file = settings.network.ca_file
    return settings.model_copy(
        update={
            "database": settings.database.model_copy(update={"url": database}),
            "network": settings.network.model_copy(update={"ca_file": folder / ca_file if ca_file else None}),
            "operation": settings.operation.model_copy(
                update={
                    "memory": folder / settings.operation.memory,
                    "spool": folder / settings.operation.spool,
                }
            ),
            "browser": settings.browser.model_copy(
                update={
                    "path": folder / settings.browser.path if settings.browser.path else None,
                    "pictures": folder / settings.browser.pictures,
                }
            ),
            "catalogue": settings.catalogue.model_copy(
                update={"folder": folder / settings.catalogue.folder if settings.catalogue.folder else None}
            ),
            "mail": settings.mail.model_copy(
                update={
                    "folder": folder / settings.mail.folder,
                    "ca_file": folder / settings.mail.ca_file if settings.mail.ca_file else None,
                }
            ),
        }
    )
