"""通报: what people get. Reads the books and turns them into words."""
