"""The debugger of the FranceConnect stub: each exchange decoded, as a page of the console."""
