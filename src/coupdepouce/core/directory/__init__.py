"""The directory of places, in pure rules: hours, who is welcome, quality, twins."""
