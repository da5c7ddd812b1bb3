"""Is it all there? One paper's rows -> days, numbers, pages compared with what should be there -> table, page, sheet."""
