"""How the books are kept: the databases, what each can do, and moving from one to another."""
