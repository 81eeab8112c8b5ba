"""What can be read out of HTML: a page's article and what it says of itself, a fragment's text."""
