package io.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.kiota.ApiExceptionBuilder;
import io.apicurio.registry.resolver.client.RegistryClientFacadeImpl;
import io.apicurio.registry.rest.client.RegistryClient;
import io.kiota.http.jdk.JDKRequestAdapter;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RepeatingRegistryTest {

    private final Queue<RuntimeException> failures = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final RepeatingRegistry registry = new RepeatingRegistry(new Moody(), 2, Duration.ofMillis(1));

    /// Answers when it has no failure left.
    private final class Moody extends RegistryClientFacadeImpl {

        private Moody() {
            super(new RegistryClient(new JDKRequestAdapter(http)));
        }

        @Override
        public String getSchemaByContentId(Long contentId) {
            RuntimeException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
            return "schema " + contentId;
        }
    }

    @Test
    void whoDidNotAnswerIsAskedAgain() {
        failures.add(silence());
        failures.add(status(503));

        String schema = registry.getSchemaByContentId(7L);

        assertThat(schema).isEqualTo("schema 7");
    }

    @Test
    void patienceEnds() {
        failures.add(silence());
        failures.add(silence());
        failures.add(silence());

        assertThatThrownBy(() -> registry.getSchemaByContentId(7L)).hasRootCauseMessage("no answer");
        assertThat(failures).isEmpty();
    }

    @Test
    void anAnswerThatWillNotChangeIsNotAskedForAgain() {
        failures.add(status(404));
        failures.add(status(404));

        assertThatThrownBy(() -> registry.getSchemaByContentId(7L)).isInstanceOf(RuntimeException.class);
        assertThat(failures).hasSize(1);
    }

    @Test
    void interruptEndsTheWaiting() {
        failures.add(silence());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> registry.getSchemaByContentId(7L)).hasRootCauseMessage("no answer");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static RuntimeException silence() {
        return new IllegalStateException(new HttpTimeoutException("no answer"));
    }

    private static RuntimeException status(int status) {
        return new ApiExceptionBuilder().withResponseStatusCode(status).build();
    }
}
