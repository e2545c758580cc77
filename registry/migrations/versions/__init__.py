"""The migrations, oldest first. Each is a file, never changed once released."""
