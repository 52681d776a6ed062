"""Taking the air live. Nobody can yet: the ledger, the ladder and the segment server leave it its place."""
