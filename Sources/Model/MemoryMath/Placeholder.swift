enum PlaceholderMemoryMath {}
