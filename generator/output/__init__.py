"""The output room: keeps rendered bytes under their keys, and swaps whole releases into place."""
