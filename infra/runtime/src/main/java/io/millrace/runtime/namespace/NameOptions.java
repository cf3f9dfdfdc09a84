package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Section;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What the channel names of a namespace mean.
///
/// @param userLimited whether the names after a `#` are the only users that may subscribe
/// @param pattern what names must look like, or null when every name is good
public record NameOptions(boolean userLimited, @Nullable ChannelPattern pattern) {

    static NameOptions read(Section section) {
        return new NameOptions(section.flag("user-limited", false), pattern(section));
    }

    private static @Nullable ChannelPattern pattern(Section section) {
        try {
            return section.text("channel-pattern").map(ChannelPattern::new).orElse(null);
        } catch (PatternSyntaxException e) {
            section.problem("channel-pattern", "is not a regular expression: " + e.getDescription());
            return null;
        }
    }
}
