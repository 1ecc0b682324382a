"""The pages of the workshops: for who comes, who books, who runs them."""
