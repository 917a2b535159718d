using FluentValidation;

namespace Todo.Api.Features.Batch.RunBatch;

internal sealed class RunBatchValidator : AbstractValidator<RunBatchRequest>
{
    public RunBatchValidator()
    {
        RuleFor(request => request.Operations)
            .Must(operations => operations is { Count: >= 1 and <= RunBatchRequest.MaxOperations })
            .WithMessage($"must be 1 to {RunBatchRequest.MaxOperations} operations");
    }
}
