"""A small library for convolutional networks: arrays in, arrays out."""
