"""The benchmarks. Each compares side by side in one run, and tells ratios: machines differ."""
