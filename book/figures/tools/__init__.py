"""The parts that the figures of several chapters are put together from.

`style` has the colours and sizes, `draw` matrices and arrows; the others draw one kind of thing each.
"""
