"""What an operator does to a site that runs: look, try again, make anew, take down."""
