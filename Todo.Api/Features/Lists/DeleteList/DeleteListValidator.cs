using FluentValidation;

namespace Todo.Api.Features.Lists.DeleteList;

/// <summary>Nothing is left to say once the query has been read: a request record without a validator would stop the start-up.</summary>
internal sealed class DeleteListValidator : AbstractValidator<DeleteListRequest>;
