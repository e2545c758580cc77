"""What was seen: how looks are entered, and what they make of findings."""
