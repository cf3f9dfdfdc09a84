package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSpecTest {

    @Test
    void optionsOfANameWinOverThoseOfItsKind() {
        ClusterSpec spec = ClusterSpec.small()
                .withJavaOptions("edge", List.of("-Xmx64m"))
                .withJavaOptions("edge-2", List.of("-Xmx32m"));

        assertThat(spec.javaOptionsOf("edge-1")).containsExactly("-Xmx64m");
        assertThat(spec.javaOptionsOf("edge-2")).containsExactly("-Xmx32m");
        assertThat(spec.javaOptionsOf("broker-1")).contains("-XX:+UseSerialGC");
    }

    @Test
    void environmentOfANameIsAddedToThatOfItsKind() {
        ClusterSpec spec = ClusterSpec.standard()
                .withEnvironment("edge", "A", "1")
                .withEnvironment("edge", "B", "1")
                .withEnvironment("edge-1", "B", "2");

        assertThat(spec.environmentOf("edge-1")).isEqualTo(Map.of("A", "1", "B", "2"));
        assertThat(spec.environmentOf("edge-2")).isEqualTo(Map.of("A", "1", "B", "1"));
        assertThat(spec.environmentOf("broker-1")).isEmpty();
    }

    @Test
    void twoBrokersAreRefusedBecauseTheyHaveNoMajority() {
        assertThatThrownBy(() -> ClusterSpec.standard().withBrokers(2)).hasMessage("brokers must be 1 or 3, is 2");
    }

    @Test
    void partThatIsNoneIsRefused() {
        assertThatThrownBy(() -> ClusterSpec.standard().withEnvironment("postgres", "A", "1"))
                .hasMessageContaining("'postgres'");
    }

    @Test
    void settingsBecomeATreeOfYaml(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("own").resolve("millrace.yaml");

        ServiceSettings.write(Map.of("edge.http.port", "1234"), file);

        assertThat(Files.readString(file).lines().map(String::strip)).containsExactly("edge:", "http:", "port: '1234'");
    }

    @Test
    void settingInsideAnotherIsRefused(@TempDir Path folder) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("edge.http", "x");
        settings.put("edge.http.port", "1");

        assertThatThrownBy(() -> ServiceSettings.write(settings, folder.resolve("f")))
                .hasMessageContaining("edge.http.port");
    }
}
