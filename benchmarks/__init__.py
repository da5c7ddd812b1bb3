"""What `make bench…` runs: measurements, each as a ratio to something plain in the same run. Nothing here is a test."""
