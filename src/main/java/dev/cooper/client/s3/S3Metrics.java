package dev.cooper.client.s3;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Times each request to a store, by operation and HTTP status; the status of what got no answer is "none". */
public final class S3Metrics implements ExecutionInterceptor {
    private static final ExecutionAttribute<Timer.Sample> SAMPLE = new ExecutionAttribute<>("CooperRequestStart");

    /** Bounds of the histogram, few since there is one for each store, operation and status. */
    private static final Duration[] BUCKETS =
            Stream.of(10, 50, 250, 1_000, 5_000, 30_000).map(Duration::ofMillis).toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final String store;

    public S3Metrics(MeterRegistry registry, String store) {
        this.registry = registry;
        this.store = store;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.putAttribute(SAMPLE, Timer.start(registry));
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        record(attributes, String.valueOf(context.httpResponse().statusCode()));
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (!(context.exception() instanceof AwsServiceException)) {
            record(attributes, "none");
        }
    }

    private void record(ExecutionAttributes attributes, String status) {
        Timer.Sample sample = attributes.getAttribute(SAMPLE);
        if (sample != null) {
            sample.stop(Timer.builder("cooper.s3.requests")
                    .description("Requests to stores, and the time until their answer")
                    .serviceLevelObjectives(BUCKETS)
                    .tag("store", store)
                    .tag("operation", attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
                    .tag("status", status)
                    .register(registry));
        }
    }
}
