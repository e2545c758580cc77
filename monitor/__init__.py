"""监测: how we look and when. The program."""
