"""What people type into one line, as it is kept. Pure."""


def one_line(text: str) -> str:
    """Without signs that nobody sees, and with single spaces."""
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())
