"""台账: the books. Who is watched, who answers for it, what was seen, what was asked of whom."""
