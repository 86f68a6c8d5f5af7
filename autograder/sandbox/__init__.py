"""A process that can do nothing but compute: it knows no check, no value and no assignment."""
