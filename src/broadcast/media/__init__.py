"""Pure knowledge of media: units, the grid, renditions, package indexes, fMP4 boxes, loudness figures."""
