"""Getting data in: cells, checks, one reader per layout, the sample and the template."""
