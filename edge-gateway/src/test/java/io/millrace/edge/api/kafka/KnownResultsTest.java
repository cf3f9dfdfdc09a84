package io.millrace.edge.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.api.ApiError;
import io.millrace.schema.api.ApiResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which results a repeat is answered with.
class KnownResultsTest {

    private final KnownResults known = new KnownResults();

    @Test
    void resultIsKnownInItsPartitionOnly() {
        known.begin(1, List.of());
        known.begin(2, List.of());

        known.add(1, result("a", "publish", null));

        assertThat(known.find(1, "a")).isPresent();
        assertThat(known.find(2, "a")).isEmpty();
        assertThat(known.find(3, "a")).isEmpty();
    }

    @Test
    void resultsOfAnEarlierOwnerAreKnown() {
        known.begin(1, List.of(result("a", "publish", null)));

        assertThat(known.find(1, "a")).isPresent();
    }

    @Test
    void partitionThatIsGoneIsForgotten() {
        known.begin(1, List.of(result("a", "publish", null)));

        known.forget(1);
        known.add(1, result("b", "publish", null));

        assertThat(known.find(1, "a")).isEmpty();
        assertThat(known.find(1, "b")).isEmpty();
    }

    @Test
    void errorThatMayPassAndAnswersToQuestionsAreNotKept() {
        known.begin(1, List.of());

        known.add(1, result("outage", "publish", new ApiError(100, "x")));
        known.add(1, result("busy", "publish", new ApiError(111, "x")));
        known.add(1, result("question", "history", null));
        known.add(1, result("refused", "publish", new ApiError(102, "x")));

        assertThat(known.find(1, "outage")).isEmpty();
        assertThat(known.find(1, "busy")).isEmpty();
        assertThat(known.find(1, "question")).isEmpty();
        assertThat(known.find(1, "refused")).isPresent();
    }

    @Test
    void firstResultCounts() {
        known.begin(1, List.of());

        known.add(1, result("a", "publish", new ApiError(102, "x")));
        known.add(1, result("a", "publish", null));

        assertThat(known.find(1, "a").orElseThrow().getError()).isNotNull();
    }

    @Test
    void oldestResultsGoWhenThereAreTooMany() {
        known.begin(1, List.of());

        for (int i = 0; i <= KnownResults.MAX_RESULTS; i++) {
            known.add(1, result("id-" + i, "publish", null));
        }

        assertThat(known.find(1, "id-0")).isEmpty();
        assertThat(known.find(1, "id-1")).isPresent();
    }

    @Test
    void oldestResultsGoWhenTheyAreTooLarge() {
        known.begin(1, List.of());
        String large = "x".repeat(3 << 20);

        known.add(1, new ApiResult("a", "batch", Instant.EPOCH, large, null));
        known.add(1, new ApiResult("b", "batch", Instant.EPOCH, large, null));

        assertThat(known.find(1, "a")).isEmpty();
        assertThat(known.find(1, "b")).isPresent();
    }

    private static ApiResult result(String id, String method, @Nullable ApiError error) {
        return new ApiResult(id, method, Instant.EPOCH, error == null ? "{}" : null, error);
    }
}
