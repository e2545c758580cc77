"""What people decide: of findings, of tickets, and by which rules."""
