"""Every column of every table, declared once: of plans, of histories, and of what a compiled history works on."""
