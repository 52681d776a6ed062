"""Antenne: what a neighbourhood makes, put on air. `docs/architecture.md` is the map."""
