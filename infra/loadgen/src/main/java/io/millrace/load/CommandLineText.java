package io.millrace.load;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The command line as it may be shown to anybody.
final class CommandLineText {

    private static final Pattern USER = Pattern.compile("//[^/@]*@");
    private static final Pattern QUERY = Pattern.compile("\\?.*");

    private CommandLineText() {}

    /// What was typed; users and queries of addresses are left out, since these may be secrets.
    static String of(String[] args) {
        return Arrays.stream(args)
                .map(CommandLineText::shown)
                .collect(Collectors.joining(" ", "infra/loadgen/run ", ""));
    }

    private static String shown(String argument) {
        return argument.contains("://")
                ? QUERY.matcher(USER.matcher(argument).replaceAll("//")).replaceAll("?…")
                : argument;
    }
}
