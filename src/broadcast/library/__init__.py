"""Shows, items and episodes: what was made, by whom, in what state."""
