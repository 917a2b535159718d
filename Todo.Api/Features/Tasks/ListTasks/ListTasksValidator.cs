using FluentValidation;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ListTasks;

internal sealed class ListTasksValidator : AbstractValidator<ListTasksRequest>
{
    public ListTasksValidator()
    {
        RuleFor(request => request.Limit).InclusiveBetween(1, ListTasksRequest.MaxLimit)
            .WithMessage($"must be from 1 to {ListTasksRequest.MaxLimit}");
        RuleFor(request => request.Page).GreaterThanOrEqualTo(1).WithMessage("must be 1 or more");
        RuleFor(request => request.Search).MaxCodePoints(ListTasksRequest.MaxSearchLength).SingleLine();

        RuleFor(request => request.Completed).Must((request, completed) => completed is null || Agrees(request.Status, completed.Value))
            .WithMessage("contradicts status; give one of them");
        RuleFor(request => request.Cursor).Must((request, cursor) => cursor is null || request.Page is null)
            .WithMessage("cannot be used together with page")
            .Must((request, cursor) => cursor is null || cursor.Fits(request))
            .WithMessage("belongs to another list; start again without it");
    }

    private static bool Agrees(StatusFilter? status, bool completed) =>
        status is null || status == (completed ? StatusFilter.Completed : StatusFilter.Pending);
}
