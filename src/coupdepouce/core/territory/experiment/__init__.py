"""An opening that can be judged: who opens when, drawn by lot, and what effect it could show."""
