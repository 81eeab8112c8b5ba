"""What `import` shares with other verbs: seeds, one by one, and what was found in them."""
