"""The page room: reads the templates, plans every page with its key, renders what is asked for."""
