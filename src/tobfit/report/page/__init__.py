"""A report as one HTML file: markup that is whole without a script, and compact data for the script to work on."""
