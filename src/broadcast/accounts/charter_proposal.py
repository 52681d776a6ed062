"""The charter that is proposed to whoever writes one: a beginning to change, which binds nobody."""

from broadcast.errors import marked
from broadcast.words import translator

ARTICLES = (
    (
        marked("What we do together"),
        marked(
            "This station is made by those who live and work here. A structure that opens a channel on it"
            " makes room for its people’s voices, helps them learn, and has others hear them."
        ),
    ),
    (
        marked("Who answers for what"),
        marked(
            "The structure answers for what it puts on air. It names hosts, who listen to each piece before"
            " they approve it. The station’s director of publication may have anything withdrawn at any time."
        ),
    ),
    (
        marked("The people in our pieces"),
        marked(
            "Nobody is recorded, filmed or published without having agreed. For a child, both parents or"
            " guardians sign, and the child agrees too. Whoever changes their mind is heard: the piece is"
            " withdrawn."
        ),
    ),
    (
        marked("What has no place here"),
        marked(
            "Insults, defamation, calls to hatred or violence, discrimination, praise of crimes, breaches of"
            " privacy, lies told knowingly. Advertising, election campaigning and religious canvassing have"
            " none either. People may of course talk about what they live, think and believe."
        ),
    ),
    (
        marked("Other people’s work"),
        marked(
            "Music, texts and pictures are used with the right to do so, and their authors are named."
            " Commercial music is declared: it may be aired, but goes into no podcast."
        ),
    ),
    (
        marked("Care for the facts"),
        marked(
            "We check what we assert, we let those concerned answer, and we correct our mistakes where people"
            " can see it. During election campaigns, candidates are treated fairly."
        ),
    ),
    (
        marked("When somebody objects"),
        marked(
            "Anybody may report a piece. The structure answers within 24 hours, withdraws what clearly should"
            " not be there, and gives its reasons."
        ),
    ),
    (
        marked("Accounts and personal data"),
        marked(
            "Everybody works with an account of their own and passes it to nobody. The structure says when"
            " somebody leaves. It uses people’s data for the station only, and keeps none elsewhere."
        ),
    ),
    (
        marked("For everybody"),
        marked(
            "As far as it can, the structure makes its pieces accessible: clear words, chapters, transcripts,"
            " captions."
        ),
    ),
    (
        marked("How long it holds"),
        marked(
            "The charter holds from its signature until the structure leaves the station. If it is not kept,"
            " we talk first; if that changes nothing, the channel may be suspended."
        ),
    ),
)


def proposed_charter(language: str) -> str:
    """The whole text in a language: an article is its title, its words, and an empty line."""
    said = translator(language)
    return "\n\n".join(f"{said(title)}\n{said(words)}" for title, words in ARTICLES)
