"""Write results for readers: words, tables, figures and the page of a results folder.

`experiment` stores what was simulated; this package alone writes what is made from it. Each file serves one command.
"""
