using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using OpenQA.Selenium;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.TodoPage;

/// <summary>The page as people use it, in Chromium.</summary>
public sealed class TodoPageInBrowserTests(TodoApi api)
{
    private static readonly By NewTitle = By.CssSelector("#add [name=title]");
    private static readonly By Search = By.Name("search");
    private static readonly By Count = By.Id("count");
    private static readonly By Heading = By.Id("tasks-heading");
    private static readonly By ListName = By.CssSelector("#list-form [name=name]");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_the_list_of_a_user_who_signs_up()
    {
        using var browser = new Browser();
        var email = Sessions.NewEmail();
        browser.Open(api.Instance.Address);

        // Signs up.
        browser.Find(By.Name("email")).SendKeys(email);
        browser.Find(By.Name("password")).SendKeys(Sessions.Password);
        browser.Find(By.Name("name")).SendKeys("Ada" + Keys.Enter);
        browser.See("Signed in as Ada");
        browser.See("No tasks.");

        // Adds; a day and a year that read the same in every language.
        browser.Find(By.CssSelector("#add [name=due_date]")).SendKeys("12122030");
        browser.Find(NewTitle).SendKeys("Buy milk" + Keys.Enter);
        browser.SeeIn(Count, "1 of 1 task");
        browser.Find(NewTitle).SendKeys("Call <b>Bob</b>" + Keys.Enter);
        browser.SeeIn(Count, "2 of 2 tasks");
        browser.See("Call <b>Bob</b>");

        // Searches, filters.
        browser.Find(Search).SendKeys("MILK");
        browser.SeeIn(Count, "1 of 1 task");
        browser.Find(Search).SendKeys(Keys.Escape);
        browser.SeeIn(Count, "2 of 2 tasks");
        browser.Click(By.CssSelector("#filter [value=high]"));
        browser.SeeIn(Count, "No tasks.");
        browser.Click(By.CssSelector("#filter [value=high]"));
        browser.SeeIn(Count, "2 of 2 tasks");

        // Edits with the keyboard, once in vain.
        browser.Find(Row("Buy milk", "input[@class='done']")).SendKeys("e");
        browser.Find(Edited("title")).SendKeys(" and forget it" + Keys.Escape);
        browser.Find(Row("Buy milk", "button[.='Edit']")).SendKeys("e");
        browser.Find(Edited("description")).SendKeys("oat");
        browser.Find(Edited("priority")).SendKeys("high");
        browser.Find(Edited("title")).SendKeys(" today" + Keys.Enter);
        browser.Find(Row("Buy milk today"));

        // Completes, and sees it among the completed ones only.
        browser.Click(Row("Buy milk today", "input[@class='done']"));
        browser.Find(By.CssSelector("li.completed"));
        browser.Click(By.XPath("//select[@name='status']/option[.='pending']"));
        browser.SeeIn(Count, "1 of 1 task");
        browser.Click(By.XPath("//select[@name='status']/option[.='all']"));
        browser.SeeIn(Count, "2 of 2 tasks");

        // Is still there after a reload; deletes.
        browser.Open(api.Instance.Address);
        browser.SeeIn(Count, "2 of 2 tasks");
        browser.Click(Row("Call <b>Bob</b>", "button[.='Delete']"));
        browser.SeeIn(Count, "1 of 1 task");
        Assert.Empty(browser.Complaints());

        // Is told what is wrong, where it is wrong, in the words of the API.
        browser.Find(NewTitle).SendKeys(Keys.Enter);
        browser.SeeIn(By.CssSelector("#add .error"), "must not be empty");
        browser.SeeIn(By.CssSelector("#problem [role=alert]"), "422 · VALIDATION_ERROR");
        Assert.Equal("title", browser.Find(By.CssSelector(":focus[aria-invalid]")).GetAttribute("name"));
        Assert.Contains("422", Assert.Single(browser.Complaints()), StringComparison.Ordinal);

        // Signs out, and cannot sign in with a wrong password.
        browser.Click(By.Id("sign-out"));
        browser.Find(By.Name("email")).SendKeys(email);
        browser.Find(By.Name("password")).SendKeys("wrong password" + Keys.Enter);
        browser.SeeIn(By.CssSelector("#problem [role=alert]"), "401 · INVALID_CREDENTIALS");

        Assert.All(browser.Requests(), address => Assert.Equal(api.Instance.Address.Authority, address.Authority));
        Assert.Contains("401", Assert.Single(browser.Complaints()), StringComparison.Ordinal);

        using var client = api.NewClient();
        var session = await client.LoginAsync(email).SessionAsync();
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.Text("access_token"));
        var tasks = await client.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/{session.GetProperty("user").Text("id")}/tasks", Ct);
        var task = Assert.Single(tasks.EnumerateArray());
        Assert.Equal(
            ("Buy milk today", "oat", "high", "2030-12-12", true),
            (task.Text("title"), task.Text("description"), task.Text("priority"), task.Text("due_date"), task.IsCompleted()));
    }

    [Fact]
    public async Task Shows_at_once_what_is_changed_elsewhere_and_leaves_alone_what_is_being_edited()
    {
        var ada = api.Instance.NewUser();
        using var browser = OpenAs(ada);
        browser.SeeIn(Count, "No tasks.");

        var milk = await ada.CreateIdAsync("Buy milk");
        var bob = await ada.CreateIdAsync("Call Bob");
        browser.SeeIn(Count, "2 of 2 tasks");
        await ada.PatchAsync(milk, new { completed = true });
        browser.Find(By.CssSelector($"li.completed[data-id='{milk}']"));

        browser.Click(Row("Call Bob", "button[.='Edit']"));
        browser.Find(Edited("title")).SendKeys(" again");
        await ada.PatchAsync(bob, new { priority = "high" });
        await ada.DeleteAsync(milk);
        browser.SeeIn(Count, "1 of 1 task");
        Assert.Equal("Call Bob again", browser.Find(By.CssSelector(".editor [name=title]:focus")).GetDomProperty("value"));

        // What was changed elsewhere shows as soon as the editor is closed.
        browser.Find(Edited("title")).SendKeys(Keys.Escape);
        browser.Find(Row("Call Bob", "*[contains(@class, 'priority')][.='high']"));
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public async Task Goes_on_from_the_last_event_after_a_cut_and_says_when_it_cannot()
    {
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync());
        var ada = instance.NewUser();
        await ada.CreateAsync("Buy milk");
        using var browser = OpenAs(ada);
        browser.Find(Row("Buy milk"));
        await ada.CreateAsync("Call Bob");
        browser.Find(Row("Call Bob"));

        // A page in the background keeps no connection.
        browser.Run("Object.defineProperty(document, 'hidden', { value: true, configurable: true }); document.dispatchEvent(new Event('visibilitychange'));");
        await ada.CreateAsync("Write a letter");
        browser.Run("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'));");
        browser.Find(Row("Write a letter"));
        var requests = browser.Requests();
        Assert.Single(requests, address => address.AbsolutePath.EndsWith("/changes", StringComparison.Ordinal));
        Assert.Equal(2, requests.Count(address => address.AbsolutePath.EndsWith("/events", StringComparison.Ordinal)));
        Assert.Empty(browser.Complaints());

        await instance.DisposeAsync();
        browser.SeeIn(By.Id("live"), "Live updates are away.");
    }

    [Fact]
    public async Task Brings_back_what_was_deleted()
    {
        var ada = api.Instance.NewUser();
        await ada.CreateAsync("Call Bob");
        await ada.CreateAsync("Buy milk");
        using var browser = OpenAs(ada);

        // With the mouse.
        browser.Click(Row("Buy milk", "button[.='Delete']"));
        browser.SeeIn(By.Id("undo"), "Deleted: Buy milk");
        browser.SeeIn(Count, "1 of 1 task");
        browser.Click(By.Id("undo-button"));
        browser.SeeIn(Count, "2 of 2 tasks");

        // With the keyboard, which stays in the list.
        browser.Find(Row("Buy milk", "input[@class='done']")).SendKeys(Keys.Delete);
        browser.SeeIn(Count, "1 of 1 task");
        browser.Find(By.CssSelector(".done:focus")).SendKeys("u");
        browser.SeeIn(Count, "2 of 2 tasks");
        Assert.Equal(["Buy milk", "Call Bob"], await ada.TitlesAsync());
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public async Task Shows_the_trash_restores_from_it_and_empties_it()
    {
        var ada = api.Instance.NewUser();
        string[] titles = ["Buy milk", "Call Bob", .. Enumerable.Range(1, 26).Select(number => $"Old {number}")];
        foreach (var title in titles)
        {
            await ada.DeleteAsync(await ada.CreateIdAsync(title));
        }

        using var browser = OpenAs(ada);
        browser.Click(View("trash"));
        browser.SeeIn(Count, "25 and more in the trash");
        browser.Click(By.Id("more"));
        browser.SeeIn(Count, "28 in the trash");
        browser.Find(Row("Buy milk", "*[@class='deleted'][starts-with(., 'in the trash since ')]"));

        browser.Click(Row("Buy milk", "button[.='Restore']"));
        browser.SeeIn(Count, "27 in the trash");
        browser.Click(Row("Call Bob", "button[.='Delete for good']"));
        browser.Click(By.Id("confirm-keep"));
        browser.Click(Row("Call Bob", "button[.='Delete for good']"));
        browser.Click(By.Id("confirm-delete"));
        browser.SeeIn(Count, "26 in the trash");
        browser.Click(By.Id("empty"));
        browser.Click(By.Id("confirm-delete"));
        browser.SeeIn(Count, "The trash is empty.");

        browser.Click(View("tasks"));
        browser.SeeIn(Count, "1 of 1 task");
        browser.Find(Row("Buy milk"));
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public async Task Shows_a_conflict_and_lets_the_person_decide()
    {
        var ada = api.Instance.NewUser();
        var id = await ada.CreateIdAsync("Buy milk");
        using var browser = OpenAs(ada);

        // What was typed stands beside what it is now; what was not typed is as it is now.
        browser.Click(Row("Buy milk", "button[.='Edit']"));
        browser.Find(Edited("title")).SendKeys(" today");
        await ada.PatchAsync(id, new { title = "Buy oat milk", priority = "high" });
        browser.Find(Edited("title")).SendKeys(Keys.Enter);
        browser.SeeIn(By.CssSelector(".editor .error"), "is now: Buy oat milk");
        browser.SeeIn(By.CssSelector("#problem [role=alert]"), "412 · PRECONDITION_FAILED");
        Assert.Equal(
            ("Buy milk today", "high"),
            (browser.Find(Edited("title")).GetDomProperty("value"), browser.Find(Edited("priority")).GetDomProperty("value")));
        Assert.Equal("Buy oat milk", (await ada.GetAsync(id)).Text("title"));

        browser.Click(By.XPath("//button[.='Save anyway']"));
        browser.Find(Row("Buy milk today"));
        Assert.Equal(("Buy milk today", "high"), ((await ada.GetAsync(id)).Text("title"), (await ada.GetAsync(id)).Text("priority")));

        browser.Click(Row("Buy milk today", "button[.='Edit']"));
        browser.Find(Edited("title")).SendKeys(" and tomorrow");
        await ada.PatchAsync(id, new { title = "Buy soy milk" });
        browser.Find(Edited("title")).SendKeys(Keys.Enter);
        browser.Click(By.XPath("//button[.='Take the other version']"));
        browser.Find(Row("Buy soy milk"));
        Assert.Equal("Buy soy milk", (await ada.GetAsync(id)).Text("title"));

        // What does not contradict is saved together without a question.
        browser.Click(Row("Buy soy milk", "button[.='Edit']"));
        browser.Find(Edited("title")).SendKeys(" tomorrow");
        await ada.PatchAsync(id, new { priority = "low" });
        browser.Find(Edited("title")).SendKeys(Keys.Enter);
        browser.Find(Row("Buy soy milk tomorrow"));
        Assert.Equal(("Buy soy milk tomorrow", "low"), ((await ada.GetAsync(id)).Text("title"), (await ada.GetAsync(id)).Text("priority")));
        Assert.All(browser.Complaints(), complaint => Assert.Contains("412", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keeps_tasks_in_lists_and_finds_them_by_their_tags()
    {
        var ada = api.Instance.NewUser();
        using var browser = OpenAs(ada);
        await ada.CreateAsync("Call Bob");
        browser.Find(Row("Call Bob"));

        // What is added in a list is in it.
        browser.Click(By.Id("new-list"));
        browser.Find(ListName).SendKeys("Errands" + Keys.Enter);
        browser.SeeIn(Heading, "Errands");
        browser.SeeIn(Count, "No tasks.");
        browser.Find(NewTitle).SendKeys("Buy milk" + Keys.Enter);
        browser.Find(Row("Buy milk"));

        // Tags are written as text; one that is clicked filters.
        browser.Click(Row("Buy milk", "button[.='Edit']"));
        browser.Find(Edited("tags")).SendKeys("home, Shop" + Keys.Enter);
        browser.Click(View("tasks"));
        browser.SeeIn(Count, "2 of 2 tasks");
        browser.Find(Row("Buy milk", "*[@class='in-list'][contains(., 'in Errands')]"));
        browser.Click(Row("Buy milk", "button[.='Shop']"));
        browser.SeeIn(Count, "1 of 1 task");
        browser.Click(By.CssSelector(".tag[aria-pressed=true]"));
        browser.SeeIn(Count, "2 of 2 tasks");

        // Another goes into the list by its editor, and the list counts what is open in it.
        browser.Click(Row("Call Bob", "button[.='Edit']"));
        browser.Click(By.XPath("//form[@class='editor']//option[.='Errands']"));
        browser.Find(Edited("title")).SendKeys(Keys.Enter);
        browser.SeeIn(By.CssSelector("#lists .open"), "2");
        var task = (await ada.ListAsync("?search=milk")).Single();
        Assert.Equal(["home", "Shop"], task.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));

        browser.Click(By.CssSelector("#lists a"));
        browser.Click(By.Id("edit-list"));
        browser.Find(ListName).SendKeys(" of today" + Keys.Enter);
        browser.SeeIn(Heading, "Errands of today");

        // Deleted, after a question: its tasks stay.
        browser.Click(By.Id("edit-list"));
        browser.Click(By.Id("delete-list"));
        browser.SeeIn(By.Id("confirm-list"), "What becomes of its 2 tasks?");
        browser.Click(By.CssSelector("#confirm-list [value=keep]"));
        browser.SeeIn(Count, "2 of 2 tasks");
        browser.Click(View("inbox"));
        browser.SeeIn(Count, "2 of 2 tasks");
        browser.SeeIn(OpenIn("inbox"), "2");
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public async Task Shows_subtasks_below_their_parent_and_moves_tasks_by_hand()
    {
        var ada = api.Instance.NewUser();
        foreach (var title in (string[])["Trip", "Call Bob", "Buy milk"])
        {
            await ada.CreateAsync(title);
        }

        using var browser = OpenAs(ada);
        browser.Click(Row("Trip", "button[.='Subtask']"));
        browser.Find(By.CssSelector(".subtask [name=title]")).SendKeys("Book flights" + Keys.Enter);
        browser.Find(By.XPath("//li[.//*[.='Trip']]/following-sibling::li[1][@data-depth='1']//*[.='Book flights']"));
        browser.Find(By.CssSelector(".subtask [name=title]:focus")).SendKeys(Keys.Escape);
        browser.Click(Row("Book flights", "input[@class='done']"));
        browser.Find(Row("Trip", "a[.='1 of 1']"));

        // Where the parent is not on the page, its name is.
        browser.Click(By.XPath("//select[@name='status']/option[.='completed']"));
        browser.SeeIn(Count, "1 of 1 task");
        browser.Click(Row("Book flights", "a[.='part of Trip']"));
        browser.SeeIn(Heading, "Subtasks of Trip");
        browser.Click(View("tasks"));
        browser.Click(By.XPath("//select[@name='status']/option[.='all']"));

        // With the mouse.
        browser.Click(By.XPath("//select[@name='sort']/option[.='by hand']"));
        browser.Find(Nth(4, "Buy milk"));
        browser.Drag(Row("Buy milk", "*[@class='grip']"), Row("Trip", "*[@class='grip']"));
        browser.Find(Nth(1, "Buy milk"));
        Assert.Equal(["Buy milk", "Trip", "Call Bob"], await ada.TitlesAsync("?sort=position&parent_id=none"));

        // With the keyboard, which stays with the task; what is below another is passed with it.
        browser.Find(Row("Buy milk", "input[@class='done']")).SendKeys(Keys.Alt + Keys.ArrowDown);
        browser.Find(Nth(3, "Buy milk"));
        browser.Find(Row("Buy milk", "input[@class='done']")).SendKeys(Keys.Alt + Keys.ArrowDown);
        browser.Find(Nth(4, "Buy milk"));
        browser.Find(By.CssSelector("#list li:nth-child(4) .done:focus"));
        browser.Click(Row("Buy milk", "button[@class='up']"));
        browser.Find(Nth(3, "Buy milk"));
        Assert.Equal(["Trip", "Buy milk", "Call Bob"], await ada.TitlesAsync("?sort=position&parent_id=none"));
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public async Task Shows_what_is_due_what_comes_again_and_what_it_reminds_of()
    {
        var ada = api.Instance.NewUser();
        using var browser = OpenAs(ada);
        await ada.CreateAsync(new { title = "Call Bob", due_date = "2020-01-01" });
        browser.SeeIn(OpenIn("overdue"), "1");

        // What is added there is due today.
        browser.Click(View("today"));
        browser.SeeIn(Count, "No tasks.");
        browser.Find(NewTitle).SendKeys("Water the plants" + Keys.Enter);
        browser.SeeIn(Count, "1 of 1 task");
        browser.SeeIn(OpenIn("today"), "1");

        browser.Click(Row("Water the plants", "button[.='Edit']"));
        browser.Click(By.XPath("//select[@name='repeats']/option[.='weekly']"));
        browser.Click(By.XPath("//form[@class='editor']//label[contains(., 'an hour before')]"));
        browser.Find(Edited("title")).SendKeys(Keys.Enter);
        browser.Find(Row("Water the plants", "*[@class='repeats'][.='repeats weekly']"));
        browser.Click(Row("Water the plants", "button[.='Edit']"));
        browser.SeeIn(By.CssSelector(".editor .occurrences"), "then due ");
        browser.Find(Edited("title")).SendKeys(Keys.Escape);

        // Completed, it comes again in a week, which is not among today and the six days after.
        browser.Click(Row("Water the plants", "input[@class='done']"));
        browser.SeeIn(OpenIn("tasks"), "2");
        browser.Click(View("week"));
        browser.Find(By.CssSelector("li.completed"));
        browser.SeeIn(Count, "1 of 1 task");
        browser.Click(View("tasks"));
        browser.SeeIn(Count, "3 of 3 tasks");
        var next = (await ada.ListAsync("?search=plants&status=pending")).Single();
        Assert.Equal("FREQ=WEEKLY", next.Text("recurrence"));
        Assert.Equal(60, next.GetProperty("reminders")[0].GetProperty("before_minutes").GetInt32());

        await ada.CreateAsync(new { title = "Take a break", reminders = new[] { new { at = DateTimeOffset.UtcNow.AddSeconds(5) } } });
        browser.SeeIn(By.Id("notices"), "Reminder: Take a break");
        browser.Click(By.CssSelector("#notices button"));
        Assert.Empty(browser.Complaints());
    }

    [Fact]
    public async Task The_lines_of_the_README_keep_a_copy_in_sync()
    {
        var readme = await File.ReadAllTextAsync(Repository.PathOf("README.md"), Ct);
        var lines = readme.Split("## Keep a copy in sync")[1].Split("```")[1]["js".Length..];
        Assert.Contains("const copy = ", lines, StringComparison.Ordinal);

        var ada = api.Instance.NewUser();
        var one = await ada.CreateIdAsync("one");
        var two = await ada.CreateIdAsync("two");
        using var browser = new Browser();
        browser.Open(api.Instance.Address);
        browser.Run($"(async () => {{ const API = location.origin, token = '{Tokens.For(ada.Id)}'; {lines.Replace("const copy = ", "const copy = window.copy = ", StringComparison.Ordinal)} }})()");
        browser.Run("setInterval(() => document.body.textContent = [...window.copy?.values() ?? []].map(task => task.title).sort(), 50)");
        browser.See("one,two");

        await ada.DeleteAsync(one);
        await ada.PatchAsync(two, new { title = "zwei" });
        await ada.CreateAsync("three");
        browser.See("three,zwei");
    }

    [Fact]
    public async Task Works_from_another_origin()
    {
        await using var elsewhere = await ServeFilesAsync();
        var origin = elsewhere.Urls.Single();
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var instance = await TodoApi.StartAsync(
            await api.Databases.CreateAsync(), clock, ("CORS_ORIGINS", origin), ("AUTH_RATE_LIMIT_PER_MINUTE", "2"));
        var email = await RegisterWithTasksAsync(instance, 30);

        using var browser = new Browser();
        browser.Open(new Uri($"{origin}/index.html?api={Uri.EscapeDataString(instance.Address.ToString())}"));
        browser.See($"Talks to {instance.Address.GetLeftPart(UriPartial.Authority)}");
        browser.Click(By.CssSelector("[value=login]"));
        browser.Find(By.Name("email")).SendKeys(email);
        browser.Find(By.Name("password")).SendKeys(Sessions.Password + Keys.Enter);

        // What the headers X-Total-Count and Link tell, which another origin reads only where CORS exposes them.
        browser.SeeIn(Count, "25 of 30 tasks");
        browser.Click(By.Id("more"));
        browser.SeeIn(Count, "30 of 30 tasks");
        Assert.Empty(browser.Complaints());

        // The token has expired: many requests at once get the next one together, since it can be had only once. The rate limit begins anew.
        clock.Advance(TimeSpan.FromMinutes(2));
        var expired = Tokens.Sign(new { sub = "ada", exp = Tokens.InMinutes(-5) });
        browser.Run($"for (const key in localStorage) if (localStorage[key]?.includes?.('access_token')) localStorage[key] = JSON.stringify({{ ...JSON.parse(localStorage[key]), access_token: '{expired}' }});");
        browser.Run("document.querySelectorAll('.done').forEach(done => done.click())");
        browser.Find(By.CssSelector("ul:not(:has(li:not(.completed)))"));
        Assert.All(browser.Complaints(), complaint => Assert.Contains("401", complaint, StringComparison.Ordinal));

        // Signing in is limited: two requests a minute, and those were the refresh and this.
        browser.Click(By.Id("sign-out"));
        browser.Find(By.Name("email")).SendKeys(email);
        browser.Find(By.Name("password")).SendKeys(Sessions.Password + Keys.Enter);
        browser.SeeIn(By.CssSelector("#problem [role=alert]"), "429 · RATE_LIMITED · wait 60 s");

        string[] hosts = [new Uri(origin).Authority, instance.Address.Authority];
        Assert.All(browser.Requests(), address => Assert.Contains(address.Authority, hosts));
    }

    private static By Row(string title, string inside = "*[@class='title']") =>
        By.XPath($"//li[.//*[@class='title'][.='{title}']]//{inside}");

    private static By Nth(int place, string title) => By.XPath($"//ul[@id='list']/li[{place}][.//*[@class='title'][.='{title}']]");

    private static By View(string name) => By.CssSelector($"nav [href='#{name}']");

    private static By OpenIn(string name) => By.CssSelector($"nav [href='#{name}'] .open");

    private static By Edited(string name) => By.CssSelector($".editor [name={name}]");

    /// <summary>The page, signed in with a token.</summary>
    private static Browser OpenAs(WireUser user)
    {
        var browser = new Browser();
        browser.Open(new Uri(user.Client.BaseAddress!, "/"));
        browser.Click(By.CssSelector("[value=token]"));
        browser.Find(By.Name("token")).SendKeys(Tokens.For(user.Id) + Keys.Enter);
        browser.See($"Signed in as {user.Id}");
        return browser;
    }

    private static async Task<string> RegisterWithTasksAsync(ApiInstance instance, int count)
    {
        var email = Sessions.NewEmail();
        using var client = instance.NewClient();
        var session = await client.RegisterAsync(email).SessionAsync(HttpStatusCode.Created);
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.Text("access_token"));
        for (var i = 1; i <= count; i++)
        {
            using var response = await client.PostAsJsonAsync($"/api/{session.GetProperty("user").Text("id")}/tasks", new { title = $"Task {i}" }, Ct);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }

        return email;
    }

    /// <summary>The files of the page from a server that knows nothing of the API.</summary>
    private static async Task<WebApplication> ServeFilesAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Path.Combine(SourceTree.Api, "wwwroot")) });
        await app.StartAsync(Ct);
        return app;
    }
}
