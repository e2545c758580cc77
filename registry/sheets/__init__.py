"""The register as a file: what people write in its cells, what that means, and the way back."""
