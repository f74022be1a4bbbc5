enum PlaceholderEpisodeRouting {}
