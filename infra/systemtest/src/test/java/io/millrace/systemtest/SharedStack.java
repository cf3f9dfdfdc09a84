package io.millrace.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a [RunningStack] of two edges, the same one to every class of this JVM, because a start takes
/// seconds, and what the npm client saw of it. Tests keep apart by using rooms of their own.
///
/// It has the built-in configuration, and the namespaces of `namespaces.yaml` and two moderators as well.
final class SharedStack implements ParameterResolver {

    private static final int EDGES = 2;

    /// Key of a moderator who may do everything.
    static final String ADMIN_KEY = "the-key-of-the-admin-of-these-tests";

    /// Key of another moderator, who may do everything but change policies.
    static final String LEAD_KEY = "the-key-of-the-lead-of-these-tests..";

    private static final String ADMIN = "        role: admin\n";

    /// The scripts know it as well.
    private static final String GRACE = "4s";

    /// Ends with its section `namespaces`.
    private static final Path BUILT_IN = Path.of("..", "launcher", "src", "main", "resources", "local.yaml");

    private static final Path MORE_NAMESPACES = Path.of("src", "test", "resources", "namespaces.yaml");

    private record Holder(RunningStack stack) implements AutoCloseable {

        @Override
        public void close() {
            stack.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == RunningStack.class || type == SdkSightings.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL);
        RunningStack stack = store.getOrComputeIfAbsent(SharedStack.class, _ -> new Holder(start()), Holder.class)
                .stack();
        return parameter.getParameter().getType() == RunningStack.class
                ? stack
                : store.getOrComputeIfAbsent(SdkSightings.class, _ -> SdkSightings.collect(stack), SdkSightings.class);
    }

    private static RunningStack start() {
        try {
            Path config = Files.createTempFile(Path.of("target"), "shared-", ".yaml");
            Files.writeString(config, withLead(Files.readString(BUILT_IN)) + Files.readString(MORE_NAMESPACES));
            return RunningStack.start(
                    List.of(
                            "--edges",
                            Integer.toString(EDGES),
                            "--port",
                            "0",
                            "--ephemeral",
                            "--config",
                            config.toAbsolutePath().toString()),
                    Map.of(
                            "MILLRACE_EDGE_TIMING_EXPIRED_GRACE", GRACE,
                            "MILLRACE_EDGE_TIMING_EXPIRED_SUBSCRIPTION_GRACE", GRACE,
                            "MILLRACE_MODERATION_DESK_MODERATORS_ADMIN_KEY", ADMIN_KEY,
                            "MILLRACE_MODERATION_DESK_MODERATORS_LEAD_KEY", LEAD_KEY));
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration cannot be written", e);
        }
    }

    private static String withLead(String builtIn) {
        String configured = builtIn.replace(ADMIN, ADMIN + "      lead:\n        role: lead\n");
        if (configured.equals(builtIn)) {
            throw new AssertionError("the built-in configuration has no moderator: " + builtIn);
        }
        return configured;
    }
}
