package io.millrace.runtime.namespace;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What channel names look like after the first colon. Immutable; equal when the expressions are.
public final class ChannelPattern {

    private final Pattern pattern;

    /// @param expression regular expression for the whole text
    /// @throws java.util.regex.PatternSyntaxException when it is none
    public ChannelPattern(String expression) {
        this.pattern = Pattern.compile(expression);
    }

    /// Whether a name may be used.
    ///
    /// @param rest of the channel name, after the namespace and its colon
    public boolean matches(String rest) {
        return pattern.matcher(rest).matches();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChannelPattern that && that.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
