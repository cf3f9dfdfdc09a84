package io.millrace.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.socket.EncodedFrame;
import io.millrace.edge.socket.MessageKind;
import io.millrace.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxTest {

    private final FakeSocket socket = new FakeSocket();
    private final Set<Thread> writers = ConcurrentHashMap.newKeySet();
    private final ThreadFactory factory = work -> {
        Thread thread = Thread.ofVirtual().unstarted(work);
        writers.add(thread);
        return thread;
    };

    @AfterEach
    void unblock() {
        socket.breakDown();
    }

    @Test
    void framesAreWrittenInTheOrderOfTheirOffers() {
        Outbox outbox = outbox(1_000_000, 10_000);

        for (int i = 0; i < 1_000; i++) {
            assertThat(outbox.offer(frame("" + i))).isTrue();
        }

        awaitLines(1_000);
        assertThat(lines()).isEqualTo(numbers(0, 1_000));
    }

    @Test
    void whatWaitsIsJoinedIntoOneMessage() {
        Outbox outbox = outbox(1_000_000, 10_000);
        block(outbox);
        for (int i = 0; i < 100; i++) {
            outbox.offer(frame("" + i));
        }

        socket.readOn();
        awaitLines(101);

        assertThat(socket.messages())
                .as("the first, and all that waited behind it")
                .hasSize(2);
        assertThat(lines().subList(1, 101)).isEqualTo(numbers(0, 100));
    }

    @Test
    void joinedMessagesStayDigestible() {
        Outbox outbox = outbox(10_000_000, 10_000);
        block(outbox);
        for (int i = 0; i < 40; i++) {
            outbox.offer(frame("x".repeat(10_000)));
        }

        socket.readOn();
        awaitLines(41);

        assertThat(socket.messages())
                .allSatisfy(message -> assertThat(message.length()).isLessThanOrEqualTo((64 << 10) + 100));
        assertThat(socket.messages()).hasSizeLessThan(12);
    }

    @Test
    void whatOneThreadOffersKeepsItsOrderAmongManyThreads() throws Exception {
        Outbox outbox = outbox(100_000_000, 1_000_000);
        int each = 5_000;

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> offers = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                offers.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        outbox.offer(frame(name + i));
                    }
                }));
            }
            for (Future<?> offer : offers) {
                offer.get();
            }
        }

        awaitLines(4 * each);
        for (String name : List.of("a", "b", "c", "d")) {
            assertThat(lines().stream().filter(line -> line.startsWith(name)).map(line -> line.substring(1)))
                    .isEqualTo(numbers(0, each));
        }
    }

    @Test
    void tooManyBytesAreRefused() {
        Outbox outbox = outbox(100, 10_000);
        block(outbox);

        assertThat(outbox.offer(frame("x".repeat(58)))).isTrue();
        assertThat(outbox.queuedBytes()).isEqualTo(60);
        assertThat(outbox.offer(frame("x".repeat(39)))).isFalse();
        assertThat(outbox.offer(frame("x".repeat(38)))).as("exactly the limit").isTrue();
        assertThat(outbox.offer(frame(""))).isFalse();
        assertThat(outbox.queuedBytes()).isEqualTo(100);
    }

    @Test
    void tooManyFramesAreRefused() {
        Outbox outbox = outbox(1_000_000, 3);
        block(outbox);

        assertThat(IntStream.range(0, 3).mapToObj(i -> outbox.offer(frame("x"))))
                .containsOnly(true);
        assertThat(outbox.offer(frame("x"))).isFalse();
    }

    @Test
    void frameBeyondTheLimitIsSentWhenNothingElseWaits() {
        Outbox outbox = outbox(100, 10_000);

        assertThat(outbox.offer(frame("x".repeat(1_000)))).isTrue();

        awaitLines(1);
    }

    @Test
    void refusedFrameLeavesRoomOnceTheClientReadsOn() {
        Outbox outbox = outbox(100, 10_000);
        block(outbox);
        outbox.offer(frame("x".repeat(98)));
        assertThat(outbox.offer(frame("y"))).isFalse();

        socket.readOn();
        Await.until(() -> outbox.queuedBytes() == 0, Await.DEADLINE, "the queue to drain");

        assertThat(outbox.offer(frame("z"))).isTrue();
        awaitLines(3);
    }

    @Test
    void offerDoesNotWaitForAPeerThatDoesNotRead() {
        Outbox outbox = outbox(1_000_000, 10_000);
        block(outbox);

        assertThat(outbox.offer(frame("x"))).isTrue();

        assertThat(socket.messages()).isEmpty();
        assertThat(outbox.queuedBytes()).isEqualTo(3);
    }

    @Test
    void closeAfterFlushWritesEverythingFirst() {
        Outbox outbox = outbox(1_000_000, 10_000);
        block(outbox);
        for (int i = 0; i < 10; i++) {
            outbox.offer(frame("" + i));
        }
        outbox.closeAfterFlush(() -> socket.close(3001, "shutdown"));
        assertThat(outbox.offer(frame("late"))).as("nobody waits for it").isTrue();

        socket.readOn();

        assertThat(socket.awaitClose()).isEqualTo(3001);
        assertThat(lines()).hasSize(11).doesNotContain("late");
    }

    @Test
    void closeAfterFlushOfAnIdleOutboxClosesToo() {
        Outbox outbox = outbox(1_000, 10);

        outbox.closeAfterFlush(() -> socket.close(3001, "shutdown"));

        assertThat(socket.awaitClose()).isEqualTo(3001);
    }

    @Test
    void nothingQueuedBeforeTheCloseIsEverLost() throws Exception {
        // The writer that has just found the queue empty must not close under the hands of the next one.
        for (int round = 0; round < 20_000; round++) {
            FakeSocket peer = new FakeSocket();
            Outbox outbox = new Outbox(peer, new Outbox.Limits(1_000, 10), factory);
            CountDownLatch closed = new CountDownLatch(1);
            outbox.offer(frame("first"));
            while (peer.messages().isEmpty()) {
                Thread.onSpinWait();
            }
            outbox.offer(frame("second"));
            outbox.closeAfterFlush(() -> {
                peer.close(3501, "bad request");
                closed.countDown();
            });

            closed.await();
            assertThat(peer.texts()).as("round %d", round).containsExactly("first", "second");
        }
    }

    @Test
    void closeNowDropsWhatWaitsAndDoesNotBlockTheCaller() {
        Outbox outbox = outbox(1_000_000, 10_000);
        block(outbox);
        outbox.offer(frame("never seen"));

        outbox.closeNow(() -> socket.close(3008, "slow"));
        assertThat(socket.closeCode()).as("the peer still blocks").isZero();
        assertThat(outbox.queuedBytes()).isZero();
        socket.readOn();

        assertThat(socket.awaitClose()).isEqualTo(3008);
        assertThat(lines()).doesNotContain("never seen");
    }

    @Test
    void onlyTheFirstCloseCounts() {
        Outbox outbox = outbox(1_000, 10);
        AtomicInteger closes = new AtomicInteger();

        outbox.closeAfterFlush(closes::incrementAndGet);
        outbox.closeAfterFlush(closes::incrementAndGet);
        outbox.closeNow(closes::incrementAndGet);
        awaitIdle();

        assertThat(closes).hasValue(1);
    }

    @Test
    void failedWriteDropsTheRest() {
        Outbox outbox = outbox(1_000_000, 10_000);
        AtomicInteger closes = new AtomicInteger();
        block(outbox);
        outbox.offer(frame("lost"));
        outbox.closeAfterFlush(closes::incrementAndGet);

        socket.breakDown();
        awaitIdle();

        assertThat(socket.messages()).isEmpty();
        assertThat(outbox.queuedBytes()).isZero();
        assertThat(closes).as("the socket has ended by itself").hasValue(0);
    }

    @Test
    void writerLivesOnlyWhileThereIsSomethingToWrite() {
        Outbox outbox = outbox(1_000_000, 10_000);
        assertThat(writers).isEmpty();

        outbox.offer(frame("1"));
        awaitIdle();
        outbox.offer(frame("2"));
        awaitIdle();

        assertThat(writers).hasSize(2);
        assertThat(lines()).containsExactly("1", "2");
    }

    @Test
    void oneWriterAtATime() {
        Outbox outbox = outbox(1_000_000, 10_000);
        block(outbox);

        for (int i = 0; i < 50; i++) {
            outbox.offer(frame("x"));
        }

        assertThat(writers).hasSize(1);
    }

    @Test
    void whoAnswersQuestionsWaitsForTheClientToRead() throws Exception {
        Outbox outbox = outbox(1_000, 10_000);
        block(outbox);
        outbox.offer(frame("x".repeat(600)));
        CountDownLatch passed = new CountDownLatch(1);
        Thread reader = Thread.ofVirtual().start(() -> {
            outbox.awaitAtMost(500);
            passed.countDown();
        });
        Await.until(() -> reader.getState() == Thread.State.WAITING, Await.DEADLINE, "the reader to wait");
        assertThat(passed.getCount()).isEqualTo(1);

        socket.readOn();

        passed.await();
    }

    @Test
    void waitingForTheClientEndsWithTheOutbox() throws Exception {
        Outbox outbox = outbox(1_000, 10_000);
        block(outbox);
        outbox.offer(frame("x".repeat(600)));
        Thread reader = Thread.ofVirtual().start(() -> outbox.awaitAtMost(500));

        outbox.abandon();

        reader.join();
        assertThat(outbox.offer(frame("y"))).isTrue();
    }

    private Outbox outbox(int bytes, int frames) {
        return new Outbox(socket, new Outbox.Limits(bytes, frames), factory);
    }

    /// Makes the writer wait in the socket with one frame in its hands.
    @Test
    void whatIsHeldFollowsTheFrameThatReleasesIt() {
        Outbox outbox = outbox(1_000_000, 10_000);
        outbox.hold();
        outbox.offer(frame("1"));
        outbox.offer(frame("2"));
        awaitIdle();
        assertThat(lines()).isEmpty();

        outbox.release(frame("0"));
        outbox.offer(frame("3"));

        awaitLines(4);
        assertThat(lines()).isEqualTo(numbers(0, 4));
        awaitIdle();
        assertThat(outbox.queuedBytes()).isZero();
    }

    @Test
    void tooMuchHeldIsTooMuch() {
        Outbox outbox = outbox(1_000_000, 2);
        outbox.hold();

        assertThat(outbox.offer(frame("1"))).isTrue();
        assertThat(outbox.offer(frame("2"))).isTrue();
        assertThat(outbox.offer(frame("3"))).isFalse();
    }

    @Test
    void whatIsHeldCanBeForgotten() {
        Outbox outbox = outbox(1_000_000, 10_000);
        outbox.hold();
        outbox.offer(frame("1"));

        outbox.dropHeld();
        outbox.offer(frame("2"));

        awaitLines(1);
        assertThat(lines()).containsExactly("2");
    }

    @Test
    void whatIsHeldIsForgottenWhenTheOutboxCloses() {
        Outbox outbox = outbox(1_000_000, 10_000);
        outbox.hold();
        outbox.offer(frame("1"));

        outbox.closeAfterFlush(() -> socket.close(3001, "shutdown"));
        outbox.release(frame("0"));

        assertThat(socket.awaitClose()).isEqualTo(3001);
        assertThat(lines()).isEmpty();
    }

    private void block(Outbox outbox) {
        socket.stopReading();
        outbox.offer(frame("blocked"));
        Await.until(() -> outbox.queuedBytes() == 0, Await.DEADLINE, "the writer to take the frame");
    }

    private void awaitIdle() {
        Await.until(() -> writers.stream().noneMatch(Thread::isAlive), Await.DEADLINE, "the writers to end");
    }

    private void awaitLines(int count) {
        Await.until(() -> lines().size() >= count, Await.DEADLINE, count + " lines");
    }

    private List<String> lines() {
        return socket.texts().stream()
                .flatMap(text -> Arrays.stream(text.split("\n")))
                .toList();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static EncodedFrame frame(String text) {
        return EncodedFrame.of(MessageKind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
}
