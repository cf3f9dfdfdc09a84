package io.millrace.load.scenario;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// Turns a file into a scenario: what all kinds have in common is read here, the kinds by [Kinds].
final class ScenarioFile {

    private static final long LARGEST = 1 << 20;

    private final String name;
    private final List<Fields.Mistake> mistakes = new ArrayList<>();

    private ScenarioFile(String name) {
        this.name = name;
    }

    static Scenario read(Path file) {
        Path fileName = file.getFileName();
        ScenarioFile reader = new ScenarioFile(fileName == null ? file.toString() : fileName.toString());
        return reader.parse(reader.compose(file));
    }

    private Node compose(Path file) {
        LoadSettings settings = LoadSettings.builder().setLabel(name).build();
        try {
            return new Compose(settings)
                    .composeString(content(file))
                    .orElseThrow(() -> new ScenarioException(List.of(name + ": is empty")));
        } catch (MarkedYamlEngineException e) {
            String line =
                    e.getProblemMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
            throw new ScenarioException(List.of(name + line + ": is not YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            throw new ScenarioException(List.of(name + ": is not YAML: " + e.getMessage()));
        }
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ScenarioException(List.of(file + ": is larger than 1 MiB, so it is no scenario"));
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ScenarioException(List.of(file + ": is not UTF-8 text"));
        } catch (IOException e) {
            String why = Files.exists(file) ? "" : ": there is no such file";
            throw new ScenarioException(List.of(file + ": cannot be read" + why));
        }
    }

    private Scenario parse(Node node) {
        Fields root = Fields.root(name, node, mistakes);
        String title = root.text("name").orElse(name.replaceFirst("\\.ya?ml$", ""));
        long seed = root.number("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
        String prefix = prefix(root);
        Connection connection = ConnectionFields.read(root);
        Phases phases = phases(root.fields("phases"));
        Optional<Workload> workload = new Kinds(root, phases).read();
        root.reportUnknown();
        if (workload.isEmpty() || !mistakes.isEmpty()) {
            throw new ScenarioException(mistakes.stream()
                    .sorted(Comparator.comparingInt(Fields.Mistake::line))
                    .map(Fields.Mistake::text)
                    .distinct()
                    .toList());
        }
        return new Scenario(title, seed, prefix, connection, phases, workload.get());
    }

    private static String prefix(Fields root) {
        String prefix = root.text("room-prefix").orElse("chat:load-");
        if (!prefix.matches("[\\x21-\\x7e]{1,200}")) {
            root.mistake("room-prefix", "must be 1 to 200 printable ASCII characters without spaces");
        }
        return prefix;
    }

    private static Phases phases(Fields fields) {
        Phases phases = new Phases(
                fields.duration("ramp", Duration.ofSeconds(5), Duration.ZERO, Duration.ofHours(1)),
                fields.duration("steady", Duration.ofSeconds(20), Duration.ofSeconds(1), Duration.ofHours(24)),
                fields.duration("drain", Duration.ofSeconds(10), Duration.ZERO, Duration.ofHours(1)));
        fields.reportUnknown();
        return phases;
    }
}
