package io.millrace.moderation.document;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.id.RoomId;
import io.millrace.moderation.compile.NamedList;
import io.millrace.moderation.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The published documents, and the policies that they make. A document that cannot be used changes nothing:
/// the last good one of its key stays. Confined to one thread.
public final class PolicyCatalogue {

    /// Policies of documents that are no longer there, before all are forgotten.
    private static final int SPARE = 1_000;

    private final PolicyDocuments documents;
    private final Map<DocumentKey.Level, JsonNode> levels = new HashMap<>();
    private final Map<String, NamedList> lists = new HashMap<>();
    private final Map<String, List<Problem>> refused = new TreeMap<>();
    private final Map<String, List<Problem>> incomplete = new TreeMap<>();

    /// Rooms with the same documents share a policy.
    private final Map<List<JsonNode>, Compiled> compiled = new HashMap<>();

    private final Set<DocumentKey.OfRoom> changedRooms = new HashSet<>();
    private boolean everythingChanged;
    private PolicySet policies;

    /// @param missing lists that it calls and nobody has
    private record Compiled(Policy policy, List<Problem> missing) {}

    /// @param documents what may be in them
    public PolicyCatalogue(PolicyDocuments documents) {
        this.documents = documents;
        this.policies = new PolicySet(Map.of(), Map.of(), documents.configured());
    }

    /// Takes a document in; [#policies] tells what follows from it.
    ///
    /// @return what is wrong with it; then nothing changes
    public List<Problem> put(String key, String document) {
        Optional<DocumentKey> parsed = DocumentKey.parse(key);
        List<Problem> problems = new ArrayList<>();
        if (parsed.isEmpty()) {
            problems.add(PolicyDocuments.notAKey());
        } else {
            switch (parsed.get()) {
                case DocumentKey.OfList list ->
                    documents.list(list.name(), document, problems).ifPresent(usable -> {
                        lists.put(list.name(), usable);
                        everythingChanged = true;
                    });
                case DocumentKey.Level level ->
                    documents.level(level, document, problems).ifPresent(usable -> {
                        levels.put(level, usable);
                        changed(level);
                    });
            }
        }
        if (problems.isEmpty()) {
            refused.remove(key);
        } else {
            refused.put(key, List.copyOf(problems));
        }
        return problems;
    }

    /// Forgets a document.
    public void remove(String key) {
        refused.remove(key);
        DocumentKey.parse(key).ifPresent(parsed -> {
            switch (parsed) {
                case DocumentKey.OfList list -> {
                    lists.remove(list.name());
                    everythingChanged = true;
                }
                case DocumentKey.Level level -> {
                    levels.remove(level);
                    changed(level);
                }
            }
        });
    }

    private void changed(DocumentKey.Level level) {
        switch (level) {
            case DocumentKey.Default _ -> everythingChanged = true;
            case DocumentKey.OfNamespace _ -> everythingChanged = true;
            case DocumentKey.OfRoom room -> changedRooms.add(room);
        }
    }

    /// What is wrong with documents that are published, by key: those that are not used, and those that call
    /// for a list that is not there.
    public Map<String, List<Problem>> problems() {
        Map<String, List<Problem>> all = new TreeMap<>(incomplete);
        all.putAll(refused);
        return all;
    }

    /// Whether the newest document of a key is not used.
    public boolean refuses(String key) {
        return refused.containsKey(key);
    }

    /// How many documents are used.
    public int size() {
        return levels.size() + lists.size();
    }

    /// The policies that follow from all documents, where no room has one of its own: those are as before. Takes
    /// little time whatever the number of rooms.
    public PolicySet shared() {
        if (everythingChanged) {
            compiled.clear();
            incomplete.clear();
            Policy others = of(new DocumentKey.Default());
            Map<String, Policy> namespaces = new HashMap<>();
            for (DocumentKey.Level level : levels.keySet()) {
                if (level instanceof DocumentKey.OfNamespace namespace) {
                    namespaces.put(namespace.name(), of(namespace));
                }
            }
            policies = new PolicySet(policies.rooms(), namespaces, others);
            everythingChanged = false;
            changedRooms.addAll(rooms());
        }
        return policies;
    }

    /// The rooms with a document, and those that had one.
    private List<DocumentKey.OfRoom> rooms() {
        Stream<DocumentKey.OfRoom> known = levels.keySet().stream()
                .filter(DocumentKey.OfRoom.class::isInstance)
                .map(DocumentKey.OfRoom.class::cast);
        Stream<DocumentKey.OfRoom> before =
                policies.rooms().keySet().stream().map(room -> new DocumentKey.OfRoom(new RoomId(room)));
        return Stream.concat(known, before).distinct().toList();
    }

    /// The policies that follow from all documents.
    public PolicySet policies() {
        PolicySet now = shared();
        if (!changedRooms.isEmpty()) {
            if (compiled.size() > 2 * levels.size() + SPARE) {
                compiled.clear();
            }
            Map<String, Policy> rooms = new HashMap<>(now.rooms());
            for (DocumentKey.OfRoom room : changedRooms) {
                incomplete.remove(room.text());
                if (levels.containsKey(room)) {
                    rooms.put(room.room().value(), of(room));
                } else {
                    rooms.remove(room.room().value());
                }
            }
            changedRooms.clear();
            policies = new PolicySet(rooms, now.namespaces(), now.others());
        }
        return policies;
    }

    private Policy of(DocumentKey.Level level) {
        List<JsonNode> documentsOfLevel = new ArrayList<>();
        for (DocumentKey.Level above : PolicyDocuments.above(level)) {
            Optional.ofNullable(levels.get(above)).ifPresent(documentsOfLevel::add);
        }
        Optional.ofNullable(levels.get(level)).ifPresent(documentsOfLevel::add);
        Compiled known = compiled.get(documentsOfLevel);
        if (known == null) {
            PolicyDocuments.Outcome outcome = documents.compile(documentsOfLevel, lists);
            if (outcome.policy() == null) {
                // Each level is good by itself, together they are not.
                incomplete.put(level.text(), outcome.problems());
                return before(level);
            }
            known = new Compiled(outcome.policy(), outcome.missing());
            compiled.put(documentsOfLevel, known);
        }
        if (!known.missing.isEmpty()) {
            incomplete.put(level.text(), known.missing);
        }
        return known.policy;
    }

    /// What applied at a level, and where nothing did, as after a start, what applies above it: never less than
    /// the levels that can be used.
    private Policy before(DocumentKey.Level level) {
        return switch (level) {
            case DocumentKey.Default _ -> policies.others();
            case DocumentKey.OfNamespace namespace -> {
                Policy own = policies.namespaces().get(namespace.name());
                yield own == null ? of(new DocumentKey.Default()) : own;
            }
            case DocumentKey.OfRoom room -> {
                Policy own = policies.rooms().get(room.room().value());
                yield own == null ? of(new DocumentKey.OfNamespace(room.room().namespace())) : own;
            }
        };
    }
}
