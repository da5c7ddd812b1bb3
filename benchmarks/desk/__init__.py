"""The editors' desk over a large archive: rows by the hundred thousand, and every page of the admin asked for."""
