"""The content room: reads the site's files into a Library, and writes drafts and approvals."""
