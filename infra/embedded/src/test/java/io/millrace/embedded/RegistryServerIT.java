package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class RegistryServerIT {

    private static final String SCHEMA =
            "{\"type\":\"record\",\"name\":\"Said\",\"fields\":[{\"name\":\"text\",\"type\":\"string\"}]}";

    @TempDir
    Path folder;

    @Test
    void schemaInPostgresSurvivesARestartOnTheSamePort() throws Exception {
        try (EmbeddedPostgresServer postgres = EmbeddedPostgresServer.launch(
                PostgresSettings.ephemeral(folder.resolve("postgres")).withDatabases("registry"))) {
            RegistrySettings settings = RegistrySettings.stored(
                    folder.resolve("registry"), RegistryStorage.Postgres.in(postgres, "registry"));
            int port;
            try (RegistryServer registry = RegistryServer.launch(settings)) {
                port = registry.port();
                register(registry, "kept-value");
                assertThat(read(registry, "kept-value")).isEqualTo(SCHEMA);
            }
            assertThat(Ports.isFree(port)).isTrue();

            try (RegistryServer again = RegistryServer.launch(settings.withPort(port))) {
                assertThat(again.url()).isEqualTo("http://127.0.0.1:" + port + "/apis/registry/v3");
                assertThat(read(again, "kept-value")).isEqualTo(SCHEMA);
                assertThat(again.failure()).isNotDone();
            }
        }
    }

    @Test
    void registryLeftByAKilledJvmIsReplaced() throws Exception {
        ProcessHandle left;
        int port;
        try (ChildJvm child = ChildJvm.start(folder, "registry")) {
            port = Integer.parseInt(child.awaitReady().getFirst().substring("registry=".length()));
            child.kill();
            left = RegistryProcess.find(folder.resolve("registry")).orElseThrow();
        }

        RegistrySettings settings =
                RegistrySettings.inMemory(folder.resolve("registry")).withPort(port);
        try (RegistryServer again = RegistryServer.launch(settings)) {
            assertThat(ProcessEnd.hasCome(left)).isTrue();
            register(again, "new-value");
            assertThat(read(again, "new-value")).isEqualTo(SCHEMA);
        }
        assertThat(folder.resolve("registry/registry.pid")).doesNotExist();
    }

    @Test
    void deathOfTheProcessIsAFailureAndCloseIsStillFine() throws Exception {
        RegistrySettings settings = RegistrySettings.inMemory(folder);
        RegistryServer registry = RegistryServer.launch(settings);

        RegistryProcess.find(folder).orElseThrow().destroyForcibly();

        assertThat(registry.failure().get(10, TimeUnit.SECONDS))
                .hasMessageContaining("The schema registry on port " + registry.port() + " has ended by itself");
        registry.close();
        registry.close();
    }

    @Test
    void registryWithoutItsDatabaseSaysWhatItsLogSays() {
        int nobody = Ports.free();
        RegistryStorage storage = new RegistryStorage.Postgres(
                "jdbc:postgresql://127.0.0.1:" + nobody + "/registry", "registry", "secret");

        assertThatThrownBy(() -> RegistryServer.launch(
                        RegistrySettings.stored(folder, storage).withStartDeadline(Duration.ofSeconds(6))))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("it does not answer within 6 s")
                .hasMessageContaining("Connection refused")
                .hasMessageNotContaining("secret");
        assertThat(storage.toString()).doesNotContain("secret");
        assertThat(RegistryProcess.find(folder)).isEmpty();
    }

    @Test
    void processThatEndsAtOnceIsNotWaitedFor() {
        RegistrySettings settings = RegistrySettings.inMemory(folder).with("apicurio.storage.sql.kind", "paper");

        assertThatThrownBy(() -> RegistryServer.launch(settings))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("its process ended with exit code 1")
                .hasMessageContaining("paper");
        assertThat(folder.resolve("registry.pid")).doesNotExist();
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(Ports.loopback(), 0));

            assertThatThrownBy(() -> RegistryServer.launch(
                            RegistrySettings.inMemory(folder).withPort(other.getLocalPort())))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("The schema registry cannot listen on port " + other.getLocalPort()
                            + " of 127.0.0.1: the port is taken by another program");
        }
    }

    @Test
    void pidFileThatNamesAnotherProgramIsNoReasonToStopIt() throws Exception {
        Files.writeString(
                folder.resolve("registry.pid"),
                Long.toString(ProcessHandle.current().pid()));

        RegistryProcess.stopLeftover(folder);

        assertThat(RegistryProcess.find(folder)).isEmpty();
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    private static void register(RegistryServer registry, String artifact) throws Exception {
        String body = "{\"artifactId\":\"" + artifact + "\",\"artifactType\":\"AVRO\",\"firstVersion\":{\"content\":"
                + "{\"content\":\"" + SCHEMA.replace("\"", "\\\"") + "\",\"contentType\":\"application/json\"}}}";
        HttpResponse<String> response = send(HttpRequest.newBuilder()
                .uri(URI.create(registry.url() + "/groups/default/artifacts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    private static String read(RegistryServer registry, String artifact) throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder()
                .uri(URI.create(
                        registry.url() + "/groups/default/artifacts/" + artifact + "/versions/branch=latest/content"))
                .GET());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
