"""``python -m mockportal``."""

from mockportal.cli import main

main()
