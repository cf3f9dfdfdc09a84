package io.millrace.moderation.rule;

import io.millrace.moderation.text.HostNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Domains with all that is below them. Immutable.
public final class Domains {

    private final Set<String> names = new HashSet<>();
    private int mostLabels;

    private Domains() {}

    /// Domains by their names. A host belongs to one when it is spelled like it.
    ///
    /// @param domains such as `example.org`, which stands for `www.example.org` too
    /// @throws IllegalArgumentException naming the position of what is no domain
    public static Domains of(List<String> domains) {
        Domains result = new Domains();
        checked(domains).forEach(result::add);
        return result;
    }

    /// The same, for domains that are not wanted: accents and Punycode make no difference.
    ///
    /// @throws IllegalArgumentException naming the position of what is no domain
    public static Domains inAnySpelling(List<String> domains) {
        Domains result = new Domains();
        checked(domains).stream().map(HostNames::readings).flatMap(Set::stream).forEach(result::add);
        return result;
    }

    private static List<String> checked(List<String> domains) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < domains.size(); i++) {
            String name = HostNames.usual(domains.get(i));
            boolean hostOnly = name.codePoints().allMatch(Domains::isPartOfHost);
            if (!hostOnly || name.indexOf('.') < 1 || name.endsWith(".")) {
                throw new IllegalArgumentException("entry " + (i + 1) + " must be a domain such as example.org");
            }
            names.add(name);
        }
        return names;
    }

    private void add(String name) {
        names.add(name);
        mostLabels = Math.max(mostLabels, name.split("\\.", -1).length);
    }

    private static boolean isPartOfHost(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || codePoint == '.' || codePoint == '-' || codePoint == '_';
    }

    /// Whether a host is one of them or below one.
    boolean contains(String host) {
        int dot = host.length();
        for (int labels = 0; labels < mostLabels && dot > 0; labels++) {
            dot = host.lastIndexOf('.', dot - 1);
            if (names.contains(host.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }
}
