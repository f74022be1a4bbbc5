enum PlaceholderMemoryModel {}
