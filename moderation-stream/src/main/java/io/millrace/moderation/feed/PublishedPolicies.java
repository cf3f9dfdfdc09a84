package io.millrace.moderation.feed;

import io.helidon.metrics.api.Counter;
import io.millrace.id.RoomId;
import io.millrace.moderation.document.PolicyCatalogue;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.document.PolicySet;
import io.millrace.moderation.document.Problem;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.PolicyRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows from the documents that were published so far. Whoever changes them prepares the policies;
/// whoever asks for one finds it ready. Thread-safe.
final class PublishedPolicies implements PolicySource {

    private static final Logger LOGGER = LoggerFactory.getLogger(PublishedPolicies.class);
    private static final int MOST_TOLD = 3;

    private final Counter ignored;
    private final PolicyCatalogue catalogue;
    private volatile PolicySet policies;
    private volatile State state = new State(0, Map.of());
    private final Lock changes = new ReentrantLock();
    private boolean loaded;

    /// What operators are told.
    ///
    /// @param used documents that are used
    /// @param problems what is wrong, by key
    private record State(int used, Map<String, List<Problem>> problems) {}

    PublishedPolicies(PolicyDocuments documents, Meters meters) {
        this.catalogue = new PolicyCatalogue(documents);
        this.policies = catalogue.policies();
        this.ignored = meters.counter(
                "millrace_moderation_policy_ignored", "Published documents of policies that could not be used");
        meters.gauge("millrace_moderation_policy_documents", "Published documents that are used", () -> state.used);
        meters.gauge(
                "millrace_moderation_policy_problems",
                "Keys of published documents with a problem",
                () -> state.problems.size());
    }

    /// Takes one change.
    ///
    /// @param after null when the document was removed
    void changed(String key, @Nullable PolicyRecord after) {
        changes.lock();
        try {
            if (after == null) {
                catalogue.remove(key);
            } else {
                put(key, after);
            }
            if (loaded) {
                apply();
            }
        } finally {
            changes.unlock();
        }
    }

    private void put(String key, PolicyRecord document) {
        List<Problem> problems = catalogue.put(key, document.getDocument());
        if (!problems.isEmpty()) {
            ignored.increment();
            LOGGER.atWarn()
                    .addKeyValue("key", key)
                    .addKeyValue("version", document.getVersion())
                    .addKeyValue("author", document.getAuthor())
                    .addKeyValue("problems", told(problems))
                    .log("published policy cannot be used, what was there applies on");
        }
    }

    private void apply() {
        Map<String, List<Problem>> before = state.problems;
        // What most rooms share does not wait for thousands of rooms with documents of their own.
        policies = catalogue.shared();
        policies = catalogue.policies();
        state = new State(catalogue.size(), catalogue.problems());
        state.problems.forEach((key, problems) -> {
            if (!catalogue.refuses(key) && !problems.equals(before.get(key))) {
                LOGGER.atWarn()
                        .addKeyValue("key", key)
                        .addKeyValue("problems", told(problems))
                        .log(
                                "published policy applies without a list that is missing, or not over the levels above it");
            }
        });
        LOGGER.atInfo()
                .addKeyValue("documents", state.used)
                .addKeyValue("general", policies.general().version())
                .log("policies changed");
    }

    private static String told(List<Problem> problems) {
        String first = problems.stream().limit(MOST_TOLD).map(Problem::toString).collect(Collectors.joining("; "));
        return problems.size() > MOST_TOLD ? first + "; and " + (problems.size() - MOST_TOLD) + " more" : first;
    }

    /// Lets apply what was published; before, the configuration does alone.
    void loaded() {
        changes.lock();
        try {
            if (!loaded) {
                loaded = true;
                apply();
            }
        } finally {
            changes.unlock();
        }
    }

    /// How many documents are used, and what is wrong with others.
    String summary() {
        State now = state;
        String used = now.used + " documents";
        return now.problems.isEmpty()
                ? used
                : used + ", " + now.problems.size() + " with problems: "
                        + now.problems.entrySet().stream()
                                .limit(MOST_TOLD)
                                .map(entry -> entry.getKey() + ' ' + told(entry.getValue()))
                                .collect(Collectors.joining(" | "));
    }

    @Override
    public Policy general() {
        return policies.general();
    }

    @Override
    public Policy of(RoomId room) {
        return policies.of(room);
    }
}
