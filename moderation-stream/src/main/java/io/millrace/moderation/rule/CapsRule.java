package io.millrace.moderation.rule;

import java.util.List;

/// Objects to messages that are mostly capitals. Letters without case do not count.
///
/// @param percent share of capitals above which it does, 1 to 99
/// @param letters fewest letters with a case that a message must have for it, at least 1
/// @param severity what becomes of such a message
public record CapsRule(int percent, int letters, Severity severity) implements Rule {

    @Override
    public List<Hit> judge(Candidate message) {
        String text = message.rawText();
        int capitals = 0;
        int small = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            capitals += Character.isUpperCase(c) ? 1 : 0;
            small += Character.isLowerCase(c) ? 1 : 0;
        }
        int cased = capitals + small;
        boolean loud = cased >= letters && 100L * capitals > (long) percent * cased;
        return loud ? List.of(new Hit(RuleId.CAPS, "capitals", null, severity)) : List.of();
    }
}
