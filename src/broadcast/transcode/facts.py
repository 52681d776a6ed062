"""What an item's page tells of its package besides the index, kept with the package as `facts.json`."""

import json
from dataclasses import asdict

from broadcast.media.source import Probed
from broadcast.media.units import seconds_of
from broadcast.transcode.brought import brought_along
from broadcast.transcode.package import Made
from broadcast.transcode.runner import Runner

FACTS = "facts.json"


def write_facts(runner: Runner, probed: Probed, made: Made, *, language: str) -> None:
    """Write them into the runner's folder: tracks and size, warnings, captions, chapters."""
    picture = probed.video
    brought = brought_along(
        runner.source,
        probed=probed,
        folder=runner.folder,
        ffmpeg=runner.ffmpeg,
        length=seconds_of(made.index.media_ticks),
        language=language,
    )
    facts: dict[str, object] = {
        "media": {
            "audio": probed.audio is not None,
            "video": picture is not None,
            "width": picture.width if picture else None,
            "height": picture.height if picture else None,
        },
        "warnings": [*(asdict(warning) for warning in made.warnings), *brought.pop("left_out")],
        "tags": probed.tags,
    }
    (runner.folder / FACTS).write_text(json.dumps(facts | brought))
