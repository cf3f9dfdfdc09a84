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
    private final ApiAudit audit = new ApiAudit(new AuditLog(sink, InstantSource.system()));
    private final Caller shop = caller("api:shop", "192.0.2.1");
    private final long start = System.nanoTime();

    @Test
    void floodOfPublishesIsOneEventAndItsSum() {
        for (int i = 0; i < 10_000; i++) {
            audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
        }
        assertThat(events()).hasSize(1);
        assertThat(events().getFirst().getTarget()).isEqualTo("chat:a");

        audit.sweep(start + seconds(9));
        assertThat(events()).hasSize(1);

        audit.sweep(start + seconds(11));
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
        audit.sweep(start + seconds(11));
        audit.note(new ApiCall.Publish("chat:a", TEXT), shop, DONE);
        audit.sweep(start + seconds(22));
        assertThat(events()).hasSize(3);
        assertThat(events().getLast().getDetail()).containsEntry("calls", "1");

        audit.sweep(start + seconds(33));
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

        audit.flush(start);

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
        audit.flush(start);

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
        audit.flush(start);

        assertThat(events()).hasSize(ApiAudit.MAX_SERIES + 1);
        assertThat(events().getLast().getAddress()).isNull();
        assertThat(events().getLast().getDetail()).containsEntry("calls", Integer.toString(2 * ApiAudit.MAX_SERIES));
    }

    private List<AuditEvent> events() {
        return sink.values(Topics.AUDIT_EVENTS);
    }

    private static Caller caller(String name, String address) {
        return new Caller(name, EnumSet.allOf(ApiScope.class), address);
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
