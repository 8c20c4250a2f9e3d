"""Black-box tests of the command: what a county officer would type, and what a hostile or broken file does to it."""
