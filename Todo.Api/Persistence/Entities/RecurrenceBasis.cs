namespace Todo.Api.Persistence.Entities;

/// <summary>What the next task of a series is counted from. The numbers are stored.</summary>
internal enum RecurrenceBasis : short
{
    Due = 1,
    Completion = 2,
}
