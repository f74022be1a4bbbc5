enum PlaceholderLearningPipeline {}
