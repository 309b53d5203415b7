"""What officials count; changes nothing."""
