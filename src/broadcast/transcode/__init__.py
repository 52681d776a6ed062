"""The package is made here: recipe and argv (pure), runner, measuring, encoding (real programs)."""
