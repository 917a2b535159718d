using System.Buffers;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>The bytes of a request body, if they are not too many.</summary>
internal static class RequestBody
{
    internal const int MaxBytes = 64 * 1024;

    internal static async ValueTask<(ReadOnlyMemory<byte> Body, ApiError? Error)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBytes)
        {
            return (default, ApiError.PayloadTooLarge);
        }

        var pipe = request.BodyReader;
        while (true)
        {
            var read = await pipe.ReadAsync(ct);
            var buffer = read.Buffer;
            if (buffer.Length > MaxBytes)
            {
                pipe.AdvanceTo(buffer.End);
                return (default, ApiError.PayloadTooLarge);
            }

            if (read.IsCompleted)
            {
                var body = buffer.ToArray();
                pipe.AdvanceTo(buffer.End);
                return (body, null);
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
