"""Speed of the product beside its floors and its peers, measured in one run on one machine.

`script/bench NAME` runs `benchmarks/NAME.py`; docs/benchmarks.md tells how to read the tables.
"""
