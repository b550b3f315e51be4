// A program that does nothing and leaves by `process.exit`, as many commands do.
process.exit(0)
