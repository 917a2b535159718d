using FluentValidation;

namespace Todo.Api.Features.Changes.StreamEvents;

/// <summary>Nothing can be wrong that reading the token does not find.</summary>
internal sealed class StreamEventsValidator : AbstractValidator<StreamEventsRequest>;
