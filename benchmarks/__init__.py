"""What Govwatch costs, measured beside others that do the same: see docs/performance.md."""
