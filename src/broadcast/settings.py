"""Settings, read once at an entry point from `ANTENNE_*` and `.env`, and handed down."""

import secrets
from email.utils import parseaddr
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from broadcast.errors import SettingsError

PREFIX = "ANTENNE_"
_SHORTEST_SECRET, _SHORTEST_KEY = 16, 32
_REDIS_SOCKETS = {"redis+socket", "unix"}
_REDIS_SCHEMES = _REDIS_SOCKETS | {"redis", "rediss"}


class Settings(BaseSettings):
    """Every setting of the station; the defaults run it on one machine."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, validate_default=True
    )

    data: Path = Field(Path("data"), description="a folder the station may write to")
    database_url: str = Field(
        "", description="sqlite:///… or postgresql://…; empty for SQLite in the data folder"
    )
    redis_url: str = Field(
        "", description="redis://host…, rediss://… or redis+socket:///…; empty for one in the data folder"
    )
    storage_url: str = Field("", description="file:///… or s3://bucket/prefix; empty for the data folder")
    public_url: str = Field("", description="the address people use, such as https://radio.example.org")
    secret_key: SecretStr = Field(
        SecretStr(""), description="32 characters or more; empty to keep one in the data folder"
    )
    listen_url: str = Field(
        "", description="http://… where the station's own ear hears it, or empty for the public address"
    )
    language: str = Field("fr", description="fr or en")
    timezone: str = Field("Europe/Paris", description="an IANA time zone such as Europe/Paris")
    transcribe: str = Field("auto", description="auto or off")
    transcript_model: str = Field("", description="the folder of a CTranslate2 Whisper model, or nothing")
    smtp_url: SecretStr = Field(
        SecretStr(""), description="smtp://[user:password@]host[:port] or smtps://…; empty to send no e-mail"
    )
    mail_from: str = Field("", description="whom e-mails come from, such as Antenne <antenne@example.org>")
    webhook_url: str = Field(
        "", description="http://… or https://…, called when something is wrong; or empty"
    )
    webhook_secret: SecretStr = Field(
        SecretStr(""), description="16 characters or more wherever ANTENNE_WEBHOOK_URL is set"
    )
    trusted_proxies: str = Field(
        "", description="networks of the proxies in front, such as 127.0.0.1/32, 10.0.0.0/8; or nothing"
    )
    upload_max_bytes: int = Field(4 << 30, gt=0, description="a whole number of bytes, more than 0")

    @field_validator("data")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("language")
    @classmethod
    def _known_language(cls, value: str) -> str:
        if value not in {"fr", "en"}:
            raise ValueError
        return value

    @field_validator("transcribe")
    @classmethod
    def _known_wish(cls, value: str) -> str:
        if value not in {"auto", "off"}:
            raise ValueError
        return value

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        """Name the driver, so that a plain `postgresql://` works."""
        scheme, separator, rest = value.partition("://")
        if not value or scheme == "sqlite" or "+" in scheme:
            return value
        if scheme not in {"postgresql", "postgres"}:
            raise ValueError
        return f"postgresql+psycopg{separator}{rest}"

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        parts = urlsplit(value)
        is_reached = parts.path if parts.scheme in _REDIS_SOCKETS else parts.hostname and parts.port != 0
        if value and not (parts.scheme in _REDIS_SCHEMES and is_reached):
            raise ValueError
        return value

    @field_validator("secret_key")
    @classmethod
    def _long_secret(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < _SHORTEST_KEY:
            raise ValueError
        return value

    @field_validator("storage_url")
    @classmethod
    def _known_storage(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (value.startswith("file:///") or (parts.scheme == "s3" and parts.netloc)):
            raise ValueError
        return value

    @field_validator("smtp_url")
    @classmethod
    def _known_mail_server(cls, value: SecretStr) -> SecretStr:
        url = value.get_secret_value()
        if url and not (url.startswith(("smtp://", "smtps://")) and urlsplit(url).hostname):
            raise ValueError
        return value

    @field_validator("mail_from")
    @classmethod
    def _known_sender(cls, value: str, info: ValidationInfo) -> str:
        """Whoever sends e-mails says from whom."""
        server = info.data.get("smtp_url")
        is_address = "@" in parseaddr(value)[1] and value.isprintable()
        if (value and not is_address) or (not value and server and server.get_secret_value()):
            raise ValueError
        return value

    @field_validator("webhook_url")
    @classmethod
    def _known_webhook(cls, value: str) -> str:
        if value and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
            raise ValueError
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _signs(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("webhook_url") and len(value.get_secret_value()) < _SHORTEST_SECRET:
            raise ValueError
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _known_networks(cls, value: str) -> str:
        for network in value.replace(",", " ").split():
            ip_network(network)
        return value

    @property
    def trusted_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """Where proxies stand that tell from where they were asked."""
        return tuple(ip_network(one) for one in self.trusted_proxies.replace(",", " ").split())

    @field_validator("public_url", "listen_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if value and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
            raise ValueError
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The database's address, SQLite in the data folder by default."""
        return self.database_url or f"sqlite:///{self.data / 'antenne.sqlite3'}"

    @property
    def storage(self) -> str:
        """The storage's address, the data folder by default."""
        return self.storage_url or f"file://{self.data / 'storage'}"

    @property
    def quarantine(self) -> Path:
        """Where deposits wait until they are known to be harmless."""
        return self.data / "quarantine"

    @property
    def workshop(self) -> Path:
        """Where workers keep what is needed only while they work."""
        return self.data / "work"

    @cached_property
    def signing_key(self) -> bytes:
        """The secret that signs what leaves the house; made once and kept in the data folder."""
        given = self.secret_key.get_secret_value()
        return given.encode() if given else _kept_secret(self.data / "secret-key")


def _kept_secret(path: Path) -> bytes:
    """Read the secret, or make it: whoever links it first wins, so that two starts agree."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()


def load_settings(**given: object) -> Settings:
    """Read the settings; `given` ones win. Raises SettingsError with the variable's name."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks them, that is the point
    except ValidationError as fault:
        name = str(fault.errors()[0]["loc"][0])
        wanted = Settings.model_fields[name].description
        raise SettingsError(f"{PREFIX}{name.upper()}: {wanted}") from None
