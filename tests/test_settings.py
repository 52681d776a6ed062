from pathlib import Path

import pytest

from broadcast.errors import SettingsError
from broadcast.settings import load_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANGUAGE", "de"),
        ("TIMEZONE", "Brest"),
        ("UPLOAD_MAX_BYTES", "much"),
        ("UPLOAD_MAX_BYTES", "0"),
        ("DATABASE_URL", "mysql://x"),
        ("STORAGE_URL", "ftp://x"),
        ("STORAGE_URL", "s3:///prefix"),
        ("PUBLIC_URL", "radio.example.org"),
        ("PUBLIC_URL", "https://"),
        ("REDIS_URL", "http://redis:6379/0"),
        ("REDIS_URL", "redis://"),
        ("REDIS_URL", "redis"),
        ("REDIS_URL", "redis://redis:port"),
        ("REDIS_URL", "redis+socket://"),
        ("SECRET_KEY", "une phrase un peu courte"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "127.0.0.1, nginx"),
    ],
)
def test_a_wrong_value_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"ANTENNE_{name}", value)
    with pytest.raises(SettingsError, match=f"^ANTENNE_{name}: "):
        load_settings()


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    first, second = (load_settings(data=tmp_path).signing_key for _ in range(2))
    assert first == second
    assert len(first) >= 32


def test_plain_postgresql_addresses_get_their_driver(tmp_path: Path) -> None:
    found = load_settings(data=tmp_path, database_url="postgresql://u@h/d")
    assert found.database == "postgresql+psycopg://u@h/d"
