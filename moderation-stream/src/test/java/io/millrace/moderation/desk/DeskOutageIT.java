package io.millrace.moderation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeskOutageIT {

    @Test
    void itemsThatArriveWhileTheDatabaseIsAwayAreThereAfterwards() {
        Restartable<EmbeddedPostgresServer> postgres = PostgresDatabase.restartableServer("millrace");
        String url = postgres.start().jdbcUrl("millrace");
        String user = KafkaBroker.unique("patient");
        try (postgres;
                LaunchedService desk = DeskSystem.launch(url, Map.of("moderation.desk.login.failures", "2"))) {
            DeskClient ann = new DeskClient(desk.port(), DeskSystem.key("ann"));
            send(user, "before");
            await(ann, user, 1);

            postgres.stop();
            send(user, "during");
            Await.until(() -> !desk.ready().up(), Await.DEADLINE, "readiness to say that the database is away");
            DeskClient.Answer away = ann.get("/reviews");
            postgres.start();
            Await.until(() -> desk.ready().up(), Await.DEADLINE, "desk to come back by itself");

            await(ann, user, 2);
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.response().headers().firstValue("Retry-After")).isPresent();
            wrongKeysAreNotTriedForLong(desk);
        }
    }

    private static void wrongKeysAreNotTriedForLong(LaunchedService desk) {
        DeskClient stranger = new DeskClient(desk.port(), "wrong");
        assertThat(stranger.get("/me").status()).isEqualTo(401);
        assertThat(stranger.get("/me").status()).isEqualTo(401);
        assertThat(stranger.get("/me").status()).isEqualTo(429);
        assertThat(new DeskClient(desk.port(), DeskSystem.key("ann")).get("/me").status())
                .as("a right key of the same address")
                .isEqualTo(200);
    }

    private static void send(String user, String id) {
        ReviewItem item = ReviewItem.newBuilder()
                .setId(user + id)
                .setKind(ReviewKind.FLAGGED)
                .setUser(user)
                .setFormat(PayloadFormat.JSON)
                .setAt(Instant.now())
                .build();
        DeskSystem.send(Topics.MODERATION_REVIEW, user, item);
    }

    private static void await(DeskClient client, String user, int count) {
        Await.until(
                () -> client.get("/reviews?user=" + user).body().path("reviews").size() == count,
                Await.DEADLINE,
                count + " items");
    }
}
