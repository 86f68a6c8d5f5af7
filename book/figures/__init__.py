"""Pictures for the chapters.

`style` has the colours and sizes, `draw` the parts, and each other module the figures of one topic.
"""
