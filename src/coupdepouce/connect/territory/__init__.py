"""Published files on the disk, and the tables made from them in Parquet."""
