"""Files that arrive in pieces in the admin, and their import in a process of its own. Not pure: disk, database, processes."""
