"""Places of digital help and shops: files of four standards become rows, without a database."""
