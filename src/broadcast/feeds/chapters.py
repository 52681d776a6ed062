"""Chapters as podcast apps read them: Podcasting 2.0's JSON (version 1.2.0). Pure."""

import json
from collections.abc import Iterable

from broadcast.media.chapters import Chapter

CHAPTERS_TYPE = "application/json+chapters"


def chapters_document(chapters: Iterable[Chapter], *, title: str) -> str:
    """The document, in order of time."""
    told = [{"startTime": chapter.start, "title": chapter.title} for chapter in chapters]
    return json.dumps({"version": "1.2.0", "title": title, "chapters": told}, ensure_ascii=False)
