package io.millrace.moderation.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Domains with all that is below them. Immutable.
public final class Domains {

    private final Set<String> names = new HashSet<>();

    private Domains() {}

    /// Domains by their names.
    ///
    /// @param domains such as `example.org`, which stands for `www.example.org` too
    /// @throws IllegalArgumentException naming the position of what is no domain
    public static Domains of(List<String> domains) {
        Domains result = new Domains();
        for (int i = 0; i < domains.size(); i++) {
            String name = domains.get(i).strip().toLowerCase(Locale.ROOT);
            boolean hostOnly = name.codePoints().allMatch(Domains::isPartOfHost);
            if (!hostOnly || name.indexOf('.') < 1 || name.endsWith(".")) {
                throw new IllegalArgumentException("entry " + (i + 1) + " must be a domain such as example.org");
            }
            result.names.add(name);
        }
        return result;
    }

    private static boolean isPartOfHost(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '.' || codePoint == '-' || codePoint == '_';
    }

    /// Whether a host is one of them or below one.
    boolean contains(String host) {
        if (names.isEmpty()) {
            return false;
        }
        String name = host;
        while (!names.contains(name)) {
            int dot = name.indexOf('.');
            if (dot < 0) {
                return false;
            }
            name = name.substring(dot + 1);
        }
        return true;
    }
}
