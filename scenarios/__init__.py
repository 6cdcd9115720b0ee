"""What voters do, told once, in the words on the screen."""
