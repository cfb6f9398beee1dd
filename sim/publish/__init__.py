"""Fill a results folder for readers: text, tables, figures and page.

`experiment` stores what was simulated; only this package writes what is made from it for readers. For each command that
runs histories there is a file.
"""
