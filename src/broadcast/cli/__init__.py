"""The command line: `antenne`."""
