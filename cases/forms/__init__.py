"""What a person may type, and how it is cleaned."""
