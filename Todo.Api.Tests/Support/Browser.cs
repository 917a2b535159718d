using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Interactions;
using OpenQA.Selenium.Support.UI;

namespace Todo.Api.Tests.Support;

/// <summary>A Chromium that has never been used, and what it did: the addresses that it asked for and what it complained of.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("todo-browser-");
    private readonly ChromeDriverService _service;
    private readonly ChromeDriver _driver;

    internal Browser()
    {
        // Both by their paths: left to itself Selenium downloads a driver.
        var options = new ChromeOptions { BinaryLocation = Needs.Program("chromium", "chromium-browser", "google-chrome") };
        options.AddArguments(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--window-size=1400,1200", $"--user-data-dir={_profile.FullName}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        options.SetLoggingPreference("performance", LogLevel.All);

        _service = ChromeDriverService.CreateDefaultService(new FileInfo(Needs.Program("chromedriver")).FullName);
        _service.SuppressInitialDiagnosticInformation = true;
        _driver = new ChromeDriver(_service, options, Patience);
    }

    internal void Open(Uri address) => _driver.Navigate().GoToUrl(address);

    /// <summary>The first visible element, when it is there.</summary>
    internal IWebElement Find(By by) => WaitFor(() => _driver.FindElements(by).FirstOrDefault(element => element.Displayed));

    internal void Click(By by) => WaitFor(() =>
    {
        try
        {
            Find(by).Click();
            return true;
        }
        catch (WebDriverException exception) when (exception is StaleElementReferenceException or ElementClickInterceptedException)
        {
            // The page was still moving: once more.
            return false;
        }
    });

    /// <summary>Drags the one with the mouse to where the other is.</summary>
    internal void Drag(By dragged, By target) => new Actions(_driver).ClickAndHold(Find(dragged)).MoveToElement(Find(target)).Release().Perform();

    /// <summary>Waits until the text stands somewhere on the page.</summary>
    internal void See(string text) => WaitFor(() => _driver.FindElement(By.TagName("body")).Text.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until the text stands in the element.</summary>
    internal void SeeIn(By by, string text) => WaitFor(() =>
    {
        try
        {
            return Find(by).Text.Contains(text, StringComparison.Ordinal);
        }
        catch (StaleElementReferenceException)
        {
            return false;
        }
    });

    /// <summary>Runs JavaScript in the page.</summary>
    internal void Run(string script) => _driver.ExecuteScript(script);

    /// <summary>The addresses that pages asked for since the last time this was asked.</summary>
    internal IReadOnlyList<Uri> Requests() =>
    [
        .. from entry in _driver.Manage().Logs.GetLog("performance")
           let message = JsonElement.Parse(entry.Message).GetProperty("message")
           where message.GetProperty("method").GetString() == "Network.requestWillBeSent"
           let address = new Uri(message.GetProperty("params").GetProperty("request").GetProperty("url").GetString()!)
           where address.Scheme is not ("data" or "blob" or "chrome")
           select address,
    ];

    /// <summary>Warnings and errors of the console.</summary>
    internal IReadOnlyList<string> Complaints() =>
        [.. _driver.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Message)];

    private T WaitFor<T>(Func<T?> condition) => new WebDriverWait(_driver, Patience).Until(_ => condition())!;

    public void Dispose()
    {
        _driver.Dispose();
        _service.Dispose();
        _profile.Delete(recursive: true);
    }
}
