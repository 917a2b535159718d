using FluentValidation;

namespace Todo.Api.Features.Tasks.ToggleComplete;

/// <summary>Nothing is left to say once the body has been read: a request record without a validator would stop the start-up.</summary>
internal sealed class ToggleCompleteValidator : AbstractValidator<ToggleCompleteRequest>;
