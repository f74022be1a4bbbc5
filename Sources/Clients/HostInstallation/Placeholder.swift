enum PlaceholderHostInstallation {}
