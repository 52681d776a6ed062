"""Words as they are looked for: without accents or case, and as slips of the finger leave them. Pure."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator

LONGEST = 40
"""Letters that are kept of a word."""
_LEAST_FOR_SLIPS = 4
_WORD = re.compile(r"[^\W_]+")
_SIGNS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_IN_EVERY_SENTENCE = """
au aux avec ce ces cet cette dans de des du elle elles en entre est et eux il ils la le les leur leurs
lui ma mais me mes moi mon ne nos notre nous on ont ou par pas pour qu que qui sa se ses si son sont sur
ta te tes toi ton tu un une vos votre vous
an and are as at be by for from he in is it its of on or our she that the they this to was we with you
ar ur ul ha hag gant war evit eus
"""
_SMALL = frozenset(_IN_EVERY_SENTENCE.split())
"""French, English, Breton."""


def folded(text: str) -> str:
    """Without accents and in lower case, œ as oe, as every database gets it from us."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SIGNS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def words_in(text: str) -> list[str]:
    """Its words, folded, in order; what is said in every sentence is left out, and single letters."""
    found = [word[:LONGEST] for word in _WORD.findall(folded(text))]
    return [word for word in found if word not in _SMALL and (len(word) > 1 or word.isdigit())]


def words_asked(text: str, *, most: int) -> list[str]:
    """The words somebody looks for, each once; small ones only where there are no others."""
    asked = words_in(text) or [word[:LONGEST] for word in _WORD.findall(folded(text))]
    return list(dict.fromkeys(asked))[:most]


def slips_of(word: str) -> list[str]:
    """What is left of it without one of its letters, and the word itself; only itself where it is short.

    Two words are one slip apart (a letter left out, added, changed, or swapped with the next) only where they
    have one of these in common.
    """
    if len(word) < _LEAST_FOR_SLIPS:
        return [word]
    return sorted({word, *(word[:place] + word[place + 1 :] for place in range(len(word)))})


def is_one_slip_apart(one: str, other: str) -> bool:
    """Whether a letter left out, added, changed, or swapped with the next makes one of the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    first = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if first is None:
        return True
    rests = {
        (one[first + 1 :], other[first + 1 :]),
        (one[first + 1 :], other[first:]),
        (one[first:], other[first + 1 :]),
    }
    swapped = (
        one[first : first + 2] == other[first : first + 2][::-1] and one[first + 2 :] == other[first + 2 :]
    )
    return swapped or any(mine == theirs for mine, theirs in rests)


def with_marks(text: str, words: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The text in parts, each with whether it is one of these folded words."""
    at = 0
    for found in _WORD.finditer(text):
        if folded(found[0])[:LONGEST] in words:
            if found.start() > at:
                yield text[at : found.start()], False
            yield found[0], True
            at = found.end()
    if at < len(text):
        yield text[at:], False


def in_passages(
    told: Iterable[tuple[float | None, str]], *, longest: int
) -> Iterator[tuple[float | None, str]]:
    """What is said, joined to passages of up to `longest` letters, each with when it begins."""
    begins: float | None = None
    kept: list[str] = []
    for at, text in told:
        if kept and sum(map(len, kept)) + len(text) > longest:
            yield begins, " ".join(kept)
            kept = []
        if not kept:
            begins = at
        kept.append(" ".join(text.split()))
    if kept:
        yield begins, " ".join(kept)
