"""Readers: functions over one parsed page, bytes to :class:`~checks.evidence.Page`."""
