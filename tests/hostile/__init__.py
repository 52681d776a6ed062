"""Writers of hostile files, from nothing or from a small good one: what a deposit may be at its worst."""
