namespace Todo.Api.Settings;

/// <summary>The application cannot start with these settings: one line for each that names it and says what would be right.</summary>
internal sealed class SettingsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems));
