"""Benchmarks: ratios against the floor of this machine, both sides measured in one run."""
