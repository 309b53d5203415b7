"""What is read for one page or one act; changes nothing."""
