package dev.cooper.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.WebElement;

/** The status page of the packaged operator in a real browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start() and open()
class StatusPageIT {
    private Showcase showcase;
    private Browser browser;

    @BeforeAll
    void start() throws IOException {
        showcase = Showcase.start("status-page");
        showcase.populate();
    }

    @AfterAll
    void stop() {
        showcase.close();
    }

    @BeforeEach
    void open() throws IOException {
        browser = Browser.start();
        browser.looking(1280, 900, false).open(showcase.statusPage());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private void signIn(String token) {
        WebElement field = browser.await("#token");
        field.sendKeys(token);
        field.submit();
    }

    @Test
    void somebodyWithTheClusterSeesAll() {
        signIn(showcase.token("cluster-admin", "cooper-system"));
        browser.await("#buckets tbody tr");

        assertThat(browser.texts("#stores h3")).hasSize(3).anyMatch(text -> text.startsWith("archive"));
        assertThat(browser.texts("#buckets tbody th")).hasSize(14).contains("receipts\nshop");
        assertThat(browser.texts("#buckets tbody .state"))
                .contains(
                        "Healthy",
                        "Degraded: PublicAccessDenied",
                        "Degraded: UnsupportedByStore",
                        "Suspended: Paused",
                        "Suspended: ChangesPlanned");
        browser.await("#buckets details summary").click();
        assertThat(browser.texts("#buckets .plan dt")).contains("spec.bucketName", "spec.encryption");
        assertThat(browser.texts("#keys tbody tr")).hasSize(5).anyMatch(text -> text.contains("rotates in 30 d"));
        assertThat(browser.run("return document.querySelector('#keys svg').getAttribute('aria-label')"))
                .asString()
                .contains("issued", "ago");

        browser.await("#search").sendKeys("web landing");
        assertThat(browser.texts("#buckets tbody th")).containsExactly("landing-page\nweb");
        assertThat(browser.complaints())
                .as("errors, or what the page's policy forbids")
                .isEmpty();
    }

    @Test
    void somebodyWithANamespaceSeesThatOne() {
        signIn(showcase.token("view", "shop"));
        browser.await("#buckets tbody tr");

        assertThat(browser.await("#note").getText()).isEqualTo("You see namespace shop.");
        assertThat(browser.texts("#buckets tbody th .of")).containsOnly("shop");
        assertThat(browser.await("#no-stores").getText()).contains("may not list ObjectStores");
    }

    @Test
    void whoIsNotKnownIsToldSoAndTheTokenIsForgotten() {
        signIn("rubbish");
        assertThat(browser.await("#problem").getText()).contains("does not accept this token");
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
        assertThat(browser.texts("#status")).isEmpty();
    }

    /** At the width of a phone nothing is cut off or has to be scrolled to the side. */
    @Test
    void thePageFitsAPhone() {
        browser.looking(360, 740, true);
        signIn(showcase.token("cluster-admin", "cooper-system"));
        browser.await("#keys tbody tr");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(360L);
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .as("dark, as asked for")
                .isEqualTo("rgb(17, 20, 24)");
    }

    /** Every field and button has a name for those who do not see the page. */
    @Test
    void everyControlHasAName() {
        signIn(showcase.token("cluster-admin", "cooper-system"));
        browser.await("#keys tbody tr");
        assertThat(browser.run("""
            return [...document.querySelectorAll('input, button, svg')]
              .filter(e => !(e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label')))
              .map(e => e.outerHTML)\
            """))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isEmpty();
    }
}
