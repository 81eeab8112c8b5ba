"""What `publish` and `verify` share: where a site goes, and the manifest that proves what it is."""
