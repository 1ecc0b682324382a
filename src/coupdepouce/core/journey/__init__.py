"""The journey of one prescription and its three parts, declared once in `steps`."""
