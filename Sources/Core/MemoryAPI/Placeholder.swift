enum PlaceholderMemoryAPI {}
