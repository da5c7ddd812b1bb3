"""The editors' desk: whole issues on one screen. The top floor: it may see paper and print; every change goes through their
writing modules."""
