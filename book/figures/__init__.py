"""What the chapters draw: one module for each chapter, with the chapter's name.

`tools` has what several chapters draw with.
"""
