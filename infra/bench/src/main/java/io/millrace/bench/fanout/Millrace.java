package io.millrace.bench.fanout;

import io.millrace.bench.suite.Bench;
import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.load.socket.LoadSocket;
import io.millrace.load.socket.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// Millrace with one edge. A publication takes the whole way through the log; its server is the edge.
final class Millrace implements Contender {

    private static final String ROOM = "fan:room";
    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
    private static final Duration START = Duration.ofSeconds(10);

    private final Bench bench;
    private final Cluster cluster;
    private final ManagedProcess edge;
    private final Members publisher;
    private final LoadSocket socket;
    private Map<String, Long> before;
    private int commands = 1;

    private Millrace(Bench bench, Cluster cluster) throws IOException {
        this.bench = bench;
        this.cluster = cluster;
        this.edge = cluster.edges().getFirst();
        AtomicReference<LoadSocket> opened = new AtomicReference<>();
        this.publisher = Members.open(Target.of(cluster.addresses().getFirst()), 1, START, _ -> own -> {
            own.sendText(CONNECT);
            opened.set(own);
        });
        this.socket = opened.get();
        this.before = spent();
    }

    static Contender start(Bench bench) throws IOException {
        Cluster cluster = bench.cluster(ClusterSpec.standard()
                .withJavaOptions("edge", EdgeJvm.OPTIONS)
                .withSetting("namespaces.fan.subscribe", "anyone")
                .withSetting("namespaces.fan.publish", "anyone")
                // One user publishes more than moderation would let anybody.
                .withSetting("namespaces.fan.moderation", "false")
                .withSetting("namespaces.fan.history-size", "100"));
        return new Millrace(bench, cluster);
    }

    @Override
    public String name() {
        return "millrace";
    }

    @Override
    public Target target() {
        URI address = cluster.addresses().getFirst();
        return Target.of(address);
    }

    @Override
    public void join(LoadSocket member) {
        member.sendText(CONNECT + "\n{\"id\":2,\"subscribe\":{\"channel\":\"" + ROOM + "\"}}");
    }

    @Override
    public void publish(String message) {
        socket.sendText(
                "{\"id\":" + ++commands + ",\"publish\":{\"channel\":\"" + ROOM + "\",\"data\":" + message + "}}");
    }

    @Override
    public long cpuNanos() {
        return edge.usage().cpuNanos();
    }

    @Override
    public void tellMore(long deliveries) {
        Map<String, Long> now = spent();
        StringBuilder rest = new StringBuilder();
        now.forEach((name, nanos) -> rest.append(String.format(
                Locale.ROOT, " %s %.2f", name, (nanos - before.getOrDefault(name, 0L)) / 1e3 / deliveries)));
        bench.say("us/delivery since the last such line, other processes:%s", rest);
        before = now;
    }

    @Override
    public void close() {
        publisher.close();
        bench.stopCluster();
    }

    private Map<String, Long> spent() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (ManagedProcess process : cluster.all()) {
            if (!process.name().equals(edge.name())) {
                all.put(process.name(), process.usage().cpuNanos());
            }
        }
        return all;
    }
}
