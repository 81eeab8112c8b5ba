"""What subscribers are told, and when: feeds, calendars, timelines."""
