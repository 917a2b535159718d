namespace Todo.Api.Persistence.Entities;

/// <summary>A task of a user. Lengths are Unicode code points, here, in the validators and in PostgreSQL.</summary>
internal sealed class TaskItem : IOwned
{
    internal const int MaxTitleLength = 200;
    internal const int MaxDescriptionLength = 1000;
    internal const int MaxTags = 20;
    internal const int MaxLevels = 4;
    internal const int MaxReminders = 5;
    internal const TaskPriority DefaultPriority = TaskPriority.Medium;

    private TaskItem()
    {
    }

    public string UserId { get; private init; } = "";

    public long Id { get; private init; }

    public string Title { get; private set; } = "";

    public string? Description { get; private set; }

    public bool Completed { get; private set; }

    public TaskPriority Priority { get; private set; }

    /// <summary>The instant by which the task is due; for a date its first instant in UTC. What sorting and filtering go by.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>Whether a day was given, which must never turn into another day in another time zone.</summary>
    public bool DueIsDate { get; private set; }

    internal DueDate? DueDate => DueAt is { } at ? new DueDate(at, DueIsDate) : null;

    /// <summary>The names of its tags. The trigger gives each the spelling that its user gave it first.</summary>
    public string[] Tags { get; private set; } = [];

    /// <summary>The tags, folded: what a filter compares. The trigger fills it.</summary>
    public string[] TagKeys { get; private init; } = [];

    /// <summary>The list that it is in; none for the inbox.</summary>
    public long? ListId { get; private set; }

    /// <summary>The task that it is a part of.</summary>
    public long? ParentId { get; private set; }

    /// <summary>How many live tasks are directly below it, and how many of them are completed. The trigger counts them.</summary>
    public int SubtasksTotal { get; private init; }

    public int SubtasksCompleted { get; private init; }

    /// <summary>Where it was moved to by hand; nothing for a task that stands where it was created (<see cref="TaskPosition"/>).</summary>
    public string? MovedTo { get; private set; }

    /// <summary>The rule of a series (RFC 5545, without the leading <c>RRULE:</c>).</summary>
    public string? Recurrence { get; private set; }

    public RecurrenceBasis? RecurrenceFrom { get; private set; }

    /// <summary>The IANA time zone in which its due dates and reminders are meant.</summary>
    public string? TimeZone { get; private set; }

    /// <summary>The first due date of its series, as <see cref="DueAt"/> has them.</summary>
    public DateTime? SeriesStart { get; private set; }

    /// <summary>Which of the series it is, counted from 1.</summary>
    public int? SeriesIndex { get; private set; }

    /// <summary>The task of its series that its completion created.</summary>
    public long? NextTaskId { get; private set; }

    /// <summary>When to remind, as a JSON array on the wire; nothing where there is none.</summary>
    public string? Reminders { get; private set; }

    public DateTime CreatedAt { get; private init; }

    /// <summary>When it last really changed: a write that changes nothing leaves it alone.</summary>
    public DateTime UpdatedAt { get; private set; }

    /// <summary>Grows with every real change. The trigger on the table counts it, no matter which program writes.</summary>
    public long Version { get; private init; }

    /// <summary>Since when the task is in the trash; no query sees it then unless it asks for the trash.</summary>
    public DateTime? DeletedAt { get; private set; }

    /// <summary>The task with which it went to the trash, where that was not by itself. The trigger fills it.</summary>
    public long? TrashedWith { get; private init; }

    /// <summary>Title, description and tags, folded: what a search reads. The trigger fills it.</summary>
    public string SearchText { get; private init; } = "";

    internal static TaskItem Create(
        string userId, string title, string? description, bool completed, TaskPriority priority, DueDate? dueDate, DateTime now) => new()
        {
            UserId = userId,
            Title = title,
            Description = description,
            Completed = completed,
            Priority = priority,
            DueAt = dueDate?.At,
            DueIsDate = dueDate?.IsDate ?? false,
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };

    internal void Update(string title, string? description, bool completed, TaskPriority priority, DueDate? dueDate, DateTime now)
    {
        // The first of a series takes its beginning along; so does one that becomes a day, or an instant.
        if (SeriesIndex == 1 || dueDate?.IsDate != DueDate?.IsDate)
        {
            SeriesStart = Recurrence is null ? null : dueDate?.At;
        }

        (Title, Description, Priority) = (title, description, priority);
        (DueAt, DueIsDate) = (dueDate?.At, dueDate?.IsDate ?? false);
        Complete(completed, now);
    }

    /// <summary>Puts it into a series, or takes it out of one. Another rule begins a series of its own, with the due date as it is.</summary>
    internal void Recur(string? rule, RecurrenceBasis? from, string? timeZone)
    {
        if (rule != Recurrence)
        {
            (SeriesStart, SeriesIndex) = (rule is null ? null : DueAt, rule is null ? null : 1);
        }

        (Recurrence, RecurrenceFrom, TimeZone) = (rule, rule is null ? null : from ?? RecurrenceBasis.Due, timeZone);
    }

    /// <summary>The next task of its series.</summary>
    internal TaskItem CreateNext(DueDate dueDate, DateTime now)
    {
        var next = Copy(ParentId, now);
        (next.DueAt, next.SeriesIndex) = (dueDate.At, SeriesIndex + 1);
        return next;
    }

    /// <summary>A new task like this one, which is still to be done.</summary>
    internal TaskItem Copy(long? parentId, DateTime now) => new()
    {
        UserId = UserId,
        Title = Title,
        Description = Description,
        Priority = Priority,
        DueAt = DueAt,
        DueIsDate = DueIsDate,
        Tags = Tags,
        ListId = ListId,
        ParentId = parentId,
        Recurrence = Recurrence,
        RecurrenceFrom = RecurrenceFrom,
        TimeZone = TimeZone,
        SeriesStart = SeriesStart,
        SeriesIndex = SeriesIndex,
        Reminders = Reminders,
        CreatedAt = now,
        UpdatedAt = now,
        Version = 1,
    };

    internal void Link(TaskItem next) => NextTaskId = next.Id;

    internal void Organise(IEnumerable<string> tags, long? listId, long? parentId) => (Tags, ListId, ParentId) = ([.. tags], listId, parentId);

    internal void Remind(IReadOnlyList<Reminder>? reminders) => Reminders = Reminder.ToJson(reminders);

    internal void Complete(bool completed, DateTime now) => (Completed, UpdatedAt) = (completed, now);

    internal void Trash(DateTime now) => (DeletedAt, UpdatedAt) = (now, now);
}
