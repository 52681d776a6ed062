from itertools import combinations

from broadcast.library import keys
from broadcast.media.package import Rendition
from broadcast.web.blobs import validator

SHA = "ab" * 32


def test_every_file_of_every_recipe_has_a_tag_of_its_own() -> None:
    packages = [keys.package(SHA, recipe=recipe) for recipe in (1, 2, 12)]
    answers = [
        *((key,) for package in packages for key in (keys.mp3(package), keys.still(package))),
        *((keys.rendition(package, name),) for package in packages for name in Rendition),
        *((keys.candidate(package, number),) for package in packages for number in range(3)),
        *((keys.tag(digest), keys.mp3(package)) for package in packages for digest in ("one", "two")),
        (keys.original(SHA),),
    ]
    shared = [pair for pair in combinations(answers, 2) if validator(pair[0]) == validator(pair[1])]
    assert shared == []
    assert validator(answers[0]) == validator(answers[0])
