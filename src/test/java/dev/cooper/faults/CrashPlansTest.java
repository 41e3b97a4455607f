package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.faults.Strikes.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each write of each workload struck by each fault: what is left on the API server and on the store is what an
 * undisturbed run leaves. {@code make faults PLAN=n} runs one plan again.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set by start()
class CrashPlansTest {
    private static final String WANTED = System.getProperty("plan", "");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Events are written beside the rest: so long without a write, and none is under way. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final Duration STEADY = Duration.ofMillis(300);

    private final List<CrashReport.Result> results = new ArrayList<>();
    private int plans;
    private World world;

    @BeforeAll
    void start() throws IOException, GeneralSecurityException {
        world = new World();
    }

    @AfterAll
    void stop() throws IOException {
        world.close();
        if (WANTED.isEmpty()) {
            Reliability.write("1-crashes", CrashReport.of(results, plans));
        }
    }

    @TestFactory
    Stream<DynamicTest> eachPlanEndsAsTheUndisturbedRun() throws IOException {
        List<Plan> all = Plan.all(Workload.ALL.stream().map(this::undisturbed).toList());
        Files.write(
                World.FOLDER.resolve("plans.txt"),
                all.stream().map(Plan::toString).toList());
        plans = all.size();
        return all.stream().filter(chosen()).map(plan -> DynamicTest.dynamicTest(plan.toString(), () -> run(plan)));
    }

    /** By -Dplan=n, -Dplan=n-m or a regular expression of their names; all without it. */
    private static Predicate<Plan> chosen() {
        if (!WANTED.matches("\\d+(-\\d+)?")) {
            Pattern name = Pattern.compile(WANTED);
            return plan -> name.matcher(plan.toString()).find();
        }
        String[] ends = WANTED.split("-", -1);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        return plan -> first <= plan.number() && plan.number() <= last;
    }

    private Reference undisturbed(Workload workload) {
        world.startOperator();
        try (Scene scene = new Scene(world.cloud(), workload.store())) {
            workload.prepare(scene);
            world.strikes().begin(scene.harness().namespace(), null, null);
            workload.act(scene);
            await().alias(workload.name()).until(() -> workload.isDone(scene));
            await().until(() -> world.strikes().quietFor(QUIET));
            List<Done> done = world.strikes().done();
            world.strikes().end();
            return new Reference(workload, done, EndState.of(scene));
        }
    }

    private void run(Plan plan) {
        world.startOperator();
        try (Scene scene = new Scene(world.cloud(), plan.workload().store())) {
            plan.workload().prepare(scene);
            world.strikes().begin(scene.harness().namespace(), plan.write(), plan.fault());
            plan.workload().act(scene);
            await().until(world.strikes()::struck);
            world.startOperator();
            try {
                assertSameEnd(plan, scene);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        "written: %s%nleft: %s".formatted(world.strikes().done(), EndState.of(scene)), e);
            }
            int orphans = EndState.of(scene).orphans();
            assertWrites(plan, world.strikes().done(), orphans);
            results.add(new CrashReport.Result(plan, orphans));
        } finally {
            world.strikes().end();
        }
    }

    private void assertSameEnd(Plan plan, Scene scene) {
        await().alias("the goal").until(() -> plan.workload().isDone(scene));
        if (plan.fault().kills() && isThereStill(scene)) {
            await().alias("a look at the store after the restart").until(world.strikes()::storeAskedSince);
        }
        String expected = plan.reference().end().text();
        await().during(STEADY)
                .untilAsserted(() -> assertThat(EndState.of(scene).text()).isEqualTo(expected));
        if (!plan.workload().store().equals(World.KAKAOCLOUD)) {
            assertThat(EndState.of(scene).orphans())
                    .as("keys that nobody knows")
                    .isZero();
        }
        if (EndState.of(scene).orphans() > 0) {
            assertThat(EndState.of(scene).orphans())
                    .as("keys that nobody knows")
                    .isEqualTo(1);
            await().alias("a warning of the key that nobody knows").until(() -> scene.warned("KeyMayBeOrphaned"));
        }
    }

    private static boolean isThereStill(Scene scene) {
        return scene.harness().get(Bucket.class, Scene.NAME) != null;
    }

    /** What is more than it was when it is done twice was done as often as in the undisturbed run. */
    private static void assertWrites(Plan plan, List<Done> done, int orphans) {
        Map<String, Long> expected = successes(plan.reference().done());
        successes(done).forEach((what, times) -> {
            long most = expected.getOrDefault(what, 0L);
            if (plan.fault().losesAnswer() && plan.write().what().equals(what)) {
                most++;
            } else if (what.endsWith("/OS-EC2")) {
                most += orphans;
            }
            assertThat(times).as(what).isLessThanOrEqualTo(most);
        });
    }

    private static Map<String, Long> successes(List<Done> done) {
        return done.stream()
                .filter(Done::succeeded)
                .filter(each -> each.write().countsOnce())
                .collect(Collectors.groupingBy(each -> each.write().what(), Collectors.counting()));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20));
    }
}
