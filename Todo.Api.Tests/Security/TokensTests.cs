using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

public sealed class TokensTests(TodoApi api)
{
    private const string OtherSecret = "another secret, just as long as the real one";

    /// <summary>What front ends look for.</summary>
    private static readonly Dictionary<string, string> Texts = new()
    {
        ["AUTH_REQUIRED"] = "Not authenticated. ",
        ["TOKEN_EXPIRED"] = "Token expired. ",
        ["TOKEN_INVALID"] = "Invalid token. ",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_valid_token_is_enough_to_be_known()
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.For(id)}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("BEARER")]
    public async Task The_scheme_is_compared_without_case(string scheme)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"{scheme} {Tokens.For(id)}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_a_sign_in_is_asked_for()
    {
        using var response = await SendAsync(NewId(), null);

        await AssertRefusedAsync(response, "AUTH_REQUIRED");
    }

    [Theory]
    [InlineData("Basic YWRhOnNlY3JldA==")]
    [InlineData("Digest username=\"ada\"")]
    [InlineData("Token abc")]
    [InlineData("Negotiate")]
    public async Task With_another_scheme_a_sign_in_is_asked_for(string authorization)
    {
        using var response = await SendAsync(NewId(), authorization);

        await AssertRefusedAsync(response, "AUTH_REQUIRED");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer    ")]
    public async Task The_scheme_alone_is_no_token(string authorization)
    {
        using var response = await SendAsync(NewId(), authorization);

        await AssertRefusedAsync(response, null);
    }

    [Theory]
    [InlineData("an-opaque-session-token", true)]
    [InlineData("vK3Jx0bW7cQm9Zt2Lr5Yh8Nd1Fp4Gs6A.c2lnbmF0dXJl", true)]
    [InlineData("a.b.c.d.e", true)]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl", false)]
    public async Task What_is_no_JWT_is_told_so(string token, bool isTold)
    {
        using var response = await SendAsync("ada", $"Bearer {token}");

        var problem = await response.AssertProblemAsync(HttpStatusCode.Unauthorized, "TOKEN_INVALID");
        Assert.Equal(isTold, problem.Text("detail")!.StartsWith("Invalid token. This is not a JWT", StringComparison.Ordinal));
        Assert.Equal(
            $"Bearer error=\"invalid_token\"{(isTold ? ", error_description=\"The token is not a JWT\"" : "")}", Assert.Single(response.Headers.GetValues("WWW-Authenticate")));
    }

    [Fact]
    public async Task A_token_without_its_scheme_does_not_pass()
    {
        var id = NewId();

        using var response = await SendAsync(id, Tokens.For(id));

        await AssertRefusedAsync(response, null);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("....")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30.e30.")]
    [InlineData("e30.e30.e30")]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData("[object Object]")]
    [InlineData("\"quoted\"")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9..")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.AAAA")]
    [InlineData("%00%00%00")]
    public async Task Garbage_does_not_pass(string token)
    {
        using var response = await SendAsync(NewId(), $"Bearer {token}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("not json")]
    [InlineData("{\"sub\":")]
    [InlineData("")]
    public async Task A_signed_payload_that_is_no_object_does_not_pass(string payload)
    {
        using var response = await SendAsync(NewId(), $"Bearer {Tokens.SignRaw(payload)}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_token_signed_with_another_secret_does_not_pass()
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.Sign(new { sub = id, exp = Tokens.InMinutes(60) }, secret: OtherSecret)}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_token_whose_payload_was_changed_does_not_pass()
    {
        var id = NewId();
        var parts = Tokens.For("bob").Split('.');
        var payload = Tokens.Encode(JsonSerializer.Serialize(new { sub = id, exp = Tokens.InMinutes(60) }));

        using var response = await SendAsync(id, $"Bearer {parts[0]}.{payload}.{parts[2]}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_token_that_was_seen_before_does_not_lend_its_trust_to_a_changed_one()
    {
        var id = NewId();
        var token = Tokens.For(id);
        using var known = await SendAsync(id, $"Bearer {token}");
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        var parts = token.Split('.');
        var middle = parts[2].Length / 2;
        var changed = parts[2][middle] == 'A' ? 'B' : 'A';

        using var otherSignature = await SendAsync(id, $"Bearer {parts[0]}.{parts[1]}.{parts[2][..middle]}{changed}{parts[2][(middle + 1)..]}");
        using var shorter = await SendAsync(id, $"Bearer {token[..^4]}");
        using var none = await SendAsync(id, $"Bearer {parts[0]}.{parts[1]}.");

        await AssertRefusedAsync(otherSignature, "TOKEN_INVALID");
        await AssertRefusedAsync(shorter, "TOKEN_INVALID");
        await AssertRefusedAsync(none, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("hs256")]
    [InlineData("Hs256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("RS256")]
    [InlineData("ES256")]
    [InlineData("EdDSA")]
    [InlineData("PS256")]
    [InlineData("dir")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")]
    [InlineData("")]
    public async Task No_other_algorithm_passes(string alg)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.Sign(new { sub = id, exp = Tokens.InMinutes(60) }, new { alg, typ = "JWT" })}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("nOnE")]
    [InlineData("HS256")]
    public async Task No_token_passes_without_a_signature(string alg)
    {
        var id = NewId();
        var payload = JsonSerializer.Serialize(new { sub = id, exp = Tokens.InMinutes(60) });

        using var response = await SendAsync(id, $"Bearer {Tokens.Encode($$"""{"alg":"{{alg}}"}""")}.{Tokens.Encode(payload)}.");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("""{"alg":"HS256"}""")]
    [InlineData("""{"alg":"HS256","typ":"JWT","kid":"some-key"}""")]
    public async Task What_else_the_header_says_does_not_matter(string header)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw(JsonSerializer.Serialize(new { sub = id, exp = Tokens.InMinutes(60) }), header)}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"alg":"HS256","crit":["urn:x"],"urn:x":1}""")]
    [InlineData("""{"alg":"HS256","crit":[]}""")]
    [InlineData("""{"alg":"HS256","crit":null}""")]
    [InlineData("""{"alg":"HS256","typ":"better-auth.session-cache+jwt"}""")]
    public async Task A_header_that_asks_for_other_rules_does_not_pass(string header)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw(JsonSerializer.Serialize(new { sub = id, exp = Tokens.InMinutes(60) }), header)}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData(-15, null)]
    [InlineData(-60, "TOKEN_EXPIRED")]
    [InlineData(-86400, "TOKEN_EXPIRED")]
    public async Task An_expired_token_passes_for_thirty_more_seconds(int secondsFromNow, string? error)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.Sign(new { sub = id, exp = FromNow(secondsFromNow) })}");

        await AssertPassesUnlessAsync(response, error);
    }

    [Theory]
    [InlineData(-3600, null)]
    [InlineData(15, null)]
    [InlineData(120, "TOKEN_INVALID")]
    [InlineData(86400, "TOKEN_INVALID")]
    public async Task A_token_passes_from_thirty_seconds_before_its_beginning(int secondsFromNow, string? error)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.Sign(new { sub = id, nbf = FromNow(secondsFromNow), exp = Tokens.InMinutes(6000) })}");

        await AssertPassesUnlessAsync(response, error);
    }

    [Theory]
    // The year 2100, just beyond 2^31, 2^32 and 2^53, and the year 10000.
    [InlineData("4102444800")]
    [InlineData("2147483648")]
    [InlineData("4294967296")]
    [InlineData("9007199254740994")]
    [InlineData("253402300800")]
    [InlineData("4102444800.5")]
    [InlineData("4.1024448e9")]
    [InlineData("\"4102444800\"")]
    public async Task A_token_may_live_long(string exp)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw($$"""{"sub":"{{id}}","exp":{{exp}}}""")}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("\"2100-01-01T00:00:00Z\"")]
    [InlineData("\"never\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[4102444800]")]
    public async Task An_expiry_that_is_no_number_does_not_pass(string exp)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw($$"""{"sub":"{{id}}","exp":{{exp}}}""")}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("-4102444800")]
    [InlineData("1.5")]
    public async Task An_expiry_long_ago_has_passed(string exp)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw($$"""{"sub":"{{id}}","exp":{{exp}}}""")}");

        await AssertRefusedAsync(response, "TOKEN_EXPIRED");
    }

    [Theory]
    [InlineData("\"now\"")]
    [InlineData("true")]
    [InlineData("[]")]
    public async Task A_beginning_that_is_no_number_does_not_pass(string nbf)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw($$"""{"sub":"{{id}}","nbf":{{nbf}},"exp":4102444800}""")}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_token_without_expiry_does_not_pass()
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.Sign(new { sub = id })}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("1e300")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("18446744073709551615")]
    [InlineData("-1e300")]
    public async Task An_expiry_beyond_all_numbers_is_handled(string exp)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw($$"""{"sub":"{{id}}","exp":{{exp}}}""")}");

        await response.AssertHandledAsync();
    }

    [Theory]
    [InlineData("sub", "id", "user_id", "userId")]
    [InlineData("id", "user_id", "userId")]
    [InlineData("user_id", "userId")]
    [InlineData("userId")]
    [InlineData("sub", "userId")]
    [InlineData("id", "userId")]
    [InlineData("sub", "user")]
    [InlineData("userId", "user")]
    public async Task The_user_is_the_first_claim_that_there_is(params string[] claims)
    {
        var id = NewId();

        // The claims that come later in the order stand first in the token.
        var payload = claims.Reverse().ToDictionary(claim => claim, claim => claim == claims[0] ? (object)id : $"not-{id}");
        payload["exp"] = Tokens.InMinutes(60);
        using var response = await SendAsync(id, $"Bearer {Tokens.Sign(payload)}");
        using var other = await SendAsync($"not-{id}", $"Bearer {Tokens.Sign(payload)}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await other.AssertProblemAsync(HttpStatusCode.Forbidden, "FORBIDDEN");
    }

    [Theory]
    [InlineData("""{"exp":4102444800,"session":{"userId":"not-ID"},"user":{"id":"ID","email":"ada@example.com"}}""")]
    [InlineData("""{"exp":4102444800,"user":{"id":"ID"},"name":"user"}""")]
    public async Task Without_such_a_claim_the_user_is_the_one_of_a_session(string payload)
    {
        var id = NewId();

        using var response = await SendAsync(id, $"Bearer {Tokens.SignRaw(payload.Replace("ID", id, StringComparison.Ordinal))}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("id")]
    public async Task A_user_id_that_looks_like_something_else_stays_as_it_is(string claim)
    {
        foreach (var id in (string[])["2026-11-21T02:20:19.584Z", "007", "1e3", "true", "null", " spaced "])
        {
            using var response = await SendAsync(id, $"Bearer {Tokens.Sign(new Dictionary<string, object> { [claim] = id, ["exp"] = Tokens.InMinutes(60) })}");

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Theory]
    [InlineData("""{"exp":4102444800,"sub":"","id":"ada"}""")]
    [InlineData("""{"exp":4102444800,"sub":null,"userId":"ada"}""")]
    [InlineData("""{"exp":4102444800,"id":null,"user":{"id":"ada"}}""")]
    public async Task A_claim_that_is_empty_names_no_one_and_the_next_is_asked(string payload)
    {
        using var response = await api.NewClient(Tokens.SignRaw(payload)).GetAsync("/api/ada/tasks", Ct);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"exp":4102444800}""")]
    [InlineData("""{"exp":4102444800,"user":"ada"}""")]
    [InlineData("""{"exp":4102444800,"user":{"id":["ada"]}}""")]
    [InlineData("""{"exp":4102444800,"id":["a"]}""")]
    [InlineData("""{"exp":4102444800,"sub":true}""")]
    [InlineData("""{"exp":4102444800,"email":"ada@example.com","name":"Ada"}""")]
    [InlineData("""{"exp":4102444800,"sub":""}""")]
    [InlineData("""{"exp":4102444800,"sub":{}}""")]
    [InlineData("""{"exp":4102444800,"sub":["a"]}""")]
    [InlineData("""{"exp":4102444800,"sub":"a\u0000b"}""")]
    [InlineData("""{"exp":4102444800,"sub":"\u0000"}""")]
    [InlineData("""{"exp":4102444800,"sub":"a\nb"}""")]
    [InlineData("""{"exp":4102444800,"sub":"\u001b"}""")]
    [InlineData("""{"exp":4102444800,"sub":"a\u007fb"}""")]
    public async Task A_token_that_names_no_usable_user_does_not_pass(string payload)
    {
        using var response = await SendAsync(NewId(), $"Bearer {Tokens.SignRaw(payload)}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData(@"""sub"":""ID\ud800""")]
    [InlineData(@"""sub"":""ID\udc00""")]
    [InlineData(@"""id"":""ID\ud800""")]
    [InlineData(@"""user"":{""id"":""ID\ud800""}")]
    public async Task Half_a_surrogate_pair_is_not_taken_for_the_replacement_character(string claim)
    {
        var id = NewId();

        using var response = await SendAsync($"{id}\ufffd", $"Bearer {Tokens.SignRaw($$"""{{{claim.Replace("ID", id, StringComparison.Ordinal)}},"exp":4102444800}""")}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("é")]
    [InlineData("🦄")]
    public async Task A_user_id_has_at_most_255_characters(string character)
    {
        var unique = Guid.NewGuid().ToString("N");
        var longest = unique + string.Concat(Enumerable.Repeat(character, 255 - unique.Length));

        using var fits = await SendAsync(longest, $"Bearer {Tokens.For(longest)}");
        using var tooLong = await SendAsync(longest + character, $"Bearer {Tokens.For(longest + character)}");

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        await AssertRefusedAsync(tooLong, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_user_with_the_longest_id_can_keep_tasks()
    {
        var unique = Guid.NewGuid().ToString("N");
        var ada = api.NewUser(unique + string.Concat(Enumerable.Repeat("🦄", 255 - unique.Length)));

        var created = await ada.CreateAsync("task");

        Assert.Equal(ada.Id, created.Text("user_id"));
        Assert.Equal(ada.Id, (await ada.GetAsync(created.Id())).Text("user_id"));
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(20_000)]
    public async Task A_very_long_header_is_refused_like_any_other(int length)
    {
        using var response = await SendAsync(NewId(), $"Bearer {new string('a', length)}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Fact]
    public async Task A_header_longer_than_the_server_reads_is_not_its_fault()
    {
        using var response = await api.Instance.SendRawAsync($"GET /api/ada/tasks HTTP/1.1\nAuthorization: Bearer {new string('a', 100_000)}");

        Assert.InRange((int)response.StatusCode, 400, 499);
    }

    [Fact]
    public async Task Two_authorization_headers_do_not_pass()
    {
        var (ada, bob) = (NewId(), NewId());

        using var response = await api.Instance.SendRawAsync(
            $"""
            GET /api/{ada}/tasks HTTP/1.1
            Authorization: Bearer {Tokens.For(ada)}
            Authorization: Bearer {Tokens.For(bob)}
            """);

        await AssertRefusedAsync(response, null);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("token")]
    public async Task A_token_in_the_query_does_not_count(string parameter)
    {
        var id = NewId();
        using var client = api.NewClient();

        using var response = await client.GetAsync($"/api/{id}/tasks?{parameter}={Tokens.For(id)}", Ct);

        await AssertRefusedAsync(response, "AUTH_REQUIRED");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_do_not_pass()
    {
        using var response = await api.Instance.SendRawAsync("GET /api/ada/tasks HTTP/1.1\nAuthorization: Bearer \u00ff\u00fe\u00c3");

        Assert.InRange((int)response.StatusCode, 400, 499);
    }

    [Fact]
    public async Task A_payload_that_is_no_utf8_does_not_pass()
    {
        var payload = Encoding.Latin1.GetString([.. "{\"sub\":\""u8, 0xff, 0xfe, .. "\",\"exp\":4102444800}"u8]);
        var signed = $"{Tokens.Encode("""{"alg":"HS256"}""")}.{System.Buffers.Text.Base64Url.EncodeToString(Encoding.Latin1.GetBytes(payload))}";
        var signature = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(TodoApi.Secret), Encoding.ASCII.GetBytes(signed));

        using var response = await SendAsync(NewId(), $"Bearer {signed}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}");

        await AssertRefusedAsync(response, "TOKEN_INVALID");
    }

    [Theory]
    [InlineData("GET", "tasks")]
    [InlineData("POST", "tasks")]
    [InlineData("GET", "tasks/1")]
    [InlineData("PUT", "tasks/1")]
    [InlineData("PATCH", "tasks/1")]
    [InlineData("DELETE", "tasks/1")]
    [InlineData("PATCH", "tasks/1/complete")]
    public async Task Every_task_request_needs_a_token(string method, string path)
    {
        using var client = api.NewClient();

        using var response = await client.SendAsync(new HttpRequestMessage(new(method), $"/api/{NewId()}/{path}"), Ct);

        await AssertRefusedAsync(response, "AUTH_REQUIRED");
    }

    private static string NewId() => $"user-{Guid.NewGuid():N}";

    private static long FromNow(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    private static async Task AssertPassesUnlessAsync(HttpResponseMessage response, string? error)
    {
        if (error is not null)
        {
            await AssertRefusedAsync(response, error);
            return;
        }

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty((await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).EnumerateArray());
    }

    /// <summary>A 401 that says how to sign in.</summary>
    private static async Task AssertRefusedAsync(HttpResponseMessage response, string? errorCode)
    {
        var body = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == HttpStatusCode.Unauthorized, $"{(int)response.StatusCode}: {body}");
        errorCode ??= JsonElement.Parse(body).Text("error_code")!;
        var problem = await response.AssertProblemAsync(HttpStatusCode.Unauthorized, errorCode);
        Assert.StartsWith(Texts[errorCode], problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    private async Task<HttpResponseMessage> SendAsync(string userId, string? authorization)
    {
        using var client = api.NewClient();
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{Uri.EscapeDataString(userId)}/tasks");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await client.SendAsync(request, Ct);
    }
}
