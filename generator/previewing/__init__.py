"""What `serve` shows: the site in memory, told to browsers as it changes. Nothing is built."""
