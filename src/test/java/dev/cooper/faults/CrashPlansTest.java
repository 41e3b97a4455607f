package dev.cooper.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cooper.api.Bucket;
import dev.cooper.faults.Strikes.Done;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Each write of each workload struck by each fault: what is left on the API server and on the store is what an
 * undisturbed run leaves. {@code make faults PLAN=n} runs one plan again.
 */
@Tag("faults")
@Order(1) // the longest: in make faults the other tests run beside it
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPlansTest {
    private static final String WANTED = System.getProperty("plan", "");
    /** So many plans, chosen by the seed; 0 for all. */
    private static final int SAMPLE = Integer.getInteger("sample", 0);

    private static final String SEED = System.getProperty("seed", "");
    /** Worlds that run side by side: plans wait more than they compute. */
    private static final int WORLDS = Integer.getInteger("worlds", 3);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Events are written beside the rest: so long without a write, and none is under way. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final Duration STEADY = Duration.ofMillis(300);

    /** Looking more often would take the processor from those that are looked at. */
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<CrashReport.Result> results = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newFixedThreadPool(WORLDS);
    private final BlockingQueue<World> idle = new LinkedBlockingQueue<>();
    private final PrintStream progress;
    private int plans;

    CrashPlansTest() throws IOException {
        Files.createDirectories(World.FOLDER);
        progress = new PrintStream(
                Files.newOutputStream(World.FOLDER.resolve("progress.txt")), true, StandardCharsets.UTF_8);
    }

    @BeforeAll
    void start() throws Throwable {
        List<Future<World>> starting = IntStream.rangeClosed(1, WORLDS)
                .mapToObj(number -> threads.submit(() -> new World(number)))
                .toList();
        for (Future<World> world : starting) {
            idle.add(outcome(world));
        }
    }

    @AfterAll
    void stop() throws IOException {
        threads.shutdownNow();
        progress.close();
        for (World world : idle) {
            world.close();
        }
        if (WANTED.isEmpty() && SAMPLE == 0) {
            Reliability.write("1-crashes", CrashReport.of(results, plans));
        }
    }

    @TestFactory
    Stream<DynamicTest> eachPlanEndsAsTheUndisturbedRun() throws Throwable {
        List<Future<Reference>> references = Workload.ALL.stream()
                .map(workload -> inAWorld(world -> undisturbed(world, workload)))
                .toList();
        List<Reference> done = new ArrayList<>();
        for (Future<Reference> reference : references) {
            done.add(outcome(reference));
        }
        List<Plan> all = Plan.all(done);
        Files.write(
                World.FOLDER.resolve("plans.txt"),
                all.stream().map(Plan::toString).toList());
        plans = all.size();
        record Running(Plan plan, Future<Plan> run) {}
        List<Running> running = chosen(all).stream()
                .map(plan -> new Running(plan, inAWorld(world -> told(world, plan))))
                .toList();
        return running.stream().map(plan -> DynamicTest.dynamicTest(plan.plan().toString(), () -> outcome(plan.run())));
    }

    private <T> Future<T> inAWorld(Function<World, T> work) {
        return threads.submit(() -> {
            World world = idle.take();
            try {
                return work.apply(world);
            } finally {
                idle.add(world);
            }
        });
    }

    private static <T> T outcome(Future<T> work) throws Throwable {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static List<Plan> chosen(List<Plan> all) {
        if (SAMPLE > 0) {
            System.out.printf("%d of %d plans, chosen by the seed \"%s\"%n", SAMPLE, all.size(), SEED);
            List<Plan> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, new Random(SEED.hashCode()));
            return shuffled.stream()
                    .limit(SAMPLE)
                    .sorted(Comparator.comparingInt(Plan::number)) // those of one store follow one another
                    .toList();
        }
        return all.stream().filter(wanted()).toList();
    }

    /** By -Dplan=n, -Dplan=n-m or a regular expression of their names; all without it. */
    private static Predicate<Plan> wanted() {
        if (!WANTED.matches("\\d+(-\\d+)?")) {
            Pattern name = Pattern.compile(WANTED);
            return plan -> name.matcher(plan.toString()).find();
        }
        String[] ends = WANTED.split("-", -1);
        int first = Integer.parseInt(ends[0]);
        int last = Integer.parseInt(ends[ends.length - 1]);
        return plan -> first <= plan.number() && plan.number() <= last;
    }

    private static Reference undisturbed(World world, Workload workload) {
        world.startOperatorOn(workload.store());
        try (Scene scene = new Scene(world, workload.store())) {
            world.strikes().begin(scene.harness().namespace(), null, null);
            workload.prepare(scene);
            await().until(() -> world.strikes().quietFor(QUIET)); // no event of the preparation belongs to the action
            world.strikes().begin(scene.harness().namespace(), null, null);
            workload.act(scene);
            await().alias(workload.name()).until(() -> workload.isDone(scene));
            await().until(() -> world.strikes().quietFor(QUIET));
            List<Done> done = world.strikes().done();
            world.strikes().end();
            return new Reference(workload, done, EndState.of(scene));
        }
    }

    /** Runs a plan, and tells its outcome at once: the whole takes long. */
    private Plan told(World world, Plan plan) {
        try {
            run(world, plan);
            progress.println("passed " + plan);
            return plan;
        } catch (RuntimeException | Error e) {
            progress.println("FAILED " + plan + ": " + e.getMessage());
            throw e;
        }
    }

    private void run(World world, Plan plan) {
        world.startOperatorOn(plan.workload().store());
        try (Scene scene = new Scene(world, plan.workload().store())) {
            plan.workload().prepare(scene);
            world.strikes().begin(scene.harness().namespace(), plan.write(), plan.fault());
            plan.workload().act(scene);
            await().until(world.strikes()::struck);
            world.startOperator();
            EndState end;
            try {
                end = sameEnd(world, plan, scene);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        "written: %s%nleft: %s".formatted(world.strikes().done(), EndState.of(scene)), e);
            }
            assertWrites(plan, world.strikes().done(), end.orphans());
            results.add(new CrashReport.Result(plan, end.orphans()));
        } finally {
            world.strikes().end();
        }
    }

    private static EndState sameEnd(World world, Plan plan, Scene scene) {
        await().alias("the goal").until(() -> plan.workload().isDone(scene));
        if (plan.fault().kills() && isThereStill(scene)) {
            await().alias("a look at the store after the restart").until(world.strikes()::storeAskedSince);
        }
        String expected = plan.reference().end().text();
        AtomicReference<EndState> seen = new AtomicReference<>();
        await().during(STEADY)
                .pollInterval(STEADY.dividedBy(2)) // each look takes requests to all servers
                .untilAsserted(() -> {
                    seen.set(EndState.of(scene));
                    assertThat(seen.get().text()).isEqualTo(expected);
                });
        EndState end = seen.get();
        assertThat(end.orphans())
                .as("keys that nobody knows")
                .isLessThanOrEqualTo(plan.workload().store().equals(World.KAKAOCLOUD) ? 1 : 0);
        if (end.orphans() > 0) {
            await().alias("a warning of the key that nobody knows").until(() -> scene.warned("KeyMayBeOrphaned"));
        }
        return end;
    }

    private static boolean isThereStill(Scene scene) {
        return scene.harness().get(Bucket.class, Scene.NAME) != null;
    }

    /** What is more than it was when it is done twice was done as often as in the undisturbed run. */
    private static void assertWrites(Plan plan, List<Done> done, int orphans) {
        Map<String, Long> expected = successes(plan.reference().done());
        successes(done).forEach((what, times) -> {
            long most = expected.getOrDefault(what, 0L);
            boolean loses = plan.fault().kills() || plan.fault().losesAnswer();
            if (plan.fault().losesAnswer() && plan.write().what().equals(what)) {
                most++;
            } else if (what.endsWith("/OS-EC2")) {
                most += orphans;
            } else if (loses && Write.isMadeUpFor(what)) {
                most++; // the end state has the same keys in any case
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
        return Awaitility.await().atMost(PATIENCE).pollInterval(POLL);
    }
}
