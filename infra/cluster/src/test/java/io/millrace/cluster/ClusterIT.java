package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.modelkit.GeneratedModel;
import io.millrace.modelkit.Shape;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterIT {

    private static Path folder;
    private static Cluster cluster;

    @BeforeAll
    static void launch() {
        folder = TestRun.newFolder("cluster");
        Path model = GeneratedModel.of(Shape.TINY).write(TestRun.newFolder("model"));
        cluster = Cluster.launch(ClusterSpec.small()
                .withFolder(folder)
                .withScorers(1)
                .withSetting("moderation.scorer.model", model.toString()));
    }

    @AfterAll
    static void everythingHasEndedAfterClose() {
        List<Long> pids = cluster.all().stream().map(ManagedProcess::pid).toList();

        cluster.close();

        assertThat(cluster.all()).hasSize(7).noneMatch(ManagedProcess::isAlive);
        assertThat(pids.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).filter(Signals::isAlive))
                .isEmpty();
        assertThat(folder).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker-1", "postgres", "registry", "edge-1", "processor-1", "moderation-1", "scorer-1"})
    void killedPartComesBackOnItsPortWithItsData(String name) throws Exception {
        ManagedProcess part = part(name);
        long pid = part.pid();

        part.kill();

        assertThat(part.isAlive()).isFalse();
        assertThat(part.isReady()).isFalse();
        assertThat(part.usage()).isEqualTo(ProcessUsage.none());
        assertThatThrownBy(part::pid).isInstanceOf(ClusterException.class).hasMessage(name + " does not run");

        part.start();
        part.awaitReady();

        assertThat(part.pid()).isNotEqualTo(pid);
        assertThat(part.log()).isNotEmptyFile();
        Await.until(
                () -> cluster.all().stream().allMatch(ManagedProcess::isReady),
                Duration.ofSeconds(60),
                "everything ready again");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get()).contains("room.events");
        }
    }

    @Test
    void usageOfARunningPartIsCounted() {
        ProcessUsage usage = cluster.edges().getFirst().usage();

        assertThat(usage.cpuNanos()).isPositive();
        assertThat(usage.residentBytes()).isBetween(30L << 20, 1L << 30);
        assertThat(usage.threads()).isGreaterThan(5);
        assertThat(usage.openFiles()).isGreaterThan(5);
        assertThat(cluster.postgres().usage().threads()).isGreaterThan(1);
    }

    @Test
    void pausedPartIsAliveAndNotReadyUntilItGoesOn() {
        ManagedProcess moderation = cluster.moderations().getFirst();

        moderation.pause();

        assertThat(moderation.isAlive()).isTrue();
        // The signal has been sent; the threads halt one after the other.
        Await.until(() -> !moderation.isReady(), Duration.ofSeconds(10), "the process to halt");

        moderation.resume();

        moderation.awaitReady();
    }

    @Test
    void addedEdgeServesAndRemovedOneHasEnded() {
        ManagedProcess added = cluster.addEdge();
        added.awaitReady();

        assertThat(added.name()).isEqualTo("edge-2");
        assertThat(cluster.addresses()).hasSize(2);

        cluster.remove(added);

        assertThat(added.isAlive()).isFalse();
        assertThat(cluster.addresses()).hasSize(1);
    }

    @Test
    void partThatEndsAtItsStartIsToldWithTheEndOfItsLog() {
        Path own = TestRun.newFolder("broken");
        ClusterSpec broken = ClusterSpec.small().withFolder(own).withSetting("edge.http.port-of-call", "1");
        try (Cluster prepared = Cluster.prepare(broken)) {
            ManagedProcess edge = prepared.edges().getFirst();
            edge.start();

            assertThatThrownBy(edge::awaitReady)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("edge-1 has ended")
                    .hasMessageContaining("port-of-call");
        }
    }

    @Test
    void temporaryFolderIsDeletedAtTheEnd() {
        Cluster prepared = Cluster.prepare(ClusterSpec.small());
        assertThat(prepared.folder()).isDirectory();

        prepared.close();

        assertThat(Files.exists(prepared.folder())).isFalse();
    }

    private static ManagedProcess part(String name) {
        return cluster.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
