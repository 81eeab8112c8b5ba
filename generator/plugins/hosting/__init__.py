"""What targets stand on: programs, connections, repositories, buckets, numbered releases."""
