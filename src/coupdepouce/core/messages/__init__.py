"""What is true of a message whatever carries it: its states, its patience, its length."""
