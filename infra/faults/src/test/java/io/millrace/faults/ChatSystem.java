package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ClusterSpec;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.check.Entry;
import io.millrace.faults.harness.ChatRun;
import io.millrace.faults.harness.Credentials;
import io.millrace.faults.harness.FinalRecord;
import io.millrace.faults.harness.Mixture;
import io.millrace.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// A whole system of one broker and one of each Streams service, every part a process, with what tests ask of
/// it.
final class ChatSystem implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Cluster cluster;

    private ChatSystem(Cluster cluster) {
        this.cluster = cluster;
    }

    /// Starts everything and waits until it is ready.
    static ChatSystem launch(int edges) {
        return new ChatSystem(Cluster.launch(spec(edges)));
    }

    /// Starts nothing yet; the registry is the caller's.
    static ChatSystem prepare(int edges, String registryUrl) {
        return new ChatSystem(Cluster.prepare(spec(edges).withSetting("registry.url", registryUrl)));
    }

    private static ClusterSpec spec(int edges) {
        return ClusterSpec.small()
                .withEdges(edges)
                // Whoever was away is given everything that was missed: every gap is an anomaly.
                .withSetting("edge.limits.recovery", "10000")
                .withSetting("namespaces.chat.history-size", "5000")
                .withSetting("namespaces.chat.delta-types", "fossil")
                .withSetting("edge.api.insecure", "true")
                .withEnvironment("edge", "MILLRACE_EDGE_AUTH_HMAC_SECRET", Credentials.SECRET);
    }

    Cluster cluster() {
        return cluster;
    }

    ManagedProcess edge(int index) {
        return cluster.edges().get(index);
    }

    ManagedProcess moderation() {
        return cluster.moderations().getFirst();
    }

    ManagedProcess processor() {
        return cluster.processors().getFirst();
    }

    List<URI> addresses() {
        return cluster.addresses();
    }

    KafkaBroker broker() {
        return KafkaBroker.at(cluster.bootstrapServers());
    }

    /// What a service says of its readiness: HTTP status and body, or status 0 while it does not answer.
    static Readiness readiness(ManagedProcess service) {
        assertThat(service.isAlive())
                .as("%s runs; its log: %s", service.name(), service.log())
                .isTrue();
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + service.port() + "/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Readiness(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Readiness(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Readiness(0, "");
        }
    }

    /// Answer of the readiness route.
    record Readiness(int status, String body) {}

    /// Starts a part that was stopped or killed, and waits until it is ready.
    static void restart(ManagedProcess part) {
        part.start();
        part.awaitReady();
    }

    /// The committed events of the rooms with a prefix, once there are as many as expected.
    List<Entry> topic(String prefix, int atLeast) {
        List<Entry> topic = record().topic(prefix, atLeast, DEADLINE);
        assertThat(topic).as("committed events").hasSizeGreaterThanOrEqualTo(atLeast);
        return topic;
    }

    /// The archived rows of the rooms with a prefix, once there are as many as expected.
    List<Entry> table(String prefix, int atLeast) {
        return record().table(prefix, atLeast, DEADLINE);
    }

    /// Starts everything else that can go on in the rooms of a run.
    Mixture mixture(ChatRun run) {
        return new Mixture(run, cluster.bootstrapServers(), cluster.registryUrl());
    }

    /// Waits until every client has seen what the topic holds.
    static void awaitDeliveries(ChatRun run, List<Entry> topic) {
        assertThat(run.awaitDeliveries(FinalRecord.tops(topic), DEADLINE))
                .as("every client has seen the end of its rooms")
                .isTrue();
    }

    private FinalRecord record() {
        return new FinalRecord(cluster.bootstrapServers(), cluster.registryUrl(), cluster.jdbcUrl());
    }

    @Override
    public void close() {
        cluster.close();
    }
}
