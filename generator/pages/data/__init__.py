"""What machines read: tables for researchers, JSON-LD for search engines."""
