"""What stands beside the main text of pages: noted while they stream by, and read at the end of the look at a site."""
