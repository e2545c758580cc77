"""What several programs and machines share: who looks where now, and how many at a time."""
