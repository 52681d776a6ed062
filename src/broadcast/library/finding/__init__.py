"""Finding published things by their words: kept in plain tables that are the same on every database."""
