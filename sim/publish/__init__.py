"""What a question leaves for its readers: words, tables, figures and the page of a results folder.

`experiment` keeps what was simulated; here is the one writer of what is made of it. Each file answers one command.
"""
