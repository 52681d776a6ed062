"""Runs in the cage: `python -I listen_inside.py SOUND MODEL LANGUAGE` prints what is said, a line each.

This file stands alone (no import of this project). A line is JSON: `[start, end, text]`, seconds. The
machine's other work goes first.
"""

import json
import os
import sys

from faster_whisper import WhisperModel

_LOWEST = 15
"""Niceness: whatever else wants the processor gets it."""


def main() -> None:
    """Listen, and print each sentence as it is understood."""
    os.nice(_LOWEST)
    sound, model, language = sys.argv[1:]
    listener = WhisperModel(
        model, device="cpu", compute_type="int8", cpu_threads=1, num_workers=1, local_files_only=True
    )
    # What was said before is not a hint: where it was misheard, it would be misheard for ever.
    sentences, _ = listener.transcribe(
        sound, language=language, beam_size=5, vad_filter=True, condition_on_previous_text=False
    )
    for one in sentences:
        sys.stdout.write(json.dumps([one.start, one.end, one.text]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
