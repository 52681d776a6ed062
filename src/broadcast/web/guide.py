"""The guide for hosts as pages of the station: `docs/guide`, which a built wheel carries beside this."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from broadcast.web.static_files import FOLDER as STATIC
from broadcast.web.static_files import static_address

_CARRIED = Path(__file__).with_name("guide")
_IN_CHECKOUT = Path(__file__).parents[3] / "docs" / "guide"
_LISTED = re.compile(r"^\d+\. \[(.+?)\]\((\w+)\.md\)$", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class Task:
    """A page of the guide: `name` is the last part of its address."""

    name: str
    title: str


@lru_cache(maxsize=1)
def tasks() -> tuple[Task, ...]:
    """Every page, in the order of the guide's first; none where a packager left the guide out."""
    first = _folder() / "README.md"
    listed = _LISTED.findall(first.read_text()) if first.exists() else []
    return tuple(Task(name, title) for title, name in listed)


@lru_cache(maxsize=32)
def task_page(task: Task) -> Markup:
    """What stands under a page's title, in HTML."""
    tokens = _MARKDOWN.parse((_folder() / f"{task.name}.md").read_text())
    shown = [one for block in _blocks(tokens[3:]) for one in block]  # the first three are the title
    return Markup(_MARKDOWN.renderer.render(shown, _MARKDOWN.options, {}))  # noqa: S704  # our own text, without HTML


def _folder() -> Path:
    return _CARRIED if _CARRIED.is_dir() else _IN_CHECKOUT


def _blocks(tokens: list[Token]) -> list[list[Token]]:
    """The tokens, links and spaces mended; a paragraph that is but a picture becomes something to open."""
    blocks: list[list[Token]] = []
    for token in tokens:
        children = token.children or []
        if len(children) == 1 and children[0].type == "image":
            blocks[-1] = []
            blocks.append([_picture(children[0])])
        elif token.type == "paragraph_close" and blocks[-1][0].type == "html_block":
            continue
        else:
            for child in children:
                _mend(child)
            blocks.append([token])
    return blocks


def _mend(token: Token) -> None:
    """Links between pages lead to their addresses here; French signs stay with their words."""
    if token.type == "link_open":
        token.attrs["href"] = str(token.attrs["href"]).removesuffix(".md")
    token.content = re.sub(r" (?=[»?!:;])|(?<=«) ", "\N{NO-BREAK SPACE}", token.content)


def _picture(image: Token) -> Token:
    """A picture that is loaded when it is opened, or printed; nothing where it was not made."""
    name = Path(str(image.attrs["src"])).name
    shown = Token("html_block", "", 0)
    if (STATIC / "guide" / name).exists():
        alt, source = escape(image.content), static_address(f"guide/{name}")
        shown.content = (
            f'<details class="picture"><summary>{alt}</summary>'
            f'<img src="{source}" alt="{alt}" loading="lazy"></details>'
        )
    return shown
