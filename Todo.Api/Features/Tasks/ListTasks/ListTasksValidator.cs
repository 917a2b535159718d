using FluentValidation;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks.ListTasks;

internal sealed class ListTasksValidator : AbstractValidator<ListTasksRequest>
{
    public ListTasksValidator()
    {
        RuleFor(request => request.Limit).InclusiveBetween(1, CountedPage.MaxLimit)
            .WithMessage($"must be from 1 to {CountedPage.MaxLimit}");
        RuleFor(request => request.Page).GreaterThanOrEqualTo(1).WithMessage("must be 1 or more");
        RuleFor(request => request.Offset).InclusiveBetween(0, ListTasksRequest.MaxOffset)
            .WithMessage($"must be from 0 to {ListTasksRequest.MaxOffset}; go on from there with the cursor of the next link");
        RuleFor(request => request.Tags).Tags();
        RuleFor(request => request.TagsAny).Tags();
        RuleFor(request => request.Search).MaxCodePoints(TaskSearch.MaxLength).SingleLine();

        RuleFor(request => request.Completed).Must((request, completed) => completed is null || Agrees(request.Status, completed.Value))
            .WithMessage("contradicts status; give one of them");
        RuleFor(request => request.Order).Must((request, order) => order is null or SortOrder.Desc || request.Sort > 0)
            .WithMessage("contradicts the minus of sort; give one of them");
        RuleFor(request => request.DueDateTo).Must((request, to) => to is null || request.DueDateFrom is null || request.DueDateFrom.Value.At <= to.Value.End)
            .WithMessage("must not be before due_date_from");
        RuleFor(request => request.Offset).Must((request, offset) => offset is null || request.Page is null).WithMessage("cannot be used together with page");
        RuleFor(request => request.Cursor).Must((request, cursor) => cursor is null || (request.Page ?? request.Offset) is null)
            .WithMessage("cannot be used together with page or offset")
            .Must((request, cursor) => cursor is null || cursor.Fits(request))
            .WithMessage("belongs to another list; start again without it");
    }

    private static bool Agrees(StatusFilter? status, bool completed) =>
        status is null || status == (completed ? StatusFilter.Completed : StatusFilter.Pending);
}
