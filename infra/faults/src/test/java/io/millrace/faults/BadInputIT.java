package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.check.Entry;
import io.millrace.faults.check.History;
import io.millrace.faults.check.HistoryChecker;
import io.millrace.faults.harness.ChatRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input gets a clear answer, and nobody else notices.
class BadInputIT {

    private static final byte[] NOT_AVRO = "{\"this is\": \"not Avro\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration DATABASE_AWAY = Duration.ofMinutes(1);

    private static ChatSystem system;
    private static KafkaBroker broker;

    @BeforeAll
    static void launch() {
        system = ChatSystem.launch(1);
        broker = system.broker();
    }

    @AfterAll
    static void stop() {
        system.close();
    }

    static List<Topic<?>> topicsThatServicesRead() {
        return List.of(Topics.MESSAGES_SUBMITTED, Topics.ROOM_COMMANDS, Topics.ROOM_EVENTS, Topics.EDGE_DELIVERIES);
    }

    @ParameterizedTest
    @MethodSource("topicsThatServicesRead")
    void recordThatIsNotAvroGoesToTheDeadLettersAndThePartitionGoesOn(Topic<?> topic) {
        for (int partition = 0; partition < partitions(topic); partition++) {
            broker.send(new ProducerRecord<>(topic.name(), partition, "poison", NOT_AVRO));
        }

        try (RecordReader<byte[]> letters = broker.reader(topic.deadLetters())) {
            ConsumerRecord<String, byte[]> letter = letters.awaitRecord(
                    record -> "poison".equals(record.key()), Duration.ofSeconds(30), "a dead letter");
            assertThat(letter.value()).isEqualTo(NOT_AVRO);
            assertThat(letter.headers())
                    .extracting(Header::key)
                    .contains("millrace.dlq.reason", "millrace.dlq.component", "millrace.dlq.stack-digest");
        }
        assertThatChatWorks("chat:poison-" + topic.name() + '-');
    }

    @Test
    void unreadableEdgeStatusIsPassedOver() {
        broker.send(Topics.EDGE_STATUS.name(), "7", NOT_AVRO);

        assertThatChatWorks("chat:status-");
        assertThat(ChatSystem.readiness(system.edge(0)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "malformed JSON            | {\"id\": 1, \"connect\": {                                  | 3501",
                "not an object             | [1, 2, 3]                                                 | 3501",
                "no command                | {\"id\": 1}                                                | 3501",
                "unknown command           | {\"id\": 1, \"dance\": {}}                                  | 3501",
                "command before connect    | {\"id\": 1, \"publish\": {\"channel\":\"chat:x\",\"data\":1}}  | 3501",
                "token that is none of ours| {\"id\": 1, \"connect\": {\"token\": \"abc\"}}               | 3500"
            })
    void clientThatBreaksTheProtocolIsClosedAndOthersStay(String name, String message, int code) {
        try (ChatRun bystander = new ChatRun(system.addresses(), "chat:by-", 1, 1, 1);
                RawClient client = RawClient.open(system.addresses().getFirst())) {
            client.send(message.strip());

            assertThat(client.closeCode()).as(name).isEqualTo(code);
            assertThat(bystander.clients().getFirst().isConnected()).isTrue();
        }
    }

    @Test
    void binaryMessageOnJsonConnectionIsClosedWith3506() {
        try (RawClient client = RawClient.open(system.addresses().getFirst())) {
            client.send(new byte[] {0});

            assertThat(client.closeCode()).isEqualTo(3506);
        }
    }

    @Test
    void messageOverTheLimitIsClosedWith1009() {
        try (RawClient client = RawClient.open(system.addresses().getFirst())) {
            client.send("x".repeat((64 << 10) + 1));

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void databaseAwayForAMinuteUnderLoadLosesNothing() {
        String prefix = "chat:nodb-";
        try (ChatRun run = new ChatRun(system.addresses(), prefix, 4, 2, 2)) {
            assertThat(system.cluster().postgres().stop(DATABASE_AWAY)).isTrue();
            long away = System.nanoTime();
            int rounds = 0;
            while (System.nanoTime() - away < DATABASE_AWAY.toNanos()) {
                run.publish(25, "round-" + rounds++).join();
            }
            ChatSystem.restart(system.cluster().postgres());
            run.publish(25, "afterwards").join();

            List<Entry> topic = system.topic(prefix, run.accepted());
            ChatSystem.awaitDeliveries(run, topic);
            List<Entry> table = system.table(prefix, topic.size());
            assertThat(HistoryChecker.check(new History(run.attempts(), run.observations(), topic, table)))
                    .isEmpty();
        }
    }

    private static int partitions(Topic<?> topic) {
        DescribeTopicsResult result = broker.admin().describeTopics(List.of(topic.name()));
        return KafkaBroker.await(result.allTopicNames(), "partitions of " + topic.name()).values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    private static void assertThatChatWorks(String prefix) {
        try (ChatRun run = new ChatRun(system.addresses(), prefix, 4, 8, 2)) {
            run.publish(8).join();

            List<Entry> topic = system.topic(prefix, 32);
            ChatSystem.awaitDeliveries(run, topic);
            assertThat(topic).hasSize(32);
        }
    }
}
