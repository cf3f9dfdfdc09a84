package io.millrace.load.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Second;
import io.millrace.load.record.Timing;
import io.millrace.load.scenario.Connection;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.Traffic;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// The report for programs. Keys are stable; new ones may be added. Latencies are in milliseconds; what was not
/// measured is null.
public final class JsonReport {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonReport() {}

    /// Indented JSON with a line feed at the end.
    public static String of(Result result) {
        ObjectNode root = MAPPER.createObjectNode()
                .put("name", result.scenario().name())
                .put("kind", Facts.kind(result))
                .put("run", result.run())
                .put("started", result.started().toString())
                .put("stopped", result.stopped());
        root.set("verdict", verdict(Verdict.of(result)));
        root.set("scenario", scenario(result));
        root.set("environment", environment(result.environment()));
        root.set("latency_ms", latencies(result));
        root.set("counts", counts(result));
        root.set("per_second", rates(result));
        root.set("closed", codes(result.snapshot().closed()));
        root.set("refused", codes(result.snapshot().refused()));
        root.set("lag_ms", MAPPER.getNodeFactory().numberNode(result.lagMillis()));
        root.set("seconds", seconds(result));
        return root.toPrettyString() + '\n';
    }

    private static ObjectNode verdict(Verdict verdict) {
        ObjectNode node = MAPPER.createObjectNode().put("kept", verdict.isKept());
        verdict.broken().forEach(node.putArray("broken")::add);
        verdict.remarks().forEach(node.putArray("remarks")::add);
        return node;
    }

    private static ObjectNode scenario(Result result) {
        Scenario scenario = result.scenario();
        Connection connection = scenario.connection();
        Traffic traffic = scenario.workload().traffic();
        ObjectNode node = MAPPER.createObjectNode();
        Facts.edges(result).forEach(node.putArray("edges")::add);
        return node.put("encoding", connection.encoding().name().toLowerCase(Locale.ROOT))
                .put("seed", scenario.seed())
                .put("processes", result.processes())
                .put("connections", scenario.workload().connections())
                .put("others", scenario.workload().others())
                .put("connect_rate", connection.rate())
                .put("rooms", traffic.rooms())
                .put("members", traffic.members())
                .put("senders", traffic.senders())
                .put("rate", traffic.rate())
                .put("payload_bytes", traffic.payload())
                .put("ramp_seconds", scenario.phases().ramp().toMillis() / 1e3)
                .put("steady_seconds", scenario.phases().steady().toMillis() / 1e3)
                .put("drain_seconds", scenario.phases().drain().toMillis() / 1e3);
    }

    private static ObjectNode environment(Environment environment) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("cpus", environment.cpus())
                .put("cpu_model", environment.cpuModel())
                .put("memory_bytes", environment.memoryBytes());
        number(node, "load_before", environment.loadBefore());
        number(node, "load_after", environment.loadAfter());
        number(node, "idle_share", environment.idleShare());
        return node.put("java", environment.java())
                .put("system", environment.system())
                .put("command_line", environment.commandLine());
    }

    private static ObjectNode latencies(Result result) {
        ObjectNode node = MAPPER.createObjectNode();
        for (Timing timing : Timing.values()) {
            Histogram histogram = result.snapshot().timing(timing);
            if (histogram.getTotalCount() > 0) {
                node.putObject(key(timing))
                        .put("count", histogram.getTotalCount())
                        .put("mean", Math.rint(histogram.getMean()) / 1e3)
                        .put("p50", millis(histogram, 50))
                        .put("p90", millis(histogram, 90))
                        .put("p99", millis(histogram, 99))
                        .put("p99_9", millis(histogram, 99.9))
                        .put("p99_99", millis(histogram, 99.99))
                        .put("max", millis(histogram, 100));
            }
        }
        return node;
    }

    private static ObjectNode counts(Result result) {
        ObjectNode node = MAPPER.createObjectNode();
        for (Counter counter : Counter.values()) {
            node.put(key(counter), result.snapshot().count(counter));
        }
        return node.put("missing", result.snapshot().missing());
    }

    private static ObjectNode rates(Result result) {
        ObjectNode node = MAPPER.createObjectNode();
        for (Counter counter : Counter.values()) {
            number(node, key(counter), result.perSecond(counter));
        }
        return node;
    }

    private static ObjectNode codes(Map<Integer, Long> codes) {
        ObjectNode node = MAPPER.createObjectNode();
        new TreeMap<>(codes).forEach((code, number) -> node.put(code.toString(), number));
        return node;
    }

    private static ArrayNode seconds(Result result) {
        ArrayNode node = MAPPER.createArrayNode();
        for (Second second : result.snapshot().seconds()) {
            ObjectNode item = node.addObject();
            number(item, "at", result.at(second));
            item.put("phase", result.phase(second))
                    .put("open", second.open())
                    .put("sent", second.count(Counter.SENT))
                    .put("acked", second.count(Counter.ACKED))
                    .put("delivered", second.count(Counter.DELIVERED))
                    .put("lag_ms", Math.rint(second.lagNanos() / 1e3) / 1e3);
            number(item, "delivery_p50_ms", second.millis(Timing.DELIVERY, 50));
            number(item, "delivery_p99_ms", second.millis(Timing.DELIVERY, 99));
        }
        return node;
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e3;
    }

    private static void number(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, Math.rint(value * 1e3) / 1e3);
        } else {
            node.putNull(key);
        }
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
