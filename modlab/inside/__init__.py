"""What works inside modlab: where arrays live, threads, memory, the fast convolution, progress bars.

Nobody needs to import this room; what a user calls stands one floor up, at the root of `modlab`. The modules here import
NumPy and each other, nothing else of modlab.
"""
