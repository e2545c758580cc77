"""Excel workbooks: what a hostile file could do is found before it is read, and what is written runs nothing."""
