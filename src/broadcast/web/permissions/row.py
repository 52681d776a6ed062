"""A row of the table of permissions, and the groups of people it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Who(StrEnum):
    """Who asks. The thing asked for belongs to one structure; all but the first two work there."""

    NOBODY = "nobody"
    ELSEWHERE = "elsewhere"
    CONTRIBUTOR = "contributor"
    DEPOSITOR = "depositor"
    HOST = "host"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


ANYBODY = frozenset(Who)
SIGNED_IN = ANYBODY - {Who.NOBODY}
MEMBERS = SIGNED_IN - {Who.ELSEWHERE}
HOSTS = frozenset({Who.HOST, Who.EDITOR, Who.ADMINISTRATOR})
EDITORS = HOSTS - {Who.HOST}
ADMINISTRATORS = frozenset({Who.ADMINISTRATOR})
DEPOSITOR_AND_HOSTS = HOSTS | {Who.DEPOSITOR}
NO_ONE: frozenset[Who] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One route: what it does, who may, and a request that shows it.

    `route` is the method and the address as FastAPI has it (GET stands for HEAD too). `at` fills the
    address's `{names}` where the test's usual things will not do; a value may name one of its things
    (`tests/web/permission_world.py` lists them). Whoever may gets an answer below 400, or `answer`;
    everybody else 401, 403 or 404. The request must be one that is only refused for who asks: give it
    the `form` (whose values may name things, too), `json`, `file`, `content`, `query` or `headers` it
    needs. `ask` is another method to try it with, such as HEAD for an address whose answer never ends.
    """

    route: str
    action: str
    who: frozenset[Who]
    condition: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    json: object = None
    file: bytes = b""
    content: bytes = b""
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    answer: int = 0
    ask: str = ""
