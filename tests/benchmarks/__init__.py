"""Benchmarks: ratios within one run, never seconds alone (`make bench`)."""
