"""People and programs that may come in."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from broadcast.errors import InvalidError, marked

account = typer.Typer(help="People.", no_args_is_help=True)
token = typer.Typer(help="Keys for programs.", no_args_is_help=True)


class RoleWord(StrEnum):
    """What a person is in a structure."""

    CONTRIBUTOR = "contributor"
    HOST = "host"
    EDITOR = "editor"


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    app.add_typer(account, name="account")
    app.add_typer(token, name="token")


@account.callback()
def _account() -> None:
    """People."""


@token.callback()
def _token() -> None:
    """Keys for programs."""


@account.command("create")
def create_account(
    email: str,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read it from the input.")],
    name: str = "",
    admin: Annotated[bool, typer.Option("--admin", help="May do everything.")] = False,  # noqa: FBT002  # a flag of the command line
    role: RoleWord | None = None,
    structure: Annotated[str, typer.Option(help="Where the role is held.")] = "",
) -> None:
    """Make an account."""
    from broadcast.accounts.people import create_person, join_structure
    from broadcast.accounts.repository import structure_by_slug
    from broadcast.accounts.roles import Role
    from broadcast.cli.house import opened_parts

    if not password_stdin or (role is None) == bool(structure):
        raise InvalidError(
            "bad_words",
            marked("The password comes by --password-stdin, and --role and --structure go together."),
        )
    with opened_parts() as parts:
        password = sys.stdin.readline().rstrip("\r\n")
        with parts.database.writing() as session:
            person = create_person(
                session, email=email, name=name, password=password, is_admin=admin, now=parts.clock.now()
            )
            if role is not None:
                place = structure_by_slug(session, structure)
                join_structure(session, person, structure=place, role=Role.named(role), now=parts.clock.now())


@account.command("origin")
def tell_origin(
    what: Annotated[str, typer.Argument(help="A piece's id, or the e-mail address of an account.")],
) -> None:
    """From where a piece was deposited or an account made, for a judge; the log says that you looked."""
    from broadcast.accounts.connections import account_subject, origins_of
    from broadcast.accounts.repository import person_by_email
    from broadcast.accounts.roles import STATION
    from broadcast.cli.house import opened_parts

    with opened_parts() as parts:
        key, now = parts.settings.signing_key, parts.clock.now()
        with parts.database.writing() as session:
            person = person_by_email(session, what) if "@" in what else None
            subject = account_subject(session, person) if person else f"item:{what}"
            found = origins_of(session, subject, actor=STATION, key=key, now=now)
        for one in found:
            sys.stdout.write(f"{one.at.isoformat()} {one.address}\n")


@token.command("create")
def create_key(email: str, name: str = "command line") -> None:
    """Make a key for a program; it is shown this once."""
    from broadcast.accounts.people import create_token
    from broadcast.cli.house import opened_parts

    with opened_parts() as parts:
        with parts.database.writing() as session:
            made = create_token(session, email=email, name=name, now=parts.clock.now())
        sys.stdout.write(f"{made}\n")
