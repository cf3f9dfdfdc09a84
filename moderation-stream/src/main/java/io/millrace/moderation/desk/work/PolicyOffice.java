package io.millrace.moderation.desk.work;

import io.millrace.id.RoomId;
import io.millrace.moderation.desk.store.DocumentTable;
import io.millrace.moderation.desk.store.DocumentTable.Version;
import io.millrace.moderation.document.DocumentKey;
import io.millrace.moderation.document.PolicyCatalogue;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.document.Problem;
import io.millrace.moderation.policy.Policy;
import io.millrace.schema.moderation.PolicyRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Changes policies and lists, each change a new version. Thread-safe.
public final class PolicyOffice {

    private final Ledger ledger;
    private final PolicyDocuments documents;

    /// What the catalogue holds, by key; guarded by this.
    private final Map<String, Long> loaded = new HashMap<>();

    private final PolicyCatalogue catalogue;

    /// @param documents what may be in them, over the configuration
    public PolicyOffice(Ledger ledger, PolicyDocuments documents) {
        this.ledger = ledger;
        this.documents = documents;
        this.catalogue = new PolicyCatalogue(documents);
    }

    /// Publishes a document.
    ///
    /// @param expected version that the author saw; empty when there was none
    /// @param note why
    /// @throws SQLException when the database cannot do it now
    public Result<PolicyAnswer> put(DocumentKey key, String document, OptionalLong expected, String note, Actor actor)
            throws SQLException {
        return ledger.run(connection -> {
            DocumentTable.lock(connection, key.text());
            Optional<Version> newest = DocumentTable.newest(connection, key.text());
            long current = current(newest);
            if (current != expected.orElse(0)) {
                return done(new PolicyAnswer.Outdated(current, expected.isPresent()));
            }
            List<Problem> problems = documents.check(key.text(), document, published(connection));
            if (!problems.isEmpty()) {
                return done(new PolicyAnswer.Wrong(problems));
            }
            Version version = next(key, newest, note, actor, Optional.of(document));
            DocumentTable.add(connection, version);
            PolicyRecord published =
                    new PolicyRecord(version.version(), version.author(), version.at(), note, document);
            ledger.send(connection, ledger.records().policy(key.text(), published));
            audit(connection, "policy.put", version, actor);
            return done(new PolicyAnswer.Published(version));
        });
    }

    /// Removes a document: what is more general applies again.
    ///
    /// @param expected version that the author saw
    /// @throws SQLException when the database cannot do it now
    public Result<PolicyAnswer> remove(DocumentKey key, OptionalLong expected, String note, Actor actor)
            throws SQLException {
        return ledger.run(connection -> {
            DocumentTable.lock(connection, key.text());
            Optional<Version> newest = DocumentTable.newest(connection, key.text());
            long current = current(newest);
            if (current == 0) {
                return new Result.Missing<>();
            }
            if (current != expected.orElse(0)) {
                return done(new PolicyAnswer.Outdated(current, expected.isPresent()));
            }
            Version version = next(key, newest, note, actor, Optional.empty());
            DocumentTable.add(connection, version);
            ledger.send(connection, ledger.records().policyEnd(key.text()));
            audit(connection, "policy.remove", version, actor);
            return done(new PolicyAnswer.Published(version));
        });
    }

    /// The settings that apply at a level, as JSON with every key.
    ///
    /// @throws SQLException when the database cannot be asked now
    public String effective(DocumentKey.Level level) throws SQLException {
        return documents.effective(level, ledger.read(PolicyOffice::published));
    }

    /// The policy of a room, as it is published now.
    ///
    /// @throws SQLException when the database cannot be asked now
    public Policy policy(RoomId room) throws SQLException {
        List<Version> published = ledger.read(DocumentTable::published);
        synchronized (this) {
            Map<String, Version> newest = published.stream().collect(Collectors.toMap(Version::key, one -> one));
            loaded.keySet().stream()
                    .filter(key -> !newest.containsKey(key))
                    .toList()
                    .forEach(key -> {
                        loaded.remove(key);
                        catalogue.remove(key);
                    });
            for (Version version : published) {
                Long known = loaded.get(version.key());
                if (known == null || known != version.version()) {
                    var _ = catalogue.put(version.key(), String.valueOf(version.document()));
                    loaded.put(version.key(), version.version());
                }
            }
            return catalogue.policies().of(room);
        }
    }

    private static Map<String, String> published(Connection connection) throws SQLException {
        return DocumentTable.published(connection).stream()
                .collect(Collectors.toMap(Version::key, version -> String.valueOf(version.document())));
    }

    private Version next(
            DocumentKey key, Optional<Version> newest, String note, Actor actor, Optional<String> document) {
        return new Version(
                key.text(),
                newest.map(Version::version).orElse(0L) + 1,
                actor.moderator().name(),
                ledger.now(),
                note,
                document.orElse(null));
    }

    private void audit(Connection connection, String action, Version version, Actor actor) throws SQLException {
        ledger.audit(
                connection,
                actor,
                action,
                version.key(),
                Map.of("version", Long.toString(version.version()), "note", version.note()));
    }

    /// 0 when it was removed.
    private static long current(Optional<Version> newest) {
        return newest.filter(version -> version.document() != null)
                .map(Version::version)
                .orElse(0L);
    }

    private static Result<PolicyAnswer> done(PolicyAnswer answer) {
        return new Result.Done<>(answer, false);
    }
}
