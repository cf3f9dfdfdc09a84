package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long LATER = Duration.ofSeconds(2).toNanos();

    private final Socket socket = new Socket();
    private final Link link = new Link(socket);

    @Test
    void restsWithoutADeadline() {
        link.check(System.nanoTime() + LATER);

        assertThat(link.isClosed()).isFalse();
        assertThat(link.expiry()).isNull();
    }

    @Test
    void breaksAfterADeadlineAndRemembersWhich() {
        link.writeWithin(SECOND);
        link.check(System.nanoTime());

        assertThat(link.isClosed()).isFalse();

        link.check(System.nanoTime() + LATER);

        assertThat(link.isClosed()).isTrue();
        assertThat(link.expiry()).isEqualTo(Link.Expiry.WRITE);
    }

    @Test
    void aDisarmedDeadlineDoesNotCount() {
        link.requestWithin(SECOND);
        link.requestArrived();
        link.writeWithin(SECOND);
        link.written();
        link.check(System.nanoTime() + LATER);

        assertThat(link.isClosed()).isFalse();
    }

    @Test
    void theSweeperTellsOnlyAboutConnectionsThatNobodyClaimed() {
        AtomicInteger unclaimed = new AtomicInteger();
        Owner counting = new Owner() {
            @Override
            public void broken() {
                unclaimed.incrementAndGet();
            }
        };
        Link second = new Link(new Socket());
        try (Sweeper sweeper = Sweeper.start(SocketSettings.defaults())) {
            sweeper.watch(link, counting);
            sweeper.watch(second, counting);
            sweeper.claim(second, Owner.HELIDON);
            link.requestWithin(SECOND);
            second.requestWithin(SECOND);

            sweeper.sweep(System.nanoTime() + LATER);
        }

        assertThat(unclaimed).hasValue(1);
        assertThat(second.isClosed()).isTrue();
    }

    @Test
    void requestsHaveADeadlineOnceTheyHaveBegun() {
        RequestPhases phases = new RequestPhases(link, SocketSettings.defaults());

        phases.headersComplete();
        phases.answered();
        phases.waiting(false, System.nanoTime());

        assertThat(expiresWithin(Duration.ofHours(1))).isFalse();

        phases.received(System.nanoTime());

        assertThat(expiresWithin(Duration.ofSeconds(9))).isFalse();
        assertThat(expiresWithin(Duration.ofSeconds(11))).isTrue();
    }

    @Test
    void aHalfRequestThatCameWithTheOneBeforeHasADeadlineToo() {
        RequestPhases phases = new RequestPhases(link, SocketSettings.defaults());

        phases.headersComplete();
        phases.answered();
        phases.waiting(true, System.nanoTime());

        assertThat(expiresWithin(Duration.ofSeconds(11))).isTrue();
    }

    @Test
    void waitingForABodyIsCountedInSum() {
        RequestPhases phases = new RequestPhases(link, SocketSettings.defaults());
        long now = System.nanoTime();

        phases.headersComplete();
        phases.waiting(false, now);
        phases.received(now + Duration.ofSeconds(20).toNanos());

        assertThat(expiresWithin(Duration.ofHours(1))).isFalse();

        phases.waiting(false, now);

        assertThat(expiresWithin(Duration.ofSeconds(9))).isFalse();
        assertThat(expiresWithin(Duration.ofSeconds(11))).isTrue();
    }

    private boolean expiresWithin(Duration time) {
        link.check(System.nanoTime() + time.toNanos());
        return link.expiry() != null;
    }
}
