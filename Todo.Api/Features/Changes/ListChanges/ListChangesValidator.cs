using FluentValidation;

namespace Todo.Api.Features.Changes.ListChanges;

internal sealed class ListChangesValidator : AbstractValidator<ListChangesRequest>
{
    public ListChangesValidator() => RuleFor(request => request.Limit).InclusiveBetween(1, ListChangesRequest.MaxLimit)
        .WithMessage($"must be from 1 to {ListChangesRequest.MaxLimit}");
}
