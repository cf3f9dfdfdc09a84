package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Section;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// How subscribers follow the publications of a room.
///
/// @param positioning whether subscriptions know their place, so that a gap is noticed
/// @param recovery whether subscriptions can recover what they missed; who recovers is positioned too
/// @param mode what a subscriber gets that recovers
/// @param autoCacheRecover in cache mode, whether the newest publication is sent without being asked for
/// @param deltas kinds of deltas that positioned subscribers may ask for
public record StreamOptions(
        Grant positioning, Grant recovery, RecoveryMode mode, boolean autoCacheRecover, Set<DeltaType> deltas) {

    /// Copies the set.
    public StreamOptions {
        deltas = Set.copyOf(deltas);
    }

    static StreamOptions read(Section section, HistoryOptions history) {
        Grant usual = history.size() > 0 ? Grant.FORCED : Grant.OFF;
        StreamOptions options = new StreamOptions(
                section.choice("positioning", usual),
                section.choice("recovery", usual),
                section.choice("recovery-mode", RecoveryMode.STREAM),
                section.flag("auto-cache-recover", false),
                deltas(section));
        if (history.size() == 0) {
            require(section, "positioning", options.positioning == Grant.OFF, "needs history-size above 0");
            require(section, "recovery", options.recovery == Grant.OFF, "needs history-size above 0");
        }
        require(
                section,
                "auto-cache-recover",
                !options.autoCacheRecover || options.mode == RecoveryMode.CACHE,
                "needs recovery-mode cache");
        return options;
    }

    private static Set<DeltaType> deltas(Section section) {
        Set<DeltaType> deltas = new TreeSet<>();
        for (String name : section.texts("delta-types", List.of())) {
            if (name.equals(DeltaType.FOSSIL.name().toLowerCase(Locale.ROOT))) {
                deltas.add(DeltaType.FOSSIL);
            } else {
                section.problem("delta-types", "must be a list of fossil, has " + name);
            }
        }
        return deltas;
    }

    private static void require(Section section, String key, boolean holds, String text) {
        if (!holds) {
            section.problem(key, text);
        }
    }
}
