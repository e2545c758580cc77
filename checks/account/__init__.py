"""Checks of new-media accounts."""
