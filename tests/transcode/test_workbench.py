import os
import time

import pytest

from broadcast.settings import Settings
from broadcast.transcode.workbench import sweep_workbenches, workbench

pytestmark = pytest.mark.integration

LONG_AGO = time.time() - 3_600


def test_only_what_nobody_holds_any_more_is_swept(settings: Settings) -> None:
    abandoned = settings.workshop / "abandoned"
    abandoned.mkdir(parents=True)
    (abandoned / "master.f32").write_bytes(b"sound")
    os.utime(abandoned, (LONG_AGO, LONG_AGO))
    just_made = settings.workshop / "just-made"
    just_made.mkdir()
    with workbench(settings) as held:
        (held / "master.f32").write_bytes(b"sound")
        os.utime(held, (LONG_AGO, LONG_AGO))
        assert sweep_workbenches(settings) == 1
        assert {path.name for path in settings.workshop.iterdir()} == {held.name, just_made.name}
    assert [path.name for path in settings.workshop.iterdir()] == [just_made.name]
