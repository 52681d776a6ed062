"""Settings, read once at an entry point from `ANTENNE_*` and `.env`, and handed down."""

import secrets
from functools import cached_property
from pathlib import Path
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ANTENNE_"


class SettingsError(Exception):
    """A setting is wrong; the text names the variable and what is expected."""


class Settings(BaseSettings):
    """Every setting of the station; the defaults run it on one machine."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="a folder the station may write to")
    database_url: str = Field(
        "", description="sqlite:///… or postgresql://…; empty for SQLite in the data folder"
    )
    redis_url: str = Field("", description="redis://… ; empty for a private one in the data folder")
    storage_url: str = Field("", description="file:///… or s3://bucket/prefix; empty for the data folder")
    public_url: str = Field("", description="the address people use, such as https://radio.example.org")
    secret_key: SecretStr = Field(
        SecretStr(""), description="32 characters or more; empty to keep one in the data folder"
    )
    language: str = Field("fr", description="fr or en")
    timezone: str = Field("Europe/Paris", description="an IANA time zone such as Europe/Paris")
    transcribe: str = Field("auto", description="auto or off")
    transcript_model: str = Field("", description="the folder of a CTranslate2 Whisper model, or nothing")
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

    @field_validator("storage_url")
    @classmethod
    def _known_storage(cls, value: str) -> str:
        if value and not value.startswith(("file:///", "s3://")):
            raise ValueError
        return value

    @field_validator("public_url")
    @classmethod
    def _plain_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
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
