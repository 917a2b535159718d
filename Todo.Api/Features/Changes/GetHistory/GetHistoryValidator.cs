using FluentValidation;

namespace Todo.Api.Features.Changes.GetHistory;

internal sealed class GetHistoryValidator : AbstractValidator<GetHistoryRequest>
{
    public GetHistoryValidator() =>
        RuleFor(request => request.Limit).InclusiveBetween(1, GetHistoryRequest.MaxLimit).WithMessage($"must be from 1 to {GetHistoryRequest.MaxLimit}");
}
