namespace Todo.Api.Responses;

/// <summary>A kind of failure that a client can tell from the others. Those of one area stand in that area, such as <c>TaskErrors</c>.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The <c>error_code</c>.</param>
/// <param name="Detail">What a person is told where nothing more is known.</param>
internal sealed record ApiError(int Status, string Code, string Detail)
{
    internal static readonly ApiError MalformedRequest = new(400, "MALFORMED_REQUEST", "The request could not be read.");
    internal static readonly ApiError AuthRequired = new(401, "AUTH_REQUIRED", "Not authenticated. Sign in to go on.");
    internal static readonly ApiError TokenExpired = new(401, "TOKEN_EXPIRED", "Token expired. Sign in again.");
    internal static readonly ApiError TokenInvalid = new(401, "TOKEN_INVALID", "Invalid token. Sign in again.");
    internal static readonly ApiError Forbidden = new(403, "FORBIDDEN", "This belongs to another user than the one who is signed in.");
    internal static readonly ApiError NotFound = new(404, "NOT_FOUND", "There is nothing at this address.");
    internal static readonly ApiError MethodNotAllowed = new(405, "METHOD_NOT_ALLOWED", "This address does not take this method; the Allow header lists those it takes.");
    internal static readonly ApiError Conflict = new(409, "CONFLICT", "Something else has changed this in the meantime. Load it again and repeat.");
    internal static readonly ApiError RequestInProgress = new(409, "REQUEST_IN_PROGRESS", "The same request is still being worked on. Try again in a moment.");
    internal static readonly ApiError PreconditionFailed = new(412, "PRECONDITION_FAILED", "This has changed since you last saw it. Look at how it is now, then repeat.");
    internal static readonly ApiError PayloadTooLarge = new(413, "PAYLOAD_TOO_LARGE", "The request body is too large.");
    internal static readonly ApiError UnsupportedMediaType = new(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json in UTF-8.");
    internal static readonly ApiError Validation = new(422, "VALIDATION_ERROR", "Some values are not allowed.");
    internal static readonly ApiError IdempotencyKeyReused = new(422, "IDEMPOTENCY_KEY_REUSED", "This idempotency key belongs to another request. Use a new one for each.");
    internal static readonly ApiError RateLimited = new(429, "RATE_LIMITED", "Too many requests. Wait a little, then try again.");
    internal static readonly ApiError Internal = new(500, "INTERNAL_ERROR", "Something went wrong on our side. It has been logged under this request id.");
    internal static readonly ApiError ServiceUnavailable = new(503, "SERVICE_UNAVAILABLE", "The service cannot answer right now. Try again in a moment.");

    /// <summary>What a bare status code means, where nothing said it more exactly.</summary>
    internal static ApiError FromStatus(int status) => status switch
    {
        401 => AuthRequired,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        409 => Conflict,
        412 => PreconditionFailed,
        413 => PayloadTooLarge,
        415 => UnsupportedMediaType,
        422 => Validation,
        429 => RateLimited,
        503 => ServiceUnavailable,
        >= 500 => Internal with { Status = status },
        _ => MalformedRequest with { Status = status },
    };
}
