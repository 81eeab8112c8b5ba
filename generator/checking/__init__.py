"""What `check` asks: of articles and of pages, what is silenced, and how it is said."""
