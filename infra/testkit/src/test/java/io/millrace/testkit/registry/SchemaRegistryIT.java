package io.millrace.testkit.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SchemaRegistryIT {

    @Test
    void testsShareOneRegistryAndItIsTheRealOne() throws Exception {
        String url = SchemaRegistry.shared().url();

        try (var answer = URI.create(url + "/system/info").toURL().openStream()) {
            assertThat(new String(answer.readAllBytes(), UTF_8)).contains("Apicurio Registry", "3.3.3");
        }
        assertThat(SchemaRegistry.shared().url()).isEqualTo(url);
    }
}
