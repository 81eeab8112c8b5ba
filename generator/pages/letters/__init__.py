"""An edition as a message: HTML for mail programs, and plain text."""
