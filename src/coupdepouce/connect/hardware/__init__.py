"""What a machine says of itself: lshw, eReuse Workbench, or a table typed by a person."""
