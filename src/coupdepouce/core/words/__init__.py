"""What households read: is it translated, is it still the same text, is it easy French?"""
