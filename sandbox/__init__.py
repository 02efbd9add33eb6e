"""A program that plays SIASN over real HTTP, for the demo and the tests. The product never imports it, and it imports nothing of the product."""
