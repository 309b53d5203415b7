"""Commands: thin doors to acts and figures."""
