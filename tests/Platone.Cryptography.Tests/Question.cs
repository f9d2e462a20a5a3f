using System.Text.Json.Nodes;

namespace Platone.Cryptography.Tests;

/// <summary>One question to the oracle: what is asked, and its arguments by name.</summary>
static class Question
{
    public static JsonObject Of(string ask, params (string Name, JsonNode? Value)[] arguments)
    {
        var question = new JsonObject { ["ask"] = ask };
        foreach (var (name, value) in arguments) question[name] = value;
        return question;
    }
}
