"""What figures may say of people: pure functions, nothing of a table."""
