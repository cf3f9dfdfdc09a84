package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Path FOLDER = Path.of("some", "..", "folder");

    @Test
    void foldersAreMadeAbsoluteSoThatChildrenFindThem() {
        Path absolute = Path.of("folder").toAbsolutePath();

        assertThat(KafkaSettings.in(FOLDER).dataDirectory()).isEqualTo(absolute);
        assertThat(PostgresSettings.durable(FOLDER).folder()).isEqualTo(absolute);
        assertThat(RegistrySettings.inMemory(FOLDER).folder()).isEqualTo(absolute);
    }

    @Test
    void portOutOfRangeIsRefused() {
        assertThatThrownBy(() -> KafkaSettings.in(FOLDER).withPort(65_536)).hasMessageContaining("65536");
        assertThatThrownBy(() -> PostgresSettings.durable(FOLDER).withPort(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> RegistrySettings.inMemory(FOLDER).withPort(-1)).hasMessageContaining("-1");
    }

    @Test
    void databaseNameThatWouldNeedQuotingIsRefused() {
        assertThatThrownBy(() -> PostgresSettings.durable(FOLDER).withDatabases("Mill race"))
                .hasMessageContaining("'Mill race'");
    }

    @Test
    void overridesWinOverOwnSettings() {
        assertThat(KafkaSettings.in(FOLDER)
                        .with("num.io.threads", "9")
                        .properties(1, 2)
                        .getProperty("num.io.threads"))
                .isEqualTo("9");
        assertThat(RegistrySettings.inMemory(FOLDER)
                        .with("quarkus.banner.enabled", "true")
                        .systemProperties(1, 2))
                .containsEntry("quarkus.banner.enabled", "true");
        assertThat(PostgresSettings.durable(FOLDER).with("fsync", "off").serverConfig())
                .containsEntry("fsync", "off");
    }

    @Test
    void budgetSettingsOfTheBrokerAreThere() {
        assertThat(KafkaSettings.in(FOLDER).properties(1, 2))
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("group.initial.rebalance.delay.ms", "0")
                .containsEntry("group.min.session.timeout.ms", "500")
                .containsEntry("broker.session.timeout.ms", "2000")
                .containsEntry("add.partitions.to.txn.retry.backoff.ms", "1")
                .containsEntry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");
    }
}
