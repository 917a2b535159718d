using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Requests;

/// <summary>Whatever is sent: never a fault of the server, and told in the form that every error has.</summary>
public sealed class NastyInputTests(TodoApi api)
{
    public static TheoryData<string> Bodies =>
    [
        """{"title":"\u0000"}""", """{"\u0000":1}""", """{"":1}""", """{"title":"x","":""}""", """{"title\u0000":"x"}""", """{"title":"x","__proto__":{"a":1}}""", """{"title":"x","constructor":1}""", """{"$type":"System.Object","title":"x"}""", """{"$id":"1","title":"x"}""", """{"$ref":"1"}""",
        """{"title":"\ufeff"}""", """{"title":"\u200b"}""", """{"title":"\u2028\u2029"}""", """{"title":"\u202e"}""", """{"title":"\uffff\ufffe"}""", """{"title":"x","description":"\uffff"}""", """{"title":"\u00ad"}""", """{"title":" \t "}""", """{"title":"\n"}""", """{"title":"\u0085"}""",
        """{"title":1e9999}""", """{"title":-0}""", """{"completed":1e9999,"title":"x"}""", """{"id":1e9999,"title":"x"}""", """{"id":123456789012345678901234567890,"title":"x"}""", """{"title":"x","due_date":1e9999}""", """{"title":"x","due_date":"9999-12-31T23:59:59.9999999-00:01"}""", """{"title":"x","due_date":"0001-01-01T00:00:00+23:59"}""",
        """{"title":"x","due_date":"2026-12-01T09:00:00+24:00"}""", """{"title":"x","due_date":"2026-12-01T09:00:00+15:00"}""", """{"title":"x","due_date":"2026-12-01T24:00:00Z"}""", """{"title":"x","due_date":"2016-12-31T23:59:60Z"}""", """{"title":"x","due_date":"2026-12-01 09:00:00"}""", """{"title":"x","due_date":"2026-12-01t09:00:00z"}""", """{"title":"x","due_date":" 2026-12-01 "}""", """{"title":"x","due_date":"\ud83e\udd84"}""",
        """{"title":"x","priority":"\u0000"}""", """{"title":"x","priority":"medium\u0000"}""", """{"title":"x","completed":"\u0000"}""", """[[[[[[[[[[""", """{"a":{"a":{"a":{"a":{"a":""", "\ufeff{\"title\":\"x\"}", "{\"title\":\"x\"}\u0000", "\u0000", "\u001f",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task No_body_is_the_fault_of_the_server(string body)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        foreach (var (method, path) in ((string, string)[])[("POST", "tasks"), ("PUT", $"tasks/{id}"), ("PATCH", $"tasks/{id}"), ("PATCH", $"tasks/{id}/complete")])
        {
            var response = await ada.SendAsync(new(method), path, Encoding.UTF8.GetBytes(body));
            response.ShouldBeHandled();
        }

        // Whatever was taken can be read back.
        Assert.NotEmpty(await ada.ListAsync());
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("image/png;q=0.5, */*;q=0")]
    [InlineData("nonsense")]
    public async Task Errors_are_problem_documents_whatever_is_accepted(string accept)
    {
        var ada = api.NewUser();
        var refused = await api.Scenario(ada, _ =>
        {
            _.Get.Url($"{ada.Tasks}?limit=0");
            _.WithRequestHeader("Accept", accept);
            _.StatusCodeShouldBe(422);
        });

        refused.ShouldBeInvalid("limit");
    }

    [Fact]
    public async Task Errors_tell_nothing_of_the_inside()
    {
        var ada = api.NewUser();
        foreach (var (method, path, body) in ((string, string, string?)[])
            [("GET", "tasks?cursor=x", null), ("GET", "tasks?sort=x'--", null), ("POST", "tasks", "{"), ("POST", "tasks", """{"title":1}"""), ("POST", "tasks", """{"title":"x","due_date":"x"}"""), ("GET", "nothing", null)])
        {
            var response = await ada.SendAsync(new(method), path, body);
            var text = response.ReadAsText();

            Assert.InRange(response.Status(), 400, 499);
            Assert.All(["Exception", "System.", "Microsoft", "Npgsql", "Todo.Api", "SELECT", "   at ", ".cs"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
            Assert.False(response.Context.Response.Headers.ContainsKey("X-Powered-By"));
        }
    }
}
