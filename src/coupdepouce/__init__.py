"""Coup de Pouce: design, run and measure an inclusive home-internet programme."""
