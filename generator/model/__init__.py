"""Values on the ground floor: records, dates, problems. Nothing here knows a folder or a page."""
