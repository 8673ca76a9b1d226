"""Every record before every kind of viewer (content.md 0.2, storage/VISIBILITY.md)."""
