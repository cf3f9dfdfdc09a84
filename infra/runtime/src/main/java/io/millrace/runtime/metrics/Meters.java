package io.millrace.runtime.metrics;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;

/// The meters of one service, told apart by the labels `service` and `instance` where several share a
/// process: the metrics library has one registry for each process. Thread-safe. Labels are closed values
/// given by the caller, never by a client.
public final class Meters {

    /// Upper bounds of latency buckets around the 10 ms target, in milliseconds.
    private static final int[] LATENCY_MILLIS = {1, 2, 3, 5, 8, 10, 15, 25, 50, 100, 250, 1000, 5000};

    private static final Map<String, AtomicInteger> INSTANCES = new ConcurrentHashMap<>();

    private final MeterRegistry registry = Metrics.globalRegistry();
    private final List<Tag> identity;

    private Meters(String service, int instance) {
        identity = List.of(Tag.create("service", service), Tag.create("instance", Integer.toString(instance)));
    }

    /// Meters of a service; each call is another instance, numbered from 0.
    public static Meters create(String service) {
        int instance =
                INSTANCES.computeIfAbsent(service, _ -> new AtomicInteger()).getAndIncrement();
        return new Meters(service, instance);
    }

    /// The registry behind, for the metrics route.
    public MeterRegistry registry() {
        return registry;
    }

    /// A counter; the same one for the same name and labels.
    ///
    /// @param labels name, value, name, value, …
    public Counter counter(String name, String help, String... labels) {
        Counter.Builder builder = Counter.builder(name).description(help).tags(identity);
        for (int i = 0; i < labels.length; i += 2) {
            builder.addTag(Tag.create(labels[i], labels[i + 1]));
        }
        return registry.getOrCreate(builder);
    }

    /// A gauge that is read when somebody asks.
    ///
    /// @param labels name, value, name, value, …
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        Gauge.Builder<Double> builder = Gauge.<Double>builder(name, value::getAsDouble)
                .description(help)
                .tags(identity);
        for (int i = 0; i < labels.length; i += 2) {
            builder.addTag(Tag.create(labels[i], labels[i + 1]));
        }
        registry.getOrCreate(builder);
    }

    /// A latency histogram with buckets around the target; exported in seconds.
    public Timer latency(String name, String help) {
        return registry.getOrCreate(Timer.builder(name)
                .tags(identity)
                .description(help)
                .percentiles(new double[0])
                .buckets(Arrays.stream(LATENCY_MILLIS)
                        .mapToObj(Duration::ofMillis)
                        .toArray(Duration[]::new)));
    }
}
