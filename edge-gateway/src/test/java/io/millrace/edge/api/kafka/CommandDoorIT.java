package io.millrace.edge.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.api.ApiRun;
import io.millrace.edge.api.ApiSettings;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.schema.api.ApiCommand;
import io.millrace.schema.api.ApiResult;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Commands through a real broker to operations whose rooms are fake.
@Timeout(120)
class CommandDoorIT {

    private static final KafkaBroker BROKER = KafkaBroker.shared();
    private static final KafkaSettings KAFKA = KafkaSettings.local(BROKER.bootstrapServers());
    private static final AvroSerdes SERDES =
            new AvroSerdes(RegistrySettings.at(SchemaRegistry.shared().url()));

    private final Closer resources = new Closer();
    private final String group = KafkaBroker.unique("door");
    private final String room = KafkaBroker.unique("chat:it");
    private final ApiRun run = resources.add(ApiRun.impatient(2));
    private Serializer<ApiCommand> commands;
    private RecordReader<ApiResult> results;
    private RecordWriter writer;

    @BeforeEach
    void open() {
        new TopicAdmin(KAFKA).ensure(List.of(Topics.API_COMMANDS, Topics.API_RESULTS));
        commands = SERDES.serializer(Topics.API_COMMANDS);
        results = resources.add(BROKER.reader(Topics.API_RESULTS.name(), SERDES.deserializer(Topics.API_RESULTS)));
        writer = resources.add(RecordWriter.open(KAFKA, SERDES, "test"));
    }

    @AfterEach
    void close() {
        resources.close();
    }

    @Test
    void commandsOfOneKeyKeepTheirOrderAndEachHasAResult() {
        door(0);

        IntStream.range(0, 50).forEach(i -> send(room, room + "-" + i, publish(i)));

        List<ApiResult> mine = await(50);
        assertThat(mine)
                .extracting(ApiResult::getResult)
                .isEqualTo(IntStream.rangeClosed(1, 50)
                        .mapToObj(offset -> "{\"offset\":" + offset + ",\"epoch\":\"e1\"}")
                        .toList());
        assertThat(run.rooms.taken(room)).isEqualTo(50);
    }

    @Test
    void repeatGetsTheSameResultAndHasNoFurtherEffect() {
        door(0);

        send(room, room + "-a", publish(1));
        send(room, room + "-a", publish(1));
        send("elsewhere", room + "-a", publish(1));

        assertThat(await(3)).extracting(ApiResult::getResult).containsOnly("{\"offset\":1,\"epoch\":\"e1\"}");
        assertThat(run.rooms.taken(room)).isEqualTo(1);
    }

    @Test
    void edgeThatTakesOverKnowsWhatWasDone() {
        CommandDoor first = door(0);
        send(room, room + "-a", publish(1));
        await(1);
        first.close();
        int written = written();

        door(1);
        send(room, room + "-a", publish(1));
        send(room, room + "-b", publish(2));

        assertThat(await(3)).extracting(ApiResult::getId).containsExactly(room + "-a", room + "-a", room + "-b");
        assertThat(written()).as("only the new one was executed").isEqualTo(written + 1);
    }

    @Test
    void commandThatMeetsAnOutageIsTriedAgain() {
        door(0);
        run.rooms.away(true);

        send(room, room + "-a", publish(1));
        Await.until(() -> written() >= 2, Await.DEADLINE, "a second attempt");
        run.rooms.away(false);

        assertThat(await(1)).extracting(ApiResult::getError).containsOnlyNulls();
        assertThat(run.rooms.taken(room)).isEqualTo(1);
    }

    @Test
    void outageThatLastsIsAnErrorAndTheSameIdMayBeTriedAgain() {
        resources.add(
                new CommandDoor(new ApiSettings.Commands(true, group, Duration.ofMillis(500)), parts(0), partitions()));
        run.rooms.away(true);

        send(room, room + "-a", publish(1));
        assertThat(await(1).getFirst().getError().getCode()).isEqualTo(100);
        run.rooms.away(false);
        send(room, room + "-a", publish(1));

        assertThat(await(2).getLast().getResult()).isEqualTo("{\"offset\":1,\"epoch\":\"e1\"}");
    }

    @Test
    void commandsThatCannotBeAreAnsweredOrBuried() {
        door(0);
        RecordReader<byte[]> letters = resources.add(BROKER.reader(Topics.API_COMMANDS.deadLetters()));
        byte[] poison = (room + " poison").getBytes(StandardCharsets.UTF_8);

        BROKER.send(Topics.API_COMMANDS.name(), room, poison);
        send(room, "", publish(1));
        send(room, room + "-method", new ApiCommand("", "shout", "{}", null));
        send(room, room + "-params", new ApiCommand("", "publish", "[", null));
        send(room, room + "-good", publish(1));

        List<ApiResult> mine = await(3);
        assertThat(mine.get(0).getError().getCode()).isEqualTo(104);
        assertThat(mine.get(1).getError().getCode()).isEqualTo(107);
        assertThat(mine.get(2).getResult()).isNotNull();
        letters.awaitThat(
                all -> all.stream().filter(letter -> room.equals(letter.key())).count() == 2,
                Await.DEADLINE,
                "two dead letters of " + room);
    }

    @Test
    void edgesShareThePartitions() {
        door(0);
        door(1);

        IntStream.range(0, 40).forEach(i -> send("key-" + i, room + "-" + i, publish(i)));

        assertThat(await(40)).extracting(ApiResult::getError).containsOnlyNulls();
        assertThat(run.rooms.taken(room)).isEqualTo(40);
    }

    private CommandDoor door(int edge) {
        return resources.add(new CommandDoor(
                new ApiSettings.Commands(true, group, Duration.ofSeconds(60)), parts(edge), partitions()));
    }

    private CommandDoor.Parts parts(int edge) {
        return new CommandDoor.Parts(
                run.service(edge), writer, KAFKA, SERDES, InstantSource.system(), Duration.ofSeconds(1));
    }

    private static int partitions() {
        return new TopicAdmin(KAFKA).existingPartitions(Topics.API_RESULTS);
    }

    private void send(String key, String id, ApiCommand command) {
        command.setId(id);
        BROKER.send(Topics.API_COMMANDS.name(), key, commands.serialize(Topics.API_COMMANDS.name(), command));
    }

    private ApiCommand publish(int data) {
        return new ApiCommand("", "publish", "{\"channel\":\"" + room + "\",\"data\":" + data + "}", null);
    }

    private int written() {
        return run.rooms.writtenTo(room);
    }

    /// Results of this test's commands, once there are so many; other tests use the same topic.
    private List<ApiResult> await(int count) {
        return mine(results.awaitThat(
                records -> mine(records).size() >= count, Await.DEADLINE, count + " results of " + room));
    }

    private List<ApiResult> mine(List<ConsumerRecord<String, ApiResult>> records) {
        return records.stream()
                .map(ConsumerRecord::value)
                .filter(result -> result.getId().startsWith(room + "-"))
                .toList();
    }
}
