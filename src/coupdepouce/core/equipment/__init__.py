"""What a computer is worth: its hardware, its category, its price and the law's cap."""
