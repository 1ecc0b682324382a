"""The pages of messages: what the providers send back, the texts, what they cost."""
