package io.millrace.load.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    @TempDir
    private Path folder;

    @Test
    void everyEventIsALine() throws IOException {
        Path file = folder.resolve("history.jsonl");

        try (History history = History.create(file)) {
            history.subscribed(1, "c2", "chat:a", "e1", 0);
            history.invoked(2, "c1", "chat:a", "m-1", 0xCAFE);
            history.accepted(3, "m-1", "e1", 1);
            history.delivered(4, "c2", "chat:a", "e1", 1, "m-1", 0xCAFE);
            history.refused(5, "m-2", 111);
            history.unknown(-6, "m-3");
            history.restarted(7, "c2", "chat:a", "e2", 9);
        }

        assertThat(file).hasContent("""
                {"t":1,"e":"sub","session":"c2","room":"chat:a","epoch":"e1","offset":0}
                {"t":2,"e":"inv","client":"c1","room":"chat:a","id":"m-1","hash":"0000cafe"}
                {"t":3,"e":"ok","id":"m-1","epoch":"e1","offset":1}
                {"t":4,"e":"dlv","session":"c2","room":"chat:a","epoch":"e1","offset":1,"id":"m-1","hash":"0000cafe"}
                {"t":5,"e":"fail","id":"m-2","code":111}
                {"t":-6,"e":"info","id":"m-3"}
                {"t":7,"e":"rst","session":"c2","room":"chat:a","epoch":"e2","offset":9}
                """);
    }

    @Test
    void textsOfAnyKindSurvive() throws IOException {
        Path file = folder.resolve("history.jsonl");
        String odd = "\"quoted\" \\ \n \t \u0001 é 😀";

        try (History history = History.create(file)) {
            history.unknown(1, odd);
        }

        assertThat(new ObjectMapper().readTree(file.toFile()).path("id").asText())
                .isEqualTo(odd);
    }

    @Test
    void nothingIsLostOrMixedWhenManyWrite() throws Exception {
        Path file = folder.resolve("history.jsonl");
        int each = 20_000;
        try (History history = History.create(file)) {
            List<Thread> writers = new ArrayList<>();
            for (int number = 0; number < 4; number++) {
                String session = "c" + number;
                writers.add(Thread.ofPlatform().start(() -> {
                    for (int offset = 1; offset <= each; offset++) {
                        history.delivered(offset, session, "chat:a", "e", offset, "m-" + offset, offset);
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }

        Map<String, Long> last = new HashMap<>();
        ObjectMapper mapper = new ObjectMapper();
        for (String line : Files.readAllLines(file)) {
            JsonNode event = mapper.readTree(line);
            long before = last.getOrDefault(event.path("session").asText(), 0L);
            assertThat(event.path("offset").asLong()).isEqualTo(before + 1);
            last.put(event.path("session").asText(), before + 1);
        }
        assertThat(last).isEqualTo(Map.of("c0", (long) each, "c1", (long) each, "c2", (long) each, "c3", (long) each));
    }

    @Test
    @EnabledIf("hasFullDisk")
    void fullDiskIsToldToWhoWrites() throws IOException {
        History history = History.create(Path.of("/dev/full"));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        history.unknown(i, "m-" + i);
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("cannot write the history /dev/full: ");
        assertThatThrownBy(history::close).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void closedHistoryTakesNothing() throws IOException {
        History history = History.create(folder.resolve("history.jsonl"));
        history.close();
        history.close();

        assertThatThrownBy(() -> history.unknown(1, "m")).isInstanceOf(IllegalStateException.class);
    }

    static boolean hasFullDisk() {
        return Files.isWritable(Path.of("/dev/full"));
    }
}
