"""The language journalists write in, read into the keys a person would write in a claim file."""
