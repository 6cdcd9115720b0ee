"""The hotline drill on the console: callers dealt to pupils, answers scored."""
