"""The sections of the weekly report: figures to the strings that both the text and the HTML show."""
