"""Checks of websites by the official indicators."""
