"""How each kind of picture is drawn: a module for each, which puts a figure on a sheet."""
