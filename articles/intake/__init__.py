"""A page's PDF -> what readers and editors have of it: picture, reading PDF, page text, hot zones, draft articles. In commands'
own time and processes, never in a request; the pages' rows are the queue."""
