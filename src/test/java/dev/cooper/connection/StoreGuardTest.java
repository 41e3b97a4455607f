package dev.cooper.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class StoreGuardTest {
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final Duration HALF_A_MINUTE = StoreGuard.OPEN.plusMillis(1);
    private static final Failure OUTAGE = new Failure.Unreachable("HeadBucket", "connection refused");

    private final MovableClock clock = new MovableClock();
    private final StoreGuard guard = new StoreGuard("rgw", 3, clock);

    private static Supplier<String> failing(Failure failure) {
        return () -> {
            throw new StoreException(failure);
        };
    }

    private void fails(int times, Failure failure) {
        for (int i = 0; i < times; i++) {
            assertThat(failureOf(guard, failing(failure))).isEqualTo(failure);
        }
    }

    private void works(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(guard.call(() -> "answer")).isEqualTo("answer");
        }
    }

    private static Failure failureOf(StoreGuard guard, Supplier<String> call) {
        StoreException exception = catchThrowableOfType(StoreException.class, () -> guard.call(call));
        assertThat(exception).as("the call was let through, and ended well").isNotNull();
        return exception.failure();
    }

    private void assertLetsNothingThrough() {
        AtomicInteger calls = new AtomicInteger();
        assertThat(failureOf(guard, () -> "call " + calls.incrementAndGet())).isEqualTo(new Failure.CircuitOpen("rgw"));
        assertThat(calls).hasValue(0);
    }

    static Stream<Failure> outages() {
        return Stream.of(OUTAGE, new Failure.StoreError("HeadBucket", 500, "InternalError"));
    }

    static Stream<Failure> refusals() {
        return Stream.of(
                new Failure.Unauthenticated("HeadBucket", 401, "InvalidAccessKeyId"),
                new Failure.AccessDenied("HeadBucket", 403, "AccessDenied"),
                new Failure.NoSuchBucket("GetBucketAcl"),
                new Failure.Conflict("CreateBucket", 409, "BucketAlreadyExists"),
                new Failure.Unsupported("PutBucketLogging", 405, "MethodNotAllowed"),
                new Failure.Rejected("PutBucketAcl", 400, "InvalidArgument", ""),
                new Failure.NotEmpty("receipts", -1),
                new Failure.Throttled("HeadBucket", 503));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void opensAfterFiveOutages(Failure outage) {
        fails(5, outage);
        assertLetsNothingThrough();
    }

    @Test
    void fourOutagesProveNothing() {
        fails(4, OUTAGE);
        works(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsAnAnswer(Failure refusal) {
        fails(100, refusal);
        works(1);
    }

    @Test
    void opensWhenThreeInFiveFail() {
        works(2);
        fails(3, OUTAGE);
        assertLetsNothingThrough();
    }

    @Test
    void staysClosedWhileLessFail() {
        works(3);
        fails(2, OUTAGE);
        works(10);
    }

    @Test
    void asksAgainAfterHalfAMinute() {
        fails(5, OUTAGE);
        clock.advance(StoreGuard.OPEN.minusMillis(1));
        assertLetsNothingThrough();
        clock.advance(Duration.ofMillis(2));
        works(20);
    }

    @Test
    void oneFailedTryMeansAnotherHalfMinute() {
        fails(5, OUTAGE);
        clock.advance(HALF_A_MINUTE);
        fails(1, OUTAGE);
        assertLetsNothingThrough();
        clock.advance(HALF_A_MINUTE);
        works(1);
    }

    @Test
    void asksWithOneCallWhileTheOthersAreTurnedAway() {
        fails(5, OUTAGE);
        clock.advance(HALF_A_MINUTE);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<String> probe = CompletableFuture.supplyAsync(
                () -> guard.call(() -> {
                    asked.countDown();
                    await(answer);
                    return "answer";
                }),
                Thread::startVirtualThread);
        await(asked);
        assertLetsNothingThrough();
        answer.countDown();
        assertThat(probe.join()).isEqualTo("answer");
        works(1);
    }

    @Test
    void aDefectIsPassedOnAndIsNoOutage() {
        IllegalStateException defect = new IllegalStateException("a defect");
        for (int i = 0; i < 10; i++) {
            assertThat(catchThrowable(() -> guard.call(() -> {
                        throw defect;
                    })))
                    .isSameAs(defect);
        }
        works(1);
    }

    @Test
    void neverMoreCallsAtOnceThanAllowed() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(10);
        List<Thread> threads = IntStream.range(0, 10)
                .mapToObj(i -> Thread.ofPlatform().daemon().start(() -> {
                    guard.call(() -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        await(answer);
                        return inside.decrementAndGet();
                    });
                    done.countDown();
                }))
                .toList();
        Awaitility.await().until(() -> inside.get() >= 3 && threads.stream().allMatch(StoreGuardTest::isParked));
        assertThat(inside).hasValue(3);
        answer.countDown();
        await(done);
        assertThat(most).hasValue(3);
        assertThat(inside).hasValue(0);
    }

    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void checksLeaveATurnToWhatIsNew() {
        StoreGuard four = new StoreGuard("rgw", 4, clock);
        CountDownLatch answer = new CountDownLatch(1);
        AtomicInteger checking = new AtomicInteger();
        List<Thread> checks = IntStream.range(0, 20)
                .mapToObj(_ -> Thread.ofVirtual()
                        .start(() -> four.check(() -> four.call(() -> {
                            checking.incrementAndGet();
                            await(answer);
                            return "same as before";
                        }))))
                .toList();
        Awaitility.await().until(() -> checking.get() >= 3 && checks.stream().allMatch(StoreGuardTest::isParked));

        assertThat(four.call(() -> "created")).isEqualTo("created");
        assertThat(checking).hasValue(3);
        answer.countDown();
        Awaitility.await().until(() -> checking.get() == 20);
    }

    @Test
    void whoWaitsTooLongIsToldSo() {
        StoreGuard impatient = new StoreGuard("rgw", 1, clock, Duration.ZERO);
        assertThat(impatient.<Failure>call(() -> failureOf(impatient, () -> "a second call")))
                .isEqualTo(new Failure.Overloaded("rgw"));
        assertThat(impatient.call(() -> "answer")).isEqualTo("answer");
    }

    @Test
    void whoIsInterruptedWhileWaitingStaysInterrupted() {
        StoreGuard patient = new StoreGuard("rgw", 1, clock, FOREVER);
        assertThat(patient.<Failure>call(() -> {
                    Thread.currentThread().interrupt();
                    return failureOf(patient, () -> "a second call");
                }))
                .isEqualTo(new Failure.Overloaded("rgw"));
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
