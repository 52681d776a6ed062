import csv
from pathlib import Path

import pytest

from broadcast.errors import RefusedError
from broadcast.ingest.probe import probe

pytestmark = pytest.mark.media


def test_what_the_list_accepts_is_read_and_the_rest_refused_in_words(shared_media: Path) -> None:
    with (shared_media / "MANIFEST.tsv").open(newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    for line in lines:
        source = shared_media / line["path"]
        if line["expect"].startswith("accept"):
            probed = probe(source)
            assert (probed.video is not None) == line["path"].startswith(("film/", "broken/cut-at")), source
        elif line["path"] != "broken/claims-4-gb.wav":  # 1 kB of sound is in it: refused or aired as that
            with pytest.raises(RefusedError) as refusal:
                probe(source)
            assert refusal.value.remedy
