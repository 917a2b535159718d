using FluentValidation;

namespace Todo.Api.Features.Recurrence.ListOccurrences;

internal sealed class ListOccurrencesValidator : AbstractValidator<ListOccurrencesRequest>
{
    public ListOccurrencesValidator() =>
        RuleFor(request => request.Limit).InclusiveBetween(1, ListOccurrencesRequest.MaxLimit).WithMessage($"must be from 1 to {ListOccurrencesRequest.MaxLimit}");
}
