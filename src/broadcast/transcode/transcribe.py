"""Writing down what is said in a piece, where nobody has and the station can: on our own encoding of it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from broadcast.accounts.roles import STATION
from broadcast.cage import Limits, Sight, run
from broadcast.jobs import Claim, Load, enqueue, finish
from broadcast.jobs.models import JobKind
from broadcast.jobs.order import LONG
from broadcast.library import keys
from broadcast.library.models import Item, ItemKind, Transcript, TranscriptSource
from broadcast.library.repository import item_for
from broadcast.library.states import ItemState
from broadcast.library.transcripts import Said, keep_found
from broadcast.media.cues import Cue, cue_of, in_order, until
from broadcast.media.units import Bytes, Seconds
from broadcast.parts import Parts
from broadcast.transcode.extras import do_extra
from broadcast.transcode.listener import find_model
from broadcast.transcode.pulse import LeaseLostError, Pulse

_INSIDE = Path(__file__).with_name("listen_inside.py")
_MEMORY = Bytes(2 << 30)
_PACE = 0.3
"""CPU seconds for one second of speech, as measured with the model of the packages."""
_SLOWEST = 4.0
_START = Seconds(120.0)
_BUSY = 8
_LISTENED = {ItemState.TO_REVIEW, ItemState.PUBLISHED, ItemState.REJECTED}


def ask_to_transcribe(session: Session, parts: Parts, item: Item) -> None:
    """Have a programme's words written down, where that can be done and nobody did it."""
    wanted = ItemKind(item.kind).is_programme and (item.media or {}).get("audio")
    if not wanted or session.get(Transcript, item.id) is not None or find_model(parts.settings) is None:
        return
    # Not cheaper than long work, so that it never takes a machine's last place; an owner of its own, so
    # that it puts off nothing else of the structure.
    load = Load(Seconds(LONG + _PACE * (item.seconds or 0.0)), owner="transcripts")
    enqueue(
        session,
        kind=JobKind.TRANSCRIBE,
        subject=item.id,
        now=parts.clock.now(),
        dispatcher=parts.dispatcher,
        load=load,
    )


def transcribe_item(parts: Parts, claim: Claim) -> None:
    """Do a claimed job to its end. A piece that cannot be understood is left without words."""
    do_extra(parts, claim, lambda pulse: _transcribe(parts, claim, pulse), undone="not transcribed")


def _transcribe(parts: Parts, claim: Claim, pulse: Pulse) -> None:
    with parts.database.reading() as session:
        item = item_for(session, claim.subject, actor=STATION)
        is_told = session.get(Transcript, item.id) is not None
    model = find_model(parts.settings)
    language = (item.show.language if item.show else parts.settings.language).partition("-")[0]
    cues: tuple[Cue, ...] = ()
    if not (
        is_told or claim.exhausted or item.state not in _LISTENED or item.package is None or model is None
    ):
        with parts.storage.local(keys.mp3(item.package)) as sound:
            length = Seconds(item.seconds or 0.0)
            cues = heard_in(
                sound, model=model, language=language, length=length, alive=lambda: pulse.progress(1.0)
            )
    with parts.database.writing() as session:
        if not finish(session, claim, now=parts.clock.now()):
            raise LeaseLostError
        if cues:
            said = Said(language=language, source=TranscriptSource.MACHINE, cues=cues)
            keep_found(session, item.id, said, now=parts.clock.now())


def heard_in(
    sound: Path, *, model: Path, language: str, length: Seconds, alive: Callable[[], None]
) -> tuple[Cue, ...]:
    """What is said in an MP3 of ours. `alive` is called at each sentence and may raise to stop."""
    lines: list[str] = []

    def on_line(line: str) -> None:
        alive()
        lines.append(line)

    cpu = Seconds(_START + _SLOWEST * length)
    run(
        [sys.executable, "-I", str(_INSIDE), str(sound), str(model), language],
        sight=Sight(read=(sound, model, _INSIDE, Path(sys.prefix), Path(sys.base_prefix))),
        limits=Limits(memory=_MEMORY, cpu=cpu, wall=Seconds(cpu * _BUSY), file_size=Bytes(1 << 20)),
        on_line=on_line,
    )
    told = (json.loads(line) for line in lines)
    return until(in_order(cue_of(start, end, text) for start, end, text in told), length)
