package io.millrace.moderation.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.moderation.compile.Mistake;
import io.millrace.moderation.compile.NamedList;
import io.millrace.moderation.compile.PolicyCompiler;
import io.millrace.moderation.config.BlocklistConfig;
import io.millrace.moderation.config.ModerationConfig;
import io.millrace.moderation.config.PolicySettings;
import io.millrace.moderation.policy.Policy;
import io.millrace.runtime.config.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Knows what may be in documents of policies and lists, and what policy they make over the configuration.
/// Thread-safe.
public final class PolicyDocuments {

    private static final String SECTION = "moderation.";
    private static final String RATE = "rate";

    private final ObjectNode base;
    private final PolicyCompiler compiler;
    private final Policy configured;
    private final Schemas schemas = new Schemas();

    private PolicyDocuments(ObjectNode base, PolicyCompiler compiler, Policy configured) {
        this.base = base;
        this.compiler = compiler;
        this.configured = configured;
    }

    /// A policy, or why there is none.
    ///
    /// @param policy null when there are problems
    /// @param missing lists that it calls and nobody published; it goes without them
    record Outcome(@Nullable Policy policy, List<Problem> problems, List<Problem> missing) {}

    /// Prepares the policy of a configuration, over which documents are laid.
    ///
    /// @throws ConfigException naming every entry, pattern and label that cannot be used by its key
    public static PolicyDocuments of(ModerationConfig config) {
        List<Mistake> mistakes = new ArrayList<>();
        Optional<PolicyCompiler> compiler = PolicyCompiler.of(config, mistakes);
        ObjectNode base = Json.tree(config.policy());
        Optional<Policy> policy = compiler.flatMap(
                known -> known.compile(new PolicyCompiler.Input(config.policy(), base.toString(), Map.of()), mistakes));
        if (compiler.isEmpty() || policy.isEmpty()) {
            throw new ConfigException(mistakes.stream()
                    .map(mistake -> SECTION + mistake.key() + ": " + mistake.text())
                    .toList());
        }
        return new PolicyDocuments(base, compiler.get(), policy.get());
    }

    /// The policy of the configuration alone.
    public Policy configured() {
        return configured;
    }

    /// Checks a document before it is published.
    ///
    /// @param key of its record
    /// @param document its JSON
    /// @param published the other documents by key, as far as they are published
    /// @return everything that is wrong; empty when it can be published
    public List<Problem> check(String key, String document, Map<String, String> published) {
        Optional<DocumentKey> parsed = DocumentKey.parse(key);
        if (parsed.isEmpty()) {
            return List.of(notAKey());
        }
        return switch (parsed.get()) {
            case DocumentKey.OfList list -> {
                List<Problem> problems = new ArrayList<>();
                var _ = list(list.name(), document, problems);
                yield problems;
            }
            case DocumentKey.Level level -> {
                List<Problem> problems = new ArrayList<>();
                ObjectNode sound = sound(level, document, problems);
                if (problems.isEmpty()) {
                    yield checkMerged(level, sound, published);
                }
                problems.addAll(problems(compiler.missing(settings(List.of(sound)), listNames(published.keySet()))));
                yield problems;
            }
        };
    }

    private List<Problem> checkMerged(DocumentKey.Level level, JsonNode document, Map<String, String> published) {
        List<JsonNode> levels = new ArrayList<>(accepted(above(level), published));
        levels.add(document);
        List<Problem> problems = new ArrayList<>(compile(levels, Map.of()).problems);
        if (problems.isEmpty()) {
            problems.addAll(problems(compiler.missing(settings(levels), listNames(published.keySet()))));
        }
        return problems;
    }

    private static Set<String> listNames(Set<String> keys) {
        return keys.stream()
                .flatMap(key -> DocumentKey.parse(key).stream())
                .filter(DocumentKey.OfList.class::isInstance)
                .map(key -> ((DocumentKey.OfList) key).name())
                .collect(Collectors.toSet());
    }

    /// The settings that apply at a level, with every key, as a JSON document.
    ///
    /// @param published the documents by key; those that cannot be used are left out
    public String effective(DocumentKey.Level level, Map<String, String> published) {
        List<DocumentKey.Level> levels = new ArrayList<>(above(level));
        levels.add(level);
        return Levels.merge(base, accepted(levels, published)).toPrettyString();
    }

    private List<JsonNode> accepted(List<DocumentKey.Level> levels, Map<String, String> published) {
        return levels.stream()
                .flatMap(level -> Optional.ofNullable(published.get(level.text()))
                        .flatMap(document -> level(level, document, new ArrayList<>()))
                        .stream())
                .toList();
    }

