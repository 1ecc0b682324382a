"""The pages on which complaints are entered, answered and looked at again."""
