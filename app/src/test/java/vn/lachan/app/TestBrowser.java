package vn.lachan.app;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The Chromium of this machine, and people who sit in front of it. */
final class TestBrowser implements AutoCloseable {
  /** Where each picture of a page is kept. */
  static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private static final List<String> ARGUMENTS =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /**
   * Letters are there, nothing is loading, and nothing moves that will soon come to an end. The bar
   * of a message that can be undone runs for as long as the message stays.
   */
  private static final String AT_REST =
      """
      () => document.fonts.status === 'loaded'
        && !document.querySelector('[data-testid=state-loading], .ant-spin-spinning')
        && document.getAnimations().every(
          it => it.playState !== 'running' || it.effect?.getComputedTiming().endTime > 2000)
      """;

  private final Playwright playwright;
  private final Browser browser;
  private final String address;

  private TestBrowser(Playwright playwright, Browser browser, String address) {
    this.playwright = playwright;
    this.browser = browser;
    this.address = address;
  }

  /** The Chromium that is installed here. */
  static Optional<Path> chromium() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens the browser for the platform at {@code address}; {@link #chromium()} must be there. */
  static TestBrowser open(String address) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium().orElseThrow())
                    .setArgs(ARGUMENTS));
    return new TestBrowser(playwright, browser, address);
  }

  /** Somebody with a browser window of their own. */
  Visitor visitor() {
    return visitor(ReducedMotion.NO_PREFERENCE);
  }

  /** Somebody who asked their system for less motion: dialogs, drawers and lists open at once. */
  Visitor visitorAtRest() {
    return visitor(ReducedMotion.REDUCE);
  }

  private Visitor visitor(ReducedMotion motion) {
    return new Visitor(
        browser.newContext(
            new Browser.NewContextOptions()
                .setIgnoreHTTPSErrors(true)
                .setLocale("vi-VN")
                .setTimezoneId("Asia/Ho_Chi_Minh")
                .setReducedMotion(motion)
                .setViewportSize(1440, 900)));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** One window. Whatever goes wrong in it behind the page is kept in {@link #problems()}. */
  final class Visitor implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> problems = new CopyOnWriteArrayList<>();

    private Visitor(BrowserContext context) {
      this.context = context;
      this.page = context.newPage();
      page.setDefaultTimeout(60_000);
      page.onPageError(error -> problems.add("script: " + error));
      page.onConsoleMessage(message -> {
        boolean told = message.text().startsWith("Failed to load resource");
        if (message.type().equals("error") && !told) {
          problems.add("console: " + message.text());
        }
      });
      page.onResponse(this::hear);
    }

    /** Before the log-in the page asks who it is and hears 401: that is no problem. */
    private void hear(Response response) {
      boolean asksWho = response.status() == 401 && response.url().endsWith("/api/session");
      if (response.status() >= 400 && !asksWho) {
        problems.add(response.status() + " " + response.request().method() + " " + response.url());
      }
    }

    /** Errors of scripts, messages about the content policy, and refused requests. */
    List<String> problems() {
      return List.copyOf(problems);
    }

    Page page() {
      return page;
    }

    void signIn(String account, String password) {
      page.navigate(address + "/");
      see("login-account").fill(account);
      see("login-password").fill(password);
      click("login-submit");
      see("user-menu");
    }

    void go(String path) {
      page.navigate(address + path);
    }

    /** Waits until the thing with this mark can be seen. */
    Locator see(String testId) {
      Locator found = page.getByTestId(testId).first();
      found.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
      return found;
    }

    void click(String testId) {
      see(testId).click();
    }

    void type(String testId, String text) {
      see(testId).fill(text);
    }

    /** Waits for a row, or whatever else stands for the thing with this id. */
    Locator row(String id) {
      Locator found = page.locator("[data-row-key=\"" + id + "\"]").first();
      found.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.VISIBLE));
      return found;
    }

    void seeText(String text) {
      page.getByText(text).first().waitFor();
    }

    boolean has(String testId) {
      return page.getByTestId(testId).count() > 0;
    }

    /** Chooses colours as if in another window of the same browser. */
    void dark(boolean dark) {
      page.evaluate(
          """
          theme => {
            const key = 'lachan.preferences'
            const kept = JSON.parse(localStorage.getItem(key) ?? '{}')
            localStorage.setItem(key, JSON.stringify({...kept, theme}))
            window.dispatchEvent(new StorageEvent('storage', {key}))
          }
          """,
          dark ? "dark" : "light");
      page.waitForFunction(AT_REST);
    }

    /** Takes the picture {@code name} once the page has come to rest. */
    Path picture(String name) {
      page.waitForFunction(AT_REST);
      Path file = SCREENSHOTS.resolve(name + ".png");
      page.screenshot(new Page.ScreenshotOptions().setPath(file));
      return file;
    }

    /** What axe (WCAG 2 A and AA) calls serious or critical on the page as it stands. */
    List<String> barriers() {
      AxeRunOptions onlyThese = new AxeRunOptions();
      onlyThese.setResultTypes(List.of("violations"));
      return new AxeBuilder(page)
              .options(onlyThese)
              .withTags(List.of("wcag2a", "wcag2aa"))
              .analyze()
              .getViolations()
              .stream()
              .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
              .map(rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
              .toList();
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
