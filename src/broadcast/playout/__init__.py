"""The air: what is decided, what is frozen in the ledger, and the playlists that follow from it."""
