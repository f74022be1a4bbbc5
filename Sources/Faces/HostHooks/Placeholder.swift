enum PlaceholderHostHooks {}
