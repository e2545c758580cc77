"""``python -m monitor`` is ``govwatch``."""

from monitor.cli import main

main()
