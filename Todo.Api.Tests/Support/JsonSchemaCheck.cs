using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Todo.Api.Tests.Support;

/// <summary>
/// Holds a value against a schema. It knows the part of JSON Schema 2020-12 that the document uses, and fails on a keyword that it does not
/// know: what it cannot check must not look as if it had been checked.
/// </summary>
internal sealed partial class JsonSchemaCheck(ContractDocument document)
{
    private static readonly HashSet<string> Known =
    [
        "$ref", "type", "format", "enum", "required", "properties", "additionalProperties", "items", "minItems", "maxItems", "minLength", "maxLength",
        "minimum", "maximum", "oneOf", "anyOf", "discriminator", "default", "description", "example", "examples",
    ];

    internal IEnumerable<string> Problems(JsonNode schema, JsonElement value, string at)
    {
        if (schema["$ref"] is not null)
        {
            return Problems(document.Resolve(schema), value, at);
        }

        Assert.All(schema.AsObject(), keyword => Assert.True(Known.Contains(keyword.Key), $"JsonSchemaCheck does not know '{keyword.Key}' ({at})."));
        return
        [
            .. Type(schema, value, at),
            .. Choices(schema, value, at),
            .. value.ValueKind switch
            {
                JsonValueKind.Object => Members(schema, value, at),
                JsonValueKind.Array => Items(schema, value, at),
                JsonValueKind.String => Text(schema, value.GetString()!, at),
                JsonValueKind.Number => Number(schema, value.GetDecimal(), at),
                _ => [],
            },
        ];
    }

    private static IEnumerable<string> Type(JsonNode schema, JsonElement value, string at)
    {
        string[] types = schema["type"] switch
        {
            null => [],
            JsonArray several => [.. several.Select(type => type!.GetValue<string>())],
            var one => [one.GetValue<string>()],
        };

        if (types.Length > 0 && !types.Any(type => IsOfType(value, type)))
        {
            yield return $"{at}: {value.GetRawText()} is not {string.Join(" or ", types)}";
        }
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => throw new NotSupportedException($"There is no type '{type}' in JSON Schema."),
    };

    private IEnumerable<string> Choices(JsonNode schema, JsonElement value, string at)
    {
        if (schema["enum"] is JsonArray names && !names.Any(name => JsonNode.DeepEquals(name, JsonNode.Parse(value.GetRawText()))))
        {
            yield return $"{at}: {value.GetRawText()} is none of {names.ToJsonString()}";
        }

        if (schema["oneOf"] is JsonArray oneOf && oneOf.Count(branch => !Problems(branch!, value, at).Any()) != 1)
        {
            yield return $"{at}: {value.GetRawText()} does not match exactly one of {oneOf.ToJsonString()}";
        }

        if (schema["anyOf"] is JsonArray anyOf && anyOf.All(branch => Problems(branch!, value, at).Any()))
        {
            yield return $"{at}: {value.GetRawText()} matches none of {anyOf.ToJsonString()}";
        }
    }

    private IEnumerable<string> Members(JsonNode schema, JsonElement value, string at)
    {
        foreach (var name in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [])
        {
            if (!value.TryGetProperty(name, out _))
            {
                yield return $"{at}: {name} is missing";
            }
        }

        foreach (var member in value.EnumerateObject())
        {
            var of = schema["properties"]?[member.Name] ?? schema["additionalProperties"];
            if (of is null)
            {
                // Stricter than JSON Schema: a member that the document does not tell of is a hole in the document. A choice leaves that to what is chosen;
                // an empty schema means that anything may be there.
                if (schema["anyOf"] is null && schema["oneOf"] is null && schema.AsObject().Count > 0)
                {
                    yield return $"{at}: {member.Name} is not in the document";
                }

                continue;
            }

            foreach (var problem in Problems(of, member.Value, $"{at}.{member.Name}"))
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<string> Items(JsonNode schema, JsonElement value, string at)
    {
        if (value.GetArrayLength() < (schema["minItems"]?.GetValue<int>() ?? 0))
        {
            yield return $"{at}: has too few items";
        }

        if (value.GetArrayLength() > (schema["maxItems"]?.GetValue<int>() ?? int.MaxValue))
        {
            yield return $"{at}: has too many items";
        }

        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            foreach (var problem in schema["items"] is { } of ? Problems(of, item, $"{at}[{index}]") : [])
            {
                yield return problem;
            }
        }
    }

    private static IEnumerable<string> Text(JsonNode schema, string text, string at)
    {
        var length = text.EnumerateRunes().Count();
        if (length < (schema["minLength"]?.GetValue<int>() ?? 0) || length > (schema["maxLength"]?.GetValue<int>() ?? int.MaxValue))
        {
            yield return $"{at}: has {length} characters";
        }

        var fits = schema["format"]?.GetValue<string>() switch
        {
            null => true,
            "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            "date-time" => DateTime().IsMatch(text),
            "int32" or "int64" or "double" => true,
            var format => throw new NotSupportedException($"JsonSchemaCheck does not know the format '{format}' ({at})."),
        };
        if (!fits)
        {
            yield return $"{at}: '{text}' is no {schema["format"]}";
        }
    }

    private static IEnumerable<string> Number(JsonNode schema, decimal number, string at)
    {
        if (number < (schema["minimum"]?.GetValue<decimal>() ?? decimal.MinValue) || number > (schema["maximum"]?.GetValue<decimal>() ?? decimal.MaxValue))
        {
            yield return $"{at}: {number.ToString(CultureInfo.InvariantCulture)} is out of range";
        }
    }

    [GeneratedRegex(@"\A[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9](\.[0-9]+)?(Z|[+-][0-2][0-9]:[0-5][0-9])\z")]
    private static partial Regex DateTime();
}
