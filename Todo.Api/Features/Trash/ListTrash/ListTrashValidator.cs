using FluentValidation;
using Todo.Api.Features.Tasks;
using Todo.Api.Requests;

namespace Todo.Api.Features.Trash.ListTrash;

internal sealed class ListTrashValidator : AbstractValidator<ListTrashRequest>
{
    public ListTrashValidator()
    {
        RuleFor(request => request.Limit).InclusiveBetween(1, CountedPage.MaxLimit).WithMessage($"must be from 1 to {CountedPage.MaxLimit}");
        RuleFor(request => request.Search).MaxCodePoints(TaskSearch.MaxLength).SingleLine();
        RuleFor(request => request.Cursor).Must((request, cursor) => cursor is null || (cursor.List == request.List && cursor.Instant is not null))
            .WithMessage("belongs to another list; start again without it");
    }
}
