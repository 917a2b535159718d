namespace Todo.Api.Tests;

public sealed class PlaceholderTests
{
    [Fact]
    public void Is_replaced_by_the_first_slice() => Assert.NotNull(typeof(Program));
}
