"""The control API and the console of trainers."""
