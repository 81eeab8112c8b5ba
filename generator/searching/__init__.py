"""The search index of a site: made of its public records by Pagefind, a program of its own."""
