package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.RecordingSink;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import io.millrace.topic.Topics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApiAuditTest {

    private static final ApiAnswer DONE = new ApiAnswer.Published(new StreamPosition(1, "e"));
    private static final ApiCall.Publication TEXT =
            new ApiCall.Publication(Payload.NONE, Map.of(), "", 0, "", false, false);

    private final RecordingSink sink = new RecordingSink();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final ApiAudit audit = new ApiAudit(new AuditLog(sink, InstantSource.system()), work::add);
    private final Caller shop = caller("api:shop", "192.0.2.1");
    private final long start = System.nanoTime();

    @Test
    void floodOfPublishesIsOneEventAndItsSum() {
        for (int i = 0; i < 10_000; i++) {
            audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
        }
        assertThat(events()).hasSize(1);
        assertThat(events().getFirst().getTarget()).isEqualTo("chat:a");

        sweepAfter(9);
        assertThat(events()).hasSize(1);

        sweepAfter(11);
        assertThat(events()).hasSize(2);
        AuditEvent sum = events().getLast();
        assertThat(sum.getActor()).isEqualTo("api:shop");
        assertThat(sum.getAction()).isEqualTo("api.publish");
        assertThat(sum.getAddress()).isEqualTo("192.0.2.1");
        assertThat(sum.getDetail()).containsEntry("calls", "9999").containsEntry("publications", "9999");
    }

    @Test
    void nothingIsCountedTwiceAndASeriesEndsWithSilence() {
        audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
        audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
        sweepAfter(11);
        audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
        sweepAfter(22);
        assertThat(events()).hasSize(3);
        assertThat(events().getLast().getDetail()).containsEntry("calls", "1");

        sweepAfter(33);
        audit.note(new ApiCall.Publish("chat:b", TEXT), shop, DONE);
        assertThat(events()).hasSize(4);
        assertThat(events().getLast().getTarget()).isEqualTo("chat:b");
    }

    @Test
    void broadcastsCountTheirChannels() {
        ApiCall broadcast = new ApiCall.Broadcast(List.of("chat:a", "chat:b", "chat:c"), TEXT);
        audit.note(broadcast, shop, DONE);
        audit.note(broadcast, shop, DONE);
        audit.note(broadcast, shop, DONE);

        audit.flush();

        assertThat(events().getLast().getDetail()).containsEntry("calls", "2").containsEntry("publications", "6");
    }

    @Test
    void callersAndOutcomesAreToldApart() {
        ApiCall publish = new ApiCall.Publish("chat:a", TEXT);
        audit.note(publish, shop, DONE);
        audit.note(publish, caller("api:other", "192.0.2.1"), DONE);
        audit.note(publish, shop, ApiAnswer.Failed.of(ErrorCode.PERMISSION_DENIED));
        audit.note(publish, shop, ApiAnswer.Failed.of(ErrorCode.INTERNAL));
        audit.note(publish, shop, ApiAnswer.Failed.of(ErrorCode.INTERNAL));
        audit.flush();

        assertThat(events())
                .extracting(AuditEvent::getOutcome)
                .containsExactly(Outcome.SUCCESS, Outcome.SUCCESS, Outcome.REFUSED, Outcome.FAILED, Outcome.FAILED);
        assertThat(events().getLast().getDetail()).containsEntry("error", "100").containsEntry("calls", "1");
    }

    @Test
    void controlOfConnectionsAndErasingIsAnEventEach() {
        for (int i = 0; i < 3; i++) {
            audit.note(new ApiCall.HistoryRemove("chat:a"), shop, new ApiAnswer.Done());
            audit.note(new ApiCall.Unsubscribe(new ApiCall.Target("u", "", ""), ""), shop, new ApiAnswer.Done());
        }

        assertThat(events()).hasSize(6);
    }

    @Test
    void manyAddressesAreSummedTogether() {
        for (int i = 0; i < 3 * ApiAudit.MAX_SERIES; i++) {
            audit.note(new ApiCall.Publish("chat:a", TEXT), caller("api:shop", "host-" + i), DONE);
        }
        audit.flush();

        assertThat(events()).hasSize(ApiAudit.MAX_SERIES + 1);
        assertThat(events().getLast().getAddress()).isNull();
        assertThat(events().getLast().getDetail()).containsEntry("calls", Integer.toString(2 * ApiAudit.MAX_SERIES));
    }

    @Test
    void whoSweepsDoesNotWaitForKafka() {
        audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
        audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);

        audit.sweep(start + TimeUnit.SECONDS.toNanos(11));

        assertThat(events()).hasSize(1);
        work.remove().run();
        assertThat(events()).hasSize(2);
    }

    @Test
    void whileKafkaTakesNothingTheSumsGrowAndNotTheirNumber() {
        for (int i = 0; i < 10; i++) {
            audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
            audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
            audit.sweep(start + TimeUnit.SECONDS.toNanos(11L * (i + 1)));
        }
        assertThat(work).hasSize(1);

        work.remove().run();
        sweepAfter(200);

        assertThat(events()).extracting(event -> event.getDetail().get("calls")).containsExactly(null, "1", "18");
    }

    private void sweepAfter(long seconds) {
        audit.sweep(start + TimeUnit.SECONDS.toNanos(seconds));
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }

    private List<AuditEvent> events() {
        return sink.values(Topics.AUDIT_EVENTS);
    }

    private static Caller caller(String name, String address) {
        return new Caller(name, EnumSet.allOf(ApiScope.class), address);
    }
}
