"""A made-up government site of 5,000 pages with planted faults, the same at every run."""
