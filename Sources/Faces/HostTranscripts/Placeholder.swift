enum PlaceholderHostTranscripts {}
