"""What staff do: the only code that changes a case, one function an act."""
