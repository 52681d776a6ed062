import subprocess
import sys

import pytest

pytestmark = pytest.mark.integration


def test_a_word_is_of_a_living_worker_until_it_ends() -> None:
    # In a process of its own: importing the workers' package reads the settings.
    code = (
        "import os, subprocess, sys\n"
        "from workers.holders import holder_here, is_alive\n"
        "assert is_alive(holder_here(places=1).word)\n"
        "gone = subprocess.Popen([sys.executable, '-c', ''])\n"
        "gone.wait()\n"
        "mine = holder_here(places=1)\n"
        "assert not is_alive(f'{mine.machine}/{gone.pid}.1/7')\n"
        "assert not is_alive(f'{mine.machine}/{os.getppid()}.1/7')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