    /// The more general levels of one, the most general first.
    static List<DocumentKey.Level> above(DocumentKey.Level level) {
        return switch (level) {
            case DocumentKey.Default _ -> List.of();
            case DocumentKey.OfNamespace _ -> List.of(new DocumentKey.Default());
            case DocumentKey.OfRoom room ->
                List.of(
                        new DocumentKey.Default(),
                        new DocumentKey.OfNamespace(room.room().namespace()));
        };
    }

    static Problem notAKey() {
        return new Problem(
                "",
                "the key must be policy/default, policy/namespace/<name>, policy/room/<room> or list/<name>, with "
                        + "names of at most 64 letters, digits, '_', '.' and '-'");
    }

    /// Reads one level and checks it by itself.
    ///
    /// @param problems gets what is wrong
    /// @return empty when something is
    Optional<JsonNode> level(DocumentKey.Level level, String document, List<Problem> problems) {
        ObjectNode sound = sound(level, document, problems);
        return problems.isEmpty() ? Optional.of(sound) : Optional.empty();
    }

    /// Reads one level. No mistake hides another: keys at the top that have one are left out, and the others
    /// are looked at again, until nothing more is found.
    ///
    /// @param problems gets what is wrong
    /// @return what is right in the document, which is all of it when nothing is wrong
    private ObjectNode sound(DocumentKey.Level level, String document, List<Problem> problems) {
        Optional<JsonNode> tree = parse(document, problems);
        tree.ifPresent(parsed -> problems.addAll(schemas.checkPolicy(parsed)));
        if (!(tree.orElse(null) instanceof ObjectNode parsed)) {
            return base.objectNode();
        }
        if (!(level instanceof DocumentKey.Default) && parsed.has(RATE)) {
            problems.add(Problem.atKey(RATE, "counts over all rooms: only policy/default may have it"));
        }
        ObjectNode sound = parsed.deepCopy();
        problems.forEach(problem -> sound.remove(problem.topKey()));
        for (int size = sound.size() + 1; sound.size() < size; ) {
            size = sound.size();
            List<Problem> deeper = compile(List.of(sound), Map.of()).problems;
            problems.addAll(deeper);
            deeper.forEach(problem -> sound.remove(problem.topKey()));
        }
        return sound;
    }

    /// Reads a list.
    ///
    /// @param problems gets what is wrong
    /// @return empty when something is
    Optional<NamedList> list(String name, String document, List<Problem> problems) {
        Optional<JsonNode> tree = parse(document, problems);
        tree.ifPresent(parsed -> problems.addAll(schemas.checkList(parsed)));
        if (name.equals(compiler.baseList())) {
            problems.add(new Problem("", "the list of that name stands in the configuration"));
        }
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        Set<String> known = problems.stream().map(Problem::pointer).collect(Collectors.toSet());
        List<Mistake> mistakes = new ArrayList<>();
        Optional<NamedList> list = NamedList.of(config(name, tree.get()), mistakes);
        problems(mistakes).stream()
                .filter(problem -> !known.contains(problem.pointer()))
                .forEach(problems::add);
        return problems.isEmpty() ? list : Optional.empty();
    }

    private static BlocklistConfig config(String name, JsonNode list) {
        return new BlocklistConfig(
                name,
                Arrays.stream(BlocklistConfig.Kind.values())
                        .filter(kind -> kind.name()
                                .toLowerCase(Locale.ROOT)
                                .equals(list.path("kind").asText()))
                        .findFirst()
                        .orElse(BlocklistConfig.Kind.TERMS),
                texts(list.path("terms")),
                texts(list.path("allowed")));
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Optional<JsonNode> parse(String document, List<Problem> problems) {
        try {
            return Optional.of(Json.read(document));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("", String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /// The policy of some levels.
    ///
    /// @param levels checked by themselves, the most general first
    /// @param lists that were published; others are left out
    Outcome compile(List<JsonNode> levels, Map<String, NamedList> lists) {
        try {
            PolicySettings settings = settings(levels);
            String canonical = Json.tree(settings).toString();
            List<Mistake> mistakes = new ArrayList<>();
            Optional<Policy> policy = levels.isEmpty() && lists.isEmpty()
                    ? Optional.of(configured)
                    : compiler.compile(new PolicyCompiler.Input(settings, canonical, lists), mistakes);
            return new Outcome(
                    policy.orElse(null), problems(mistakes), problems(compiler.missing(settings, lists.keySet())));
        } catch (ConfigException e) {
            return new Outcome(
                    null, e.problems().stream().map(Problem::ofSentence).toList(), List.of());
        }
    }

    private static List<Problem> problems(List<Mistake> mistakes) {
        return mistakes.stream()
                .map(mistake -> Problem.atKey(mistake.key(), mistake.text()))
                .toList();
    }

    private PolicySettings settings(List<JsonNode> levels) {
        return PolicySettings.of(Json.map(Levels.merge(base, levels)));
    }
}
