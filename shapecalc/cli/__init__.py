"""The command line: the only room that prints, reads arguments and exits. One command a file."""
