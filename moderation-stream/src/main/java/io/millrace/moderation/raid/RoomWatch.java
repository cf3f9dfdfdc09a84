package io.millrace.moderation.raid;

import io.millrace.moderation.text.Fingerprint;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happened in a room during the last windows; at most some 50 KB. Confined to one thread, and lost with
/// it: after a restart a raid is seen at most one window later, and a quiet room costs no record.
public final class RoomWatch {

    private static final int MOST_TEXTS = 512;
    private static final int MOST_STRANGERS = 1_024;

    private final Map<Long, Long> strangers = new LinkedHashMap<>();
    private final Map<Long, Long> joined = new LinkedHashMap<>();
    private final Map<Long, Long> wrote = new LinkedHashMap<>();
    private final Map<Text, Long> texts = new LinkedHashMap<>();
    private long now = Long.MIN_VALUE;
    private long idleAt = Long.MIN_VALUE;

    private record Text(long person, long exact, long similar) {}

    /// Somebody joined.
    ///
    /// @param stranger whether the person was never seen in the room before
    /// @param at milliseconds since 1970; a time before the last one counts as the last one
    /// @return the limit that is reached, null for none
    public @Nullable Sign joined(RaidRules rules, Person person, boolean stranger, long at) {
        seen(rules, at);
        Crowd joins = rules.joins();
        // Whoever reads without a name comes anew with each connection.
        if (!stranger || person.anonymous()) {
            return null;
        }
        put(strangers, person.hash(), MOST_STRANGERS);
        return joins == null ? null : sign(Cause.JOINS, joins, joined, person);
    }

    /// Somebody wrote.
    ///
    /// @param stranger whether the person was never seen in the room before; one who joined within the window
    ///     still is one
    /// @param text what; null when the rules do not ask for it
    /// @param at milliseconds since 1970; a time before the last one counts as the last one
    /// @return the limit that is reached, null for none
    public @Nullable Sign wrote(RaidRules rules, Person person, boolean stranger, @Nullable Fingerprint text, long at) {
        seen(rules, at);
        Sign sign = null;
        Crowd newcomers = rules.newcomers();
        if (newcomers != null && (stranger || isFresh(person, newcomers))) {
            put(strangers, person.hash(), MOST_STRANGERS);
            sign = sign(Cause.NEWCOMERS, newcomers, wrote, person);
        }
        Crowd sameText = rules.sameText();
        if (sameText != null && text != null && text.length() >= rules.texts().minLength()) {
            Sign same = same(rules, sameText, person, text);
            sign = same == null ? sign : same;
        }
        return sign;
    }

    /// When nothing of this makes a difference any more, milliseconds since 1970.
    public long idleAt() {
        return idleAt;
    }

    private void seen(RaidRules rules, long at) {
        now = Math.max(now, at);
        idleAt = Math.max(idleAt, now + rules.longestWindow().toMillis());
    }

    private boolean isFresh(Person person, Crowd newcomers) {
        Long first = strangers.get(person.hash());
        return first != null && first > now - newcomers.window().toMillis();
    }

    private @Nullable Sign sign(Cause cause, Crowd limit, Map<Long, Long> people, Person person) {
        put(people, person.hash(), limit.people());
        dropBefore(people, now - limit.window().toMillis());
        return people.size() >= limit.people() ? new Sign(cause, people.size()) : null;
    }

    private @Nullable Sign same(RaidRules rules, Crowd limit, Person person, Fingerprint text) {
        long oldest = now - limit.window().toMillis();
        Text written = new Text(person.hash(), text.exact(), text.similar());
        texts.remove(written);
        if (texts.size() == MOST_TEXTS) {
            texts.remove(texts.keySet().iterator().next());
        }
        texts.put(written, now);
        dropBefore(texts, oldest);
        Set<Long> people = new HashSet<>();
        for (Text earlier : texts.keySet()) {
            if (Fingerprint.distance(earlier.similar, text.similar())
                    <= rules.texts().distance()) {
                people.add(earlier.person);
            }
        }
        return people.size() >= limit.people() ? new Sign(Cause.SAME_TEXT, people.size()) : null;
    }

    /// Keeps the time of the first sight; of too many the oldest goes.
    private void put(Map<Long, Long> people, long person, int most) {
        if (people.containsKey(person)) {
            return;
        }
        while (people.size() >= most) {
            people.remove(people.keySet().iterator().next());
        }
        people.put(person, now);
    }

    private static void dropBefore(Map<?, Long> entries, long oldest) {
        Iterator<Long> times = entries.values().iterator();
        while (times.hasNext() && times.next() <= oldest) {
            times.remove();
        }
    }
}
