"""Formalism that is seen and not only read: what a browser showed of pages (:class:`~checks.evidence.Rendered`).

The words of a part are read by the same engine and frames as every text; ``screen.toml`` says what they may ask for. A
part accuses only when its looks bear the words out: a box that cannot be closed, a text that is cut off, a board with
counts and buttons. It is asked for a second time before it counts as confirmed.
"""
