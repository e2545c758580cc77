"""Checks of transport security: technical advice, no official item."""
