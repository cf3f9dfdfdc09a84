package io.millrace.history.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class IntakeBatchTest {

    private static final TopicPartition FIRST = new TopicPartition("events", 0);
    private static final TopicPartition SECOND = new TopicPartition("events", 1);

    private final Tables tables = new Tables();
    private final Map<TopicPartition, Long> positions = new HashMap<>(Map.of(FIRST, 10L, SECOND, 20L));

    /// Tables in memory. They refuse the row `poison` for ever, fail on the row `strange`, are away for the row `away`,
    /// and are another
    /// process's from the row `taken` on; `unreadable` is no row, and `foreign` one without a place.
    private static final class Tables implements IntakeTarget<String> {

        private final List<List<String>> transactions = new ArrayList<>();
        private final List<String> aside = new ArrayList<>();
        private boolean deadLettersAreAway;
        private int lostAfter = Integer.MAX_VALUE;

        @Override
        public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) {
            throw new AssertionError("not asked");
        }

        @Override
        public Optional<String> read(ConsumerRecord<byte[], byte[]> record) {
            String text = new String(record.value(), StandardCharsets.UTF_8);
            if (text.equals("unreadable")) {
                throw new IllegalArgumentException("unreadable");
            }
            return Optional.of(text).filter(row -> !row.equals("foreign"));
        }

        @Override
        public boolean write(List<String> rows, List<Step> steps) throws SQLException {
            if (rows.contains("away") || transactions.size() == lostAfter) {
                throw new SQLException("connection lost", "08006");
            }
            if (rows.contains("poison")) {
                throw new SQLException("invalid byte sequence", "22021");
            }
            if (rows.contains("strange")) {
                throw new IllegalStateException("no column for it");
            }
            if (rows.contains("taken")) {
                return false;
            }
            transactions.add(rows);
            return true;
        }

        @Override
        public void putAside(ConsumerRecord<byte[], byte[]> record, Exception reason) {
            if (deadLettersAreAway) {
                throw new KafkaException("no leader");
            }
            aside.add(record.partition() + "@" + record.offset() + " " + reason.getMessage());
        }

        @Override
        public void works(long lag) {}

        @Override
        public void failed(String reason) {}
    }

    private boolean write(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        return IntakeBatch.read(tables, records).write(positions);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(TopicPartition partition, long from, String... rows) {
        long[] offset = {from};
        return Arrays.stream(rows)
                .map(row -> new ConsumerRecord<byte[], byte[]>(
                        partition.topic(),
                        partition.partition(),
                        offset[0]++,
                        null,
                        row.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<ConsumerRecord<byte[], byte[]>> ofBothPartitions() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(records(FIRST, 10, "a", "b"));
        all.addAll(records(SECOND, 25, "c"));
        return all;
    }

    @Test
    void recordsAreWrittenTogetherAndThePositionsMovePastThem() throws SQLException {
        boolean owner = write(ofBothPartitions());

        assertThat(owner).isTrue();
        assertThat(tables.transactions).containsExactly(List.of("a", "b", "c"));
        assertThat(positions).isEqualTo(Map.of(FIRST, 12L, SECOND, 26L));
    }

    @Test
    void recordThatTheDatabaseRefusesIsPutAsideAndTheOthersAreKept() throws SQLException {
        boolean owner = write(records(FIRST, 10, "a", "poison", "b"));

        assertThat(owner).isTrue();
        assertThat(tables.aside).containsExactly("0@11 invalid byte sequence");
        assertThat(tables.transactions).containsExactly(List.of("a"), List.of(), List.of("b"));
        assertThat(positions).containsEntry(FIRST, 13L);
    }

    @Test
    void recordThatCannotBeWrittenIsPutAsideAndTheOthersAreKept() throws SQLException {
        boolean owner = write(records(FIRST, 10, "a", "strange", "b"));

        assertThat(owner).isTrue();
        assertThat(tables.aside).containsExactly("0@11 no column for it");
        assertThat(tables.transactions).containsExactly(List.of("a"), List.of(), List.of("b"));
        assertThat(positions).containsEntry(FIRST, 13L);
    }

    @Test
    void recordThatCannotBePutAsideIsReadAgain() {
        tables.deadLettersAreAway = true;

        assertThatThrownBy(() -> write(records(FIRST, 10, "strange"))).isInstanceOf(KafkaException.class);

        assertThat(positions).containsEntry(FIRST, 10L);
    }

    @Test
    void recordThatCannotBeReadIsPutAsideOnceEvenWhenTheDatabaseRefusesAnother() throws SQLException {
        boolean owner = write(records(FIRST, 10, "unreadable", "poison"));

        assertThat(owner).isTrue();
        assertThat(tables.aside).containsExactly("0@10 unreadable", "0@11 invalid byte sequence");
        assertThat(positions).containsEntry(FIRST, 12L);
    }

    @Test
    void recordWithoutAPlaceInTheTablesIsPassed() throws SQLException {
        boolean owner = write(records(FIRST, 10, "foreign"));

        assertThat(owner).isTrue();
        assertThat(tables.aside).isEmpty();
        assertThat(positions).containsEntry(FIRST, 11L);
    }

    @Test
    void nothingMovesWhileTheDatabaseIsAway() {
        assertThatThrownBy(() -> write(records(FIRST, 10, "a", "away"))).hasMessage("connection lost");

        assertThat(tables.aside).isEmpty();
        assertThat(tables.transactions).isEmpty();
        assertThat(positions).containsEntry(FIRST, 10L);
    }

    @Test
    void outageDuringTheSearchLeavesTheRestUnwritten() {
        tables.lostAfter = 1;

        assertThatThrownBy(() -> write(records(FIRST, 10, "a", "poison", "b"))).hasMessage("connection lost");

        assertThat(tables.transactions).containsExactly(List.of("a"));
        assertThat(positions).containsEntry(FIRST, 11L);
    }

    @Test
    void searchEndsWhenAnotherProcessTakesOver() throws SQLException {
        boolean owner = write(records(FIRST, 10, "a", "poison", "taken", "b"));

        assertThat(owner).isFalse();
        assertThat(tables.transactions).containsExactly(List.of("a"), List.of());
        assertThat(positions).containsEntry(FIRST, 12L);
    }
}
