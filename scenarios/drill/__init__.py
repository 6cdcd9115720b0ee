"""The hotline drill: callers in trouble that was really produced, to be diagnosed and helped."""
