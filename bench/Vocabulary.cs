namespace Todo.Bench;

/// <summary>The words that titles and descriptions are made of, the most frequent first: each is as frequent as one divided by its place.</summary>
internal static class Vocabulary
{
    /// <summary>In nearly every task.</summary>
    internal static string Common => Words[0];

    /// <summary>In every thousandth task of a user, from the hundredth on; <c>Seed.sql</c> puts it there.</summary>
    internal const string Rare = "xylophone";

    internal const string Unknown = "qwertzuiop";

    internal static IReadOnlyList<string> Words { get; } =
        """
        the for and with about before after until
        call send check write buy read ask book fix plan
        email phone meeting report invoice letter ticket budget offer contract
        monday friday weekend tomorrow evening morning summer winter
        kitchen garden garage office basement balcony window door roof stairs
        mother father sister brother neighbour teacher dentist landlord customer colleague
        bread coffee apples cheese tomatoes flour salad pasta honey yoghurt
        train flight hotel passport luggage map bicycle tyres petrol parking
        printer laptop monitor charger router backup password server database release
        birthday wedding concert museum cinema theatre picnic holiday camping festival
        insurance taxes mortgage pension salary receipt refund warranty subscription donation
        medicine vaccination glasses exercise swimming yoga physiotherapy appointment prescription checkup
        lamp carpet curtain mattress wardrobe shelf mirror sofa drill ladder
        guitar piano novel newspaper dictionary photograph painting pottery knitting chess
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
