package dev.cooper.reconcile;

import dev.cooper.port.Failure;
import dev.cooper.port.StoreException;
import dev.cooper.status.Conditions;
import dev.cooper.status.Retry;
import dev.cooper.status.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells failures of all kinds in the same way: in conditions, by an event when they are new, and in the log. */
public final class ErrorTelling {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorTelling.class);

    /** So many statuses are written at once: when a store dies, what goes on at others must not wait behind all that fails. */
    private static final int MOST_AT_ONCE = 16;

    private final Conditions conditions;
    private final Recorder recorder;
    private final Room room = new Room(MOST_AT_ONCE);

    public ErrorTelling(Conditions conditions, Recorder recorder) {
        this.conditions = conditions;
        this.recorder = recorder;
    }

    /** As below, for resources that no failure leaves Ready. */
    public <R extends HasMetadata> ErrorStatusUpdateControl<R> tell(
            R resource,
            Context<R> context,
            Exception exception,
            @Nullable List<Condition> before,
            Function<List<Condition>, R> withConditions) {
        return tell(resource, context, exception, before, _ -> false, withConditions);
    }

    /**
     * Writes an exception into the status, unless that says so already.
     *
     * @param resource what was reconciled
     * @param thrown by the reconciliation
     * @param before its conditions until now
     * @param leavesReady whether what the resource stands for is in place despite a failure: a Ready one stays Ready
     * @param withConditions a fresh resource that carries only a name and the status with these conditions
     */
    public <R extends HasMetadata> ErrorStatusUpdateControl<R> tell(
            R resource,
            Context<R> context,
            Exception thrown,
            @Nullable List<Condition> before,
            Predicate<Failure> leavesReady,
            Function<List<Condition>, R> withConditions) {
        Exception exception = unwrapped(thrown);
        if (exception instanceof KubernetesClientException) {
            return ErrorStatusUpdateControl.defaultErrorProcessing();
        }
        Failure failure = failure(resource, exception);
        Verdict verdict = Verdict.of(failure);
        Long generation = resource.getMetadata().getGeneration();
        boolean staysReady = before != null && Conditions.isReady(before) && leavesReady.test(failure);
        List<Condition> after = staysReady
                ? conditions.readyDespite(before, generation, verdict)
                : conditions.failed(before, generation, verdict);
        boolean told = after.equals(before);
        if (!told && isBlip(resource, context, before, verdict)) {
            return retrying(resource, verdict);
        }
        if (!told) {
            LOG.info(
                    "{} {} is {}: {}: {}",
                    resource.getKind(),
                    name(resource),
                    staysReady ? "Ready, but" : "not Ready",
                    verdict.reason(),
                    verdict.message());
            if (!isTurnTaking(failure)) {
                recorder.warning(resource, verdict.reason().name(), verdict.message());
            }
            room.run(() -> Statuses.apply(context, resource, withConditions.apply(after)));
        }
        ErrorStatusUpdateControl<R> control = ErrorStatusUpdateControl.noStatusUpdate();
        return verdict.retry() == Retry.RETRY
                ? control
                : control.withNoRetry().rescheduleAfter(Pace.jittered(Pace.WAITING));
    }

    /** JOSDK's metrics wrap what a reconciler throws. */
    private static Exception unwrapped(Exception thrown) {
        return thrown instanceof OperatorException && thrown.getCause() instanceof Exception cause ? cause : thrown;
    }

    /** What is no known failure is a defect: it is told with its trace in the log, and without it in the status. */
    private static Failure failure(HasMetadata resource, Exception exception) {
        if (exception instanceof StoreException store) {
            return store.failure();
        }
        LOG.error("{} {}: unexpected exception", resource.getKind(), name(resource), exception);
        return new Failure.Unexpected(exception.getClass().getSimpleName());
    }

    /** The first failure of something that was Ready may be over at the next try. */
    private static boolean isBlip(
            HasMetadata resource, Context<?> context, @Nullable List<Condition> before, Verdict verdict) {
        return verdict.retry() == Retry.RETRY
                && Conditions.isReady(before)
                && !resource.isMarkedForDeletion()
                && context.getRetryInfo()
                        .map(info -> info.getAttemptCount() < 1)
                        .orElse(true);
    }

    /** Resources that are applied together become Ready one after the other: nothing to warn of. */
    private static boolean isTurnTaking(Failure failure) {
        return failure instanceof Failure.StoreNotReady || failure instanceof Failure.BucketNotReady;
    }

    private static <R extends HasMetadata> ErrorStatusUpdateControl<R> retrying(R resource, Verdict verdict) {
        LOG.debug("{} {} is tried again: {}", resource.getKind(), name(resource), verdict.message());
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    private static String name(HasMetadata resource) {
        String namespace = resource.getMetadata().getNamespace();
        return (namespace == null ? "" : namespace + "/")
                + resource.getMetadata().getName();
    }
}
