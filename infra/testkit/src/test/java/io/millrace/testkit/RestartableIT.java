package io.millrace.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.EmbeddedKafka;
import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.embedded.Ports;
import io.millrace.embedded.RegistryServer;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.testkit.registry.SchemaRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RestartableIT {

    @Test
    void kafkaComesBackOnItsPortWithItsTopics() {
        try (Restartable<EmbeddedKafka> kafka = KafkaBroker.restartableNode()) {
            String servers = kafka.start().bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                KafkaBroker.await(
                        admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                                .all(),
                        "the topic");

                kafka.stop();

                assertThat(kafka.start().bootstrapServers()).isEqualTo(servers);
                assertThat(KafkaBroker.await(admin.listTopics().names(), "the topics"))
                        .containsExactly("kept");
            }
        }
    }

    @Test
    void postgresComesBackOnItsPortWithItsRows() throws Exception {
        try (Restartable<EmbeddedPostgresServer> postgres = PostgresDatabase.restartableServer("millrace")) {
            String url = postgres.start().jdbcUrl("millrace");
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 'one' as value");
            }

            postgres.stop();
            assertThatThrownBy(() -> DriverManager.getConnection(url)).hasMessageContaining("refused");
            postgres.start();

            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select value from kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("one");
            }
        }
    }

    @Test
    void registryComesBackOnItsPortWithItsSchemas() throws Exception {
        try (Restartable<RegistryServer> registry = SchemaRegistry.restartable()) {
            String url = registry.start().url();
            String body = "{\"artifactId\":\"kept\",\"artifactType\":\"AVRO\",\"firstVersion\":{\"content\":"
                    + "{\"content\":\"{\\\"type\\\":\\\"string\\\"}\",\"contentType\":\"application/json\"}}}";
            assertThat(post(url + "/groups/default/artifacts", body)).isEqualTo(200);

            registry.stop();
            assertThat(Ports.isFree(URI.create(url).getPort())).isTrue();
            registry.start();

            assertThat(get(url + "/groups/default/artifacts/kept/versions/branch=latest/content"))
                    .isEqualTo("{\"type\":\"string\"}");
        }
    }

    @Test
    void callThatDoesNotFitTheStateFails() {
        Restartable<AutoCloseable> nothing = new Restartable<>(() -> () -> {});

        assertThatThrownBy(nothing::stop).isInstanceOf(IllegalStateException.class);
        nothing.start();
        assertThatThrownBy(nothing::start).isInstanceOf(IllegalStateException.class);
        nothing.close();
        nothing.close();
        assertThatThrownBy(nothing::server).isInstanceOf(IllegalStateException.class);
    }

    private static int post(String url, String body) throws IOException {
        HttpURLConnection connection = open(url);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body.getBytes(UTF_8));
        return connection.getResponseCode();
    }

    private static String get(String url) throws IOException {
        try (var content = open(url).getInputStream()) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }

    private static HttpURLConnection open(String url) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setReadTimeout(30_000);
        return connection;
    }
}
